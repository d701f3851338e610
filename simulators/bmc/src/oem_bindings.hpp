// What an OEM script can do to the chassis whose command it runs.
#pragma once

struct lua_State;

namespace assay::bmc {

/// Makes `oem` and `chassis` known. The functions of `chassis` work while a command runs.
void open_oem(lua_State* state);

}  // namespace assay::bmc
