// The formats that ipmitool dumps records in.
#pragma once

#include <vector>

#include "assay/imports/imports.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::imports {

/// The records of `sdr dump`: one after the other, each with its header (IPMI 2.0 §43).
/// @throws base::SetupError
[[nodiscard]] std::vector<base::OctetView> sdr_records(const Dump& dump);

/// The records of `sel writeraw`, 16 octets each, or of `sel save`: lines of seven octets of an event
/// message.
/// @throws base::SetupError
[[nodiscard]] std::vector<ipmi_wire::SelRecord> sel_records(const Dump& dump);

/// @throws base::SetupError unless it is at least a common header's length and not longer than FRU devices
/// are
void check_fru(const Dump& dump);

}  // namespace assay::imports
