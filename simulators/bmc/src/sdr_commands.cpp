// SDR repository device commands (IPMI 2.0 §33).
#include <array>

#include "assay/bmc/command_table.hpp"
#include "record_device.hpp"

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

Completion reserve(Call& call) { return reply_with_reservation(call, call.chassis.repository()); }

Completion get_sdr(Call& call) {
    return reply_with_part(call, call.chassis.repository(),
                           [](const base::Octets& record) { return record; });
}

constexpr auto netfn = wire::netfn::storage;
constexpr std::array commands{
    Command{netfn, cmd::get_sdr_repository_info, Privilege::user, 0, get_info},
    Command{netfn, cmd::get_sdr_repository_alloc_info, Privilege::user, 0, get_alloc_info},
    Command{netfn, cmd::reserve_sdr_repository, Privilege::user, 0, reserve},
    Command{netfn, cmd::get_sdr, Privilege::user, 6, get_sdr},
    Command{netfn, cmd::get_sdr_repository_time, Privilege::user, 0, reply_with_time},
};

}  // namespace

void add_sdr_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
