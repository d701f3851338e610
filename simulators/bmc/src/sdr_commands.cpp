// SDR repository device commands (IPMI 2.0 §33) and the device SDRs of a controller that has them (§35.2 to
// §35.4).
#include <algorithm>
#include <array>

#include "assay/bmc/command_table.hpp"
#include "assay/ipmi-wire/sdr_records.hpp"
#include "record_device.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::storage;
namespace device = ipmi_wire::cmd::sensor_event;
using wire::Completion;
using wire::Privilege;

constexpr std::uint8_t sdr_version = 0x51;
constexpr std::size_t unit_size = 16;
constexpr std::size_t most_in_16_bits = 0xFFFF;
// a reply of IPMI 1.5 tells its length in one octet, and Get SDR has its own two before the record
constexpr std::size_t longest_stored_sdr = 240;

unsigned in_16_bits(std::size_t number) { return static_cast<unsigned>(std::min(number, most_in_16_bits)); }

Completion get_info(Call& call) {
    // §33.9 octet 15: modal and non-modal update, delete, partial add, reserve and allocation info
    constexpr unsigned operations = 0x60 | 0x08 | 0x04 | 0x02 | 0x01, overflow = 0x80;
    const SdrRepository& repository = call.chassis.repository();
    call.reply.u8(sdr_version).u16(in_16_bits(repository.size())).u16(in_16_bits(repository.room()));
    call.reply.u32(repository.last_addition()).u32(repository.last_erasure());
    call.reply.u8((repository.overflowed() ? overflow : 0U) | operations);
    return Completion::ok;
}

Completion get_alloc_info(Call& call) {
    const SdrRepository& repository = call.chassis.repository();
    const unsigned left = in_16_bits(repository.room() / unit_size);
    call.reply.u16(in_16_bits(repository.capacity() / unit_size)).u16(unit_size);
    call.reply.u16(left).u16(left).u8(longest_stored_sdr / unit_size);
    return Completion::ok;
}

Completion reserve(Call& call) { return reply_with_reservation(call, call.chassis.repository()); }

Completion get_sdr(Call& call) {
    return reply_with_part(call, call.chassis.repository(),
                           [](const base::Octets& record) { return record; });
}

/// Enters a record under `id`, or a new id where that is 0.
/// @param entered  the id it got
Completion enter(Call& call, base::OctetView record, std::uint16_t id, std::uint16_t& entered) {
    if (!wire::is_known_sdr(record)) return Completion::invalid_field;
    const auto given = call.chassis.repository().add(record, id, call.chassis.log_time(call.now));
    if (!given) return Completion::out_of_space;
    entered = *given;
    return Completion::ok;
}

Completion add_sdr(Call& call) {
    const auto record = call.request.rest();
    if (!wire::sdr_length_fits(record)) return Completion::wrong_length;
    std::uint16_t id = 0;
    const Completion outcome = enter(call, record, 0, id);
    call.reply.u16(id);
    return outcome;
}

Completion add_part(Call& call) {
    return reply_to_part(call, call.chassis.repository(), longest_stored_sdr,
                         [&](const PartialRecord& whole) {
                             if (!wire::sdr_length_fits(whole.octets()))
                                 return Completion::record_length_mismatch;
                             std::uint16_t id = 0;
                             return enter(call, whole.octets(), whole.id(), id);
                         });
}

Completion delete_sdr(Call& call) {
    SdrRepository& repository = call.chassis.repository();
    const auto reservation = call.request.u16();
    const auto id = call.request.u16();
    if (!repository.reservation().holds(reservation)) return Completion::reservation_canceled;
    const base::Octets* const record = repository.find(id);
    if (record == nullptr) return Completion::not_present;
    const auto deleted = SdrRepository::id_of(*record);
    repository.erase(*record, call.chassis.log_time(call.now));
    call.reply.u16(deleted);
    return Completion::ok;
}

Completion clear(Call& call) {
    constexpr std::uint32_t clr = 'C' | 'L' << 8 | 'R' << 16;  // §33.16 octets 3 to 5
    constexpr std::uint8_t initiate = 0xAA, get_status = 0x00, completed = 0x01;
    SdrRepository& repository = call.chassis.repository();
    const auto reservation = call.request.u16();
    const auto magic = call.request.u24();
    const auto operation = call.request.u8();
    if (!repository.reservation().holds(reservation) && operation != get_status)
        return Completion::reservation_canceled;
    if (magic != clr || (operation != initiate && operation != get_status)) return Completion::invalid_field;
    if (operation == initiate) repository.clear(call.chassis.log_time(call.now));
    call.reply.u8(completed);
    return Completion::ok;
}

Completion enter_update_mode(Call& call) {
    SdrRepository& repository = call.chassis.repository();
    if (repository.in_update_mode()) return Completion::sdr_repository_in_update_mode;
    repository.set_update_mode(true);
    repository.partial().abandon();
    return Completion::ok;
}

Completion exit_update_mode(Call& call) {
    SdrRepository& repository = call.chassis.repository();
    if (!repository.in_update_mode()) return Completion::not_executable_now;
    repository.set_update_mode(false);
    return Completion::ok;
}

/// §33.21: the sensors get the settings that their records hold.
Completion run_initialization_agent(Call& call) {
    constexpr std::uint8_t run = 0x01, completed = 0x01;
    const auto operation = call.request.u8();
    if ((operation & ~run) != 0) return Completion::invalid_field;
    if (call.chassis.repository().in_update_mode()) return Completion::sdr_repository_in_update_mode;
    if (operation == run) call.chassis.initialise_sensors();
    call.reply.u8(completed);
    return Completion::ok;
}

/// §35.2: octet 1 of the request, when it is there, asks for the count of records instead of sensors.
Completion get_device_sdr_info(Call& call) {
    constexpr unsigned lun_0_has_sensors = 0x01;
    if (!call.chassis.device().has_device_sdrs) return Completion::invalid_command;
    const bool counts_records = call.request.left() != 0 && (call.request.u8() & 0x01U) != 0;
    const std::size_t count = counts_records ? call.chassis.repository().size() : call.chassis.sensor_count();
    call.reply.u8(static_cast<unsigned>(std::min<std::size_t>(count, 0xFF))).u8(lun_0_has_sensors);
    return Completion::ok;
}

Completion get_device_sdr(Call& call) {
    return call.chassis.device().has_device_sdrs ? get_sdr(call) : Completion::invalid_command;
}

Completion reserve_device_sdrs(Call& call) {
    return call.chassis.device().has_device_sdrs ? reserve(call) : Completion::invalid_command;
}

constexpr auto netfn = wire::netfn::storage;
constexpr auto device_netfn = wire::netfn::sensor_event;
constexpr std::array commands{
    Command{netfn, cmd::get_sdr_repository_info, Privilege::user, 0, get_info},
    Command{netfn, cmd::get_sdr_repository_alloc_info, Privilege::user, 0, get_alloc_info},
    Command{netfn, cmd::reserve_sdr_repository, Privilege::user, 0, reserve},
    Command{netfn, cmd::get_sdr, Privilege::user, 6, get_sdr},
    Command{
        netfn, cmd::add_sdr, Privilege::operator_, {wire::sdr_header_length, longest_stored_sdr}, add_sdr},
    Command{netfn, cmd::partial_add_sdr, Privilege::operator_, {7, 6 + longest_stored_sdr}, add_part},
    Command{netfn, cmd::delete_sdr, Privilege::operator_, 4, delete_sdr},
    Command{netfn, cmd::clear_sdr_repository, Privilege::operator_, 6, clear},
    Command{netfn, cmd::get_sdr_repository_time, Privilege::user, 0, reply_with_time},
    Command{netfn, cmd::set_sdr_repository_time, Privilege::operator_, 4, set_time},
    Command{netfn, cmd::enter_sdr_update_mode, Privilege::operator_, 0, enter_update_mode},
    Command{netfn, cmd::exit_sdr_update_mode, Privilege::operator_, 0, exit_update_mode},
    Command{netfn, cmd::run_initialization_agent, Privilege::operator_, 1, run_initialization_agent},
    Command{device_netfn, device::get_device_sdr_info, Privilege::user, {0, 1}, get_device_sdr_info},
    Command{device_netfn, device::get_device_sdr, Privilege::user, 6, get_device_sdr},
    Command{device_netfn, device::reserve_device_sdr_repository, Privilege::user, 0, reserve_device_sdrs},
};

}  // namespace

void add_sdr_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
