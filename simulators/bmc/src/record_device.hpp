// What the SDR repository device and the SEL device have alike (IPMI 2.0 §31, §33).
#pragma once

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {

/// Reserve SDR Repository and Reserve SEL.
/// @param records  the repository or the log
template <class Records>
ipmi_wire::Completion reply_with_reservation(Call& call, Records& records) {
    call.reply.u16(records.reservation().take());
    return ipmi_wire::Completion::ok;
}

/// Get SDR and Get SEL Entry (§33.12, §31.5): the next id, and the part of a record that is asked for. Only a
/// read that begins inside the record needs the reservation.
/// @param octets_of  a record's octets
template <class Records, class ToOctets>
ipmi_wire::Completion reply_with_part(Call& call, Records& records, ToOctets octets_of) {
    using ipmi_wire::Completion;
    constexpr std::size_t to_the_end = 0xFF;
    const auto reservation = call.request.u16();
    const auto id = call.request.u16();
    const std::size_t offset = call.request.u8();
    std::size_t count = call.request.u8();
    if (offset != 0 && !records.reservation().holds(reservation)) return Completion::reservation_canceled;
    const auto* const record = records.find(id);
    if (record == nullptr) return Completion::not_present;
    const base::Octets octets = octets_of(*record);
    if (offset >= octets.size()) return Completion::out_of_range;
    const std::size_t left = octets.size() - offset;
    if (count == to_the_end) count = left;
    if (count > left) return Completion::out_of_range;
    call.reply.u16(records.id_after(*record)).put(base::OctetView{octets}.subspan(offset, count));
    return Completion::ok;
}

/// Get SDR Repository Time and Get SEL Time: there is one clock.
inline ipmi_wire::Completion reply_with_time(Call& call) {
    call.reply.u32(call.chassis.log_time(call.now));
    return ipmi_wire::Completion::ok;
}

}  // namespace assay::bmc
