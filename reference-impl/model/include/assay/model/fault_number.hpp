// The numbers by which Windows' clients know faults.
#pragma once

#include <cstdint>

#include "assay/model/fault.hpp"

namespace assay::model {

/// The code of f:WSManFault: a number of Windows' public error list, chosen by subcode and detail.
[[nodiscard]] std::uint32_t fault_number(const Fault& fault);

/// f:WSManFault (MS-WSMV 2.2.4.43), a child of s:Detail.
/// @param machine  the name of this machine
[[nodiscard]] soap::Element wsman_fault(const Fault& fault, const std::string& machine);

}  // namespace assay::model
