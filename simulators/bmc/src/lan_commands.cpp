// LAN configuration, ARPs and statistics (IPMI 2.0 §23.1 to §23.4).
#include <array>

#include "assay/bmc/command_table.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::transport;
using wire::Completion;
using wire::Privilege;

Completion set_lan_config(Call& call) {
    const auto channel = channel_of(call.request.u8());
    const auto parameter = call.request.u8();
    if (channel != lan_channel) return Completion::invalid_field;
    return call.chassis.lan().set(parameter, call.request.rest());
}

Completion get_lan_config(Call& call) {
    const auto channel = call.request.u8();
    const auto parameter = call.request.u8();
    const auto set = call.request.u8();
    if (channel_of(channel) != lan_channel) return Completion::invalid_field;
    call.reply.u8(parameter_revision);
    const bool revision_only = (channel & 0x80U) != 0;
    const ParameterBlock& parameters = call.chassis.lan().parameters();
    if (!revision_only) return parameters.get(parameter, set, call.reply);
    return parameters.has(parameter) ? Completion::ok : Completion::parameter_not_supported;
}

Completion suspend_arps(Call& call) {
    constexpr unsigned reserved = 0xFC;
    const auto channel = channel_of(call.request.u8());
    const auto which = call.request.u8();
    if (channel != lan_channel || (which & reserved) != 0) return Completion::invalid_field;
    call.chassis.lan().suspend_arps(which);
    call.reply.u8(call.chassis.lan().occurring_arps());
    return Completion::ok;
}

Completion get_lan_statistics(Call& call) {
    const auto channel = channel_of(call.request.u8());
    const bool clear = (call.request.u8() & 1U) != 0;
    if (channel != lan_channel) return Completion::invalid_field;
    LanStatistics& counted = call.chassis.lan_statistics();
    if (clear) counted = {};
    call.reply.u16(counted.ip_received);
    call.reply.u16(0).u16(0).u16(0);  // header and address errors, fragments: the host's IP stack drops them
    call.reply.u16(counted.ip_sent).u16(counted.udp_received).u16(counted.rmcp_received);
    call.reply.u16(0).u16(0);  // there is no UDP proxy
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::transport, cmd::set_lan_config, Privilege::administrator, {3, 40}, set_lan_config},
    Command{wire::netfn::transport, cmd::get_lan_config, Privilege::operator_, 4, get_lan_config},
    Command{wire::netfn::transport, cmd::suspend_arps, Privilege::administrator, 2, suspend_arps},
    Command{wire::netfn::transport, cmd::get_lan_statistics, Privilege::user, 2, get_lan_statistics},
};

}  // namespace

void add_lan_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
