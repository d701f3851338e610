// FRU inventory device commands (IPMI 2.0 §34).
#include <algorithm>
#include <array>

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::storage;
using wire::Completion;
using wire::Privilege;

// what a LAN message of IPMI 1.5, with its length in one octet, carries besides its header
constexpr std::size_t most_at_once = 224;

std::size_t octets_per_step(const FruDevices::Device& device) {
    return device.access() == FruAccess::words ? 2 : 1;
}

FruDevices::Device* named_device(Call& call) { return call.chassis.frus().find(call.request.u8()); }

Completion get_inventory_area_info(Call& call) {
    const FruDevices::Device* const device = named_device(call);
    if (device == nullptr) return Completion::not_present;
    call.reply.u16(static_cast<unsigned>(device->content().size()))
        .u8(static_cast<unsigned>(device->access()));
    return Completion::ok;
}

/// §34.2: "count returned" may be less than what was asked for, at the end of the area.
Completion read_data(Call& call) {
    const FruDevices::Device* const device = named_device(call);
    if (device == nullptr) return Completion::not_present;
    const std::size_t step = octets_per_step(*device);
    const std::size_t offset = call.request.u16() * step;
    const std::size_t count = call.request.u8() * step;
    const base::OctetView content = device->content();
    if (count == 0) return Completion::invalid_field;
    if (offset >= content.size()) return Completion::out_of_range;
    if (count > most_at_once) return Completion::cannot_return_so_many;
    const auto part = content.subspan(offset, std::min(count, content.size() - offset));
    call.reply.u8(static_cast<unsigned>(part.size() / step)).put(part);
    return Completion::ok;
}

Completion write_data(Call& call) {
    FruDevices::Device* const device = named_device(call);
    if (device == nullptr) return Completion::not_present;
    const std::size_t step = octets_per_step(*device);
    const std::size_t offset = call.request.u16() * step;
    const auto data = call.request.rest();
    if (device->is_read_only()) return Completion::write_protected;
    if (data.size() % step != 0) return Completion::wrong_length;
    if (offset + data.size() > device->content().size()) return Completion::out_of_range;
    device->write(offset, data);
    call.reply.u8(static_cast<unsigned>(data.size() / step));
    return Completion::ok;
}

constexpr auto netfn = wire::netfn::storage;
constexpr std::array commands{
    Command{netfn, cmd::get_fru_inventory_area_info, Privilege::user, 1, get_inventory_area_info},
    Command{netfn, cmd::read_fru_data, Privilege::user, 4, read_data},
    Command{netfn, cmd::write_fru_data, Privilege::operator_, {4, 3 + most_at_once}, write_data},
};

}  // namespace

void add_fru_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
