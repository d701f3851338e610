// Reading a record in pieces, which Get SDR and Get SEL Entry define alike (IPMI 2.0 §31.5, §33.12).
#pragma once

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {

/// Puts `next_id` and the part of `record` that offset and count name into the reply.
/// @param count FFh: to the end of the record
inline ipmi_wire::Completion reply_with_part(Call& call, std::uint16_t next_id, base::OctetView record,
                                             std::size_t offset, std::size_t count) {
    constexpr std::size_t whole = 0xFF;
    if (offset >= record.size()) return ipmi_wire::Completion::out_of_range;
    const std::size_t left = record.size() - offset;
    if (count == whole) count = left;
    if (count > left) return ipmi_wire::Completion::out_of_range;
    call.reply.u16(next_id).put(record.subspan(offset, count));
    return ipmi_wire::Completion::ok;
}

}  // namespace assay::bmc
