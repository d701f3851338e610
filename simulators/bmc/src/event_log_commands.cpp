// SEL device commands (IPMI 2.0 §31).
#include <algorithm>
#include <array>

#include "assay/bmc/command_table.hpp"
#include "record_device.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::storage;
using wire::Completion;
using wire::Privilege;

constexpr std::uint8_t sel_version = 0x51;
constexpr std::size_t most_in_16_bits = 0xFFFF;

unsigned free_octets(const EventLog& log) {
    const std::size_t octets = (log.capacity() - log.size()) * wire::sel_record_length;
    return static_cast<unsigned>(std::min(octets, most_in_16_bits));
}

Completion get_info(Call& call) {
    constexpr unsigned overflow = 0x80, delete_supported = 0x08, partial_add_supported = 0x04,
                       reserve_supported = 0x02, alloc_supported = 0x01;
    const EventLog& log = call.chassis.log();
    if (log.is_erasing(call.now)) return Completion::sel_erase_in_progress;
    call.reply.u8(sel_version).u16(static_cast<unsigned>(log.size())).u16(free_octets(log));
    call.reply.u32(log.last_addition()).u32(log.last_erasure());
    call.reply.u8((log.overflowed() ? overflow : 0U) | delete_supported | partial_add_supported |
                  reserve_supported | alloc_supported);
    return Completion::ok;
}

Completion get_alloc_info(Call& call) {
    const EventLog& log = call.chassis.log();
    const auto left = static_cast<unsigned>(log.capacity() - log.size());
    call.reply.u16(static_cast<unsigned>(log.capacity()))
        .u16(wire::sel_record_length)
        .u16(left)
        .u16(left)
        .u8(1);
    return Completion::ok;
}

Completion reserve(Call& call) {
    if (call.chassis.log().is_erasing(call.now)) return Completion::sel_erase_in_progress;
    return reply_with_reservation(call, call.chassis.log());
}

Completion get_entry(Call& call) {
    if (call.chassis.log().is_erasing(call.now)) return Completion::sel_erase_in_progress;
    return reply_with_part(call, call.chassis.log(), [](const wire::SelRecord& record) {
        base::Octets octets;
        encode(record, octets);
        return octets;
    });
}

/// Enters a record under `id`, or a new id where that is 0.
/// @param entered  the id it got
Completion enter(Call& call, base::OctetView octets, std::uint16_t id, std::uint16_t& entered) {
    auto record = wire::decode_sel_record(octets);
    if (!record) return Completion::record_length_mismatch;
    const bool known_type = record->type == wire::system_event_record || record->type >= 0xC0;  // §32
    if (!known_type) return Completion::record_type_not_supported;
    record->id = id;
    const auto given = call.chassis.log().add(*record, call.chassis.log_time(call.now));
    if (!given) return Completion::out_of_space;
    entered = *given;
    return Completion::ok;
}

Completion add_entry(Call& call) {
    if (call.chassis.log().is_erasing(call.now)) return Completion::sel_erase_in_progress;
    std::uint16_t id = 0;
    const Completion outcome = enter(call, call.request.rest(), 0, id);
    call.reply.u16(id);
    return outcome;
}

Completion add_part(Call& call) {
    EventLog& log = call.chassis.log();
    if (log.is_erasing(call.now)) return Completion::sel_erase_in_progress;
    return reply_to_part(call, log, wire::sel_record_length, [&](const PartialRecord& whole) {
        std::uint16_t id = 0;
        return enter(call, whole.octets(), whole.id(), id);
    });
}

Completion delete_entry(Call& call) {
    EventLog& log = call.chassis.log();
    if (log.is_erasing(call.now)) return Completion::sel_erase_in_progress;
    const auto reservation = call.request.u16();
    const auto id = call.request.u16();
    if (!log.reservation().holds(reservation)) return Completion::reservation_canceled;
    const wire::SelRecord* const record = log.find(id);
    if (record == nullptr) return Completion::not_present;
    const auto deleted = record->id;
    log.erase(*record, call.chassis.log_time(call.now));
    call.reply.u16(deleted);
    return Completion::ok;
}

Completion clear(Call& call) {
    constexpr std::uint32_t clr = 'C' | 'L' << 8 | 'R' << 16;  // §31.9 octets 3 to 5
    constexpr std::uint8_t initiate = 0xAA, get_status = 0x00, in_progress = 0x00, completed = 0x01;
    EventLog& log = call.chassis.log();
    const auto reservation = call.request.u16();
    const auto magic = call.request.u24();
    const auto operation = call.request.u8();
    if (!log.reservation().holds(reservation) && operation != get_status)
        return Completion::reservation_canceled;
    if (magic != clr || (operation != initiate && operation != get_status)) return Completion::invalid_field;
    if (operation == initiate) {
        if (log.is_erasing(call.now)) return Completion::sel_erase_in_progress;
        log.clear(call.chassis.log_time(call.now), call.now + call.chassis.log_erase_time());
    }
    call.reply.u8(log.is_erasing(call.now) ? in_progress : completed);
    return Completion::ok;
}

Completion get_auxiliary_status(Call& call) {
    const std::size_t which = call.request.u8();
    if (which >= auxiliary_logs) return Completion::invalid_field;
    const AuxiliaryLogStatus& status = call.chassis.log().auxiliary(which);
    call.reply.u32(status.timestamp).put(status.details);
    return Completion::ok;
}

Completion set_auxiliary_status(Call& call) {
    const std::size_t which = call.request.u8();
    if (which >= auxiliary_logs) return Completion::invalid_field;
    AuxiliaryLogStatus& status = call.chassis.log().auxiliary(which);
    if (call.request.left() != sizeof status.timestamp + status.details.size())
        return Completion::wrong_length;
    status.timestamp = call.request.u32();
    const auto details = call.request.rest();
    status.details.assign(details.begin(), details.end());
    return Completion::ok;
}

Completion get_utc_offset(Call& call) {
    call.reply.u16(static_cast<std::uint16_t>(call.chassis.utc_offset()));
    return Completion::ok;
}

/// §31.11b: minutes, or 07FFh where the offset is not known.
Completion set_utc_offset(Call& call) {
    constexpr int a_day = 24 * 60;
    const auto minutes = static_cast<std::int16_t>(call.request.u16());
    if (minutes != utc_offset_unspecified && (minutes < -a_day || minutes > a_day))
        return Completion::out_of_range;
    call.chassis.set_utc_offset(minutes);
    return Completion::ok;
}

constexpr auto netfn = wire::netfn::storage;
constexpr std::array commands{
    Command{netfn, cmd::get_sel_info, Privilege::user, 0, get_info},
    Command{netfn, cmd::get_sel_alloc_info, Privilege::user, 0, get_alloc_info},
    Command{netfn, cmd::reserve_sel, Privilege::user, 0, reserve},
    Command{netfn, cmd::get_sel_entry, Privilege::user, 6, get_entry},
    Command{netfn, cmd::add_sel_entry, Privilege::operator_, wire::sel_record_length, add_entry},
    Command{
        netfn, cmd::partial_add_sel_entry, Privilege::operator_, {7, 6 + wire::sel_record_length}, add_part},
    Command{netfn, cmd::delete_sel_entry, Privilege::operator_, 4, delete_entry},
    Command{netfn, cmd::clear_sel, Privilege::operator_, 6, clear},
    Command{netfn, cmd::get_sel_time, Privilege::user, 0, reply_with_time},
    Command{netfn, cmd::set_sel_time, Privilege::operator_, 4, set_time},
    Command{netfn, cmd::get_auxiliary_log_status, Privilege::user, 1, get_auxiliary_status},
    Command{netfn, cmd::set_auxiliary_log_status, Privilege::administrator, {9, 16}, set_auxiliary_status},
    Command{netfn, cmd::get_sel_utc_offset, Privilege::user, 0, get_utc_offset},
    Command{netfn, cmd::set_sel_utc_offset, Privilege::operator_, 2, set_utc_offset},
};

}  // namespace

void add_event_log_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
