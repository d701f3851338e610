// Channels and their users, read-only (IPMI 2.0 §22.23 to §22.29).
#include <algorithm>
#include <array>

#include "assay/bmc/command_table.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

constexpr std::uint32_t ipmi_forum = 7154;  // §22.24: the vendor of a protocol that IPMI defines

Completion get_channel_access(Call& call) {
    constexpr std::uint8_t alerting_disabled = 0x20, always_available = 0x02;  // §22.23
    const auto channel = channel_of(call.request.u8());
    const auto which = call.request.u8() >> 6U;
    if (channel != lan_channel || which == 0 || which == 3) return Completion::invalid_field;
    call.reply.u8(alerting_disabled | always_available).u8(static_cast<unsigned>(Privilege::administrator));
    return Completion::ok;
}

Completion get_channel_info(Call& call) {
    constexpr std::uint8_t lan_802_3 = 0x04, system_interface = 0x0C;  // §6.5 Table 6-3
    constexpr std::uint8_t ipmb_1_0 = 0x01, kcs = 0x05;                // §6.4 Table 6-2
    constexpr unsigned multi_session = 0x80;
    const auto channel = channel_of(call.request.u8());
    if (channel != lan_channel && channel != system_interface_channel) return Completion::invalid_field;
    call.reply.u8(channel);
    if (channel == lan_channel) {
        const auto active = static_cast<unsigned>(call.sessions.established().size());
        call.reply.u8(lan_802_3).u8(ipmb_1_0).u8(multi_session | (active & 0x3FU));
    } else {
        call.reply.u8(system_interface).u8(kcs).u8(0);
    }
    call.reply.u24(ipmi_forum).u16(0);
    return Completion::ok;
}

Completion get_user_access(Call& call) {
    constexpr unsigned enabled = 0x40, disabled = 0x80;                    // §22.27 octet 3
    constexpr unsigned link_authentication = 0x20, ipmi_messaging = 0x10;  // octet 5
    constexpr unsigned no_access = 0x0F;
    const auto channel = channel_of(call.request.u8());
    const auto id = static_cast<std::uint8_t>(call.request.u8() & 0x3FU);
    if (channel != lan_channel) return Completion::invalid_field;
    if (id == 0 || id > max_users) return Completion::out_of_range;
    const auto& users = call.chassis.users();
    const auto count = static_cast<unsigned>(std::ranges::count(users, true, &User::enabled));
    const User* const user = call.chassis.user(id);
    const bool active = user != nullptr && user->enabled;
    call.reply.u8(max_users)
        .u8((active ? enabled : disabled) | count)
        .u8(static_cast<unsigned>(users.size()));
    call.reply.u8(user == nullptr
                      ? no_access
                      : link_authentication | ipmi_messaging | static_cast<unsigned>(user->privilege));
    return Completion::ok;
}

Completion get_user_name(Call& call) {
    const auto id = static_cast<std::uint8_t>(call.request.u8() & 0x3FU);
    if (id == 0 || id > max_users) return Completion::out_of_range;
    const User* const user = call.chassis.user(id);
    const base::OctetView name = user == nullptr ? base::OctetView{} : base::octets_of(user->name);
    call.reply.put(name).fill(wire::longest_user_name - name.size());
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::app, cmd::get_channel_access, Privilege::user, 2, get_channel_access},
    Command{wire::netfn::app, cmd::get_channel_info, Privilege::user, 1, get_channel_info},
    Command{wire::netfn::app, cmd::get_user_access, Privilege::operator_, 2, get_user_access},
    Command{wire::netfn::app, cmd::get_user_name, Privilege::operator_, 1, get_user_name},
};

}  // namespace

void add_channel_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
