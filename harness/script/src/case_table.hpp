// The table `t` that a case is given.
#pragma once

#include "assay/script/value.hpp"
#include "lua_api.hpp"

namespace assay::script {

/// Defines what cases handle, and pushes the table with all functions.
/// @param profile t.profile
void push_case_table(lua_State* state, const Value& profile);

/// The same for a case of clients, in a state that has a context.
/// @param facts t.profile
/// @param given t.given
void push_client_case_table(lua_State* state, const Value& facts, const Value& given);

/// The same for a case of BMCs.
/// @param profile t.profile
void push_bmc_case_table(lua_State* state, const Value& profile);

}  // namespace assay::script
