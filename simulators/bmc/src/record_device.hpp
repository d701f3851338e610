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

/// Partial Add SDR and Partial Add SEL Entry (§33.14, §31.7).
/// @param longest  octets of a record
/// @param finish  enters the whole record under its id
template <class Records, class Finish>
ipmi_wire::Completion reply_to_part(Call& call, Records& records, std::size_t longest, Finish finish) {
    using ipmi_wire::Completion;
    constexpr std::uint8_t more_follows = 0, last_part = 1;
    const auto reservation = call.request.u16();
    const auto id = call.request.u16();
    const std::size_t offset = call.request.u8();
    const auto progress = call.request.u8();
    PartialRecord& partial = records.partial();
    if (!records.reservation().holds(reservation)) {
        partial.abandon();
        return Completion::reservation_canceled;
    }
    if (progress != more_follows && progress != last_part) return Completion::invalid_field;
    if (id == 0 && offset == 0) {
        partial.begin(records.unused_id());
    } else if (!partial.continues(id, offset)) {
        return Completion::invalid_field;
    }
    partial.append(call.request.rest());
    if (partial.octets().size() > longest) {
        partial.abandon();
        return Completion::record_length_mismatch;
    }
    call.reply.u16(partial.id());
    if (progress == more_follows) return Completion::ok;
    const Completion outcome = finish(partial);
    partial.abandon();
    return outcome;
}

/// Get SDR Repository Time and Get SEL Time: there is one clock.
inline ipmi_wire::Completion reply_with_time(Call& call) {
    call.reply.u32(call.chassis.log_time(call.now));
    return ipmi_wire::Completion::ok;
}

/// Set SDR Repository Time and Set SEL Time.
inline ipmi_wire::Completion set_time(Call& call) {
    call.chassis.set_log_time(call.request.u32(), call.now);
    return ipmi_wire::Completion::ok;
}

}  // namespace assay::bmc
