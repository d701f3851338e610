// SDR repository device commands (IPMI 2.0 §33).
#include <array>

#include "assay/bmc/command_table.hpp"
#include "partial_read.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::storage;
using wire::Completion;
using wire::Privilege;

constexpr std::uint8_t sdr_version = 0x51;
constexpr std::uint16_t unit_size = 64;  // a full record with its longest name

Completion get_info(Call& call) {
    // §33.9 octet 15: non-modal update, reserve and allocation info supported; nothing can be written
    constexpr unsigned operations = 0x20 | 0x02 | 0x01;
    const std::uint32_t loaded = 0;  // §37: the records came with the firmware
    call.reply.u8(sdr_version).u16(static_cast<unsigned>(call.chassis.repository().size())).u16(0);
    call.reply.u32(loaded).u32(loaded).u8(operations);
    return Completion::ok;
}

Completion get_alloc_info(Call& call) {
    const auto units = static_cast<unsigned>(call.chassis.repository().size());
    call.reply.u16(units).u16(unit_size).u16(0).u16(0).u8(1);
    return Completion::ok;
}

Completion reserve(Call& call) {
    call.reply.u16(call.chassis.repository().reservation().take());
    return Completion::ok;
}

Completion get_sdr(Call& call) {
    SdrRepository& repository = call.chassis.repository();
    const auto reservation = call.request.u16();
    const auto id = call.request.u16();
    const auto offset = call.request.u8();
    const auto count = call.request.u8();
    // §33.12: only a read that begins inside the record needs the reservation
    if (offset != 0 && !repository.reservation().holds(reservation)) return Completion::reservation_canceled;
    const base::Octets* const record = repository.find(id);
    if (record == nullptr) return Completion::not_present;
    return reply_with_part(call, repository.id_after(*record), *record, offset, count);
}

Completion get_time(Call& call) {
    call.reply.u32(call.chassis.log_time(call.now));
    return Completion::ok;
}

constexpr auto netfn = wire::netfn::storage;
constexpr std::array commands{
    Command{netfn, cmd::get_sdr_repository_info, Privilege::user, 0, get_info},
    Command{netfn, cmd::get_sdr_repository_alloc_info, Privilege::user, 0, get_alloc_info},
    Command{netfn, cmd::reserve_sdr_repository, Privilege::user, 0, reserve},
    Command{netfn, cmd::get_sdr, Privilege::user, 6, get_sdr},
    Command{netfn, cmd::get_sdr_repository_time, Privilege::user, 0, get_time},
};

}  // namespace

void add_sdr_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
