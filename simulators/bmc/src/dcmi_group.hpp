// What all DCMI commands have alike (DCMI 1.5 §6): requests and responses begin with the group extension.
#pragma once

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {

inline constexpr base::Octet dcmi_group = ipmi_wire::body::dcmi;

/// Reads and writes the group extension.
/// @return false for a request of another group, whose commands are not these
[[nodiscard]] inline bool is_dcmi(Call& call) {
    call.reply.u8(dcmi_group);
    return call.request.u8() == dcmi_group;
}

}  // namespace assay::bmc
