// Channels (IPMI 2.0 §22.22 to §22.24), and the host's interface (§22.9, §22.10).
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

constexpr auto channel_has_no_sessions = static_cast<Completion>(0x82);    // §22.22, §22.23
constexpr auto access_mode_not_supported = static_cast<Completion>(0x83);  // §22.22

// §22.22 octet 2
constexpr unsigned alerting_disabled = 0x20, per_message_disabled = 0x10, user_level_disabled = 0x08;

/// §22.22 octets 2 and 3, bits 7:6.
enum class Which : std::uint8_t { none = 0, stored = 1, present = 2 };

std::optional<Completion> refusal_of(std::uint8_t channel) {
    if (channel == system_interface_channel || channel == ipmb_channel) return channel_has_no_sessions;
    if (channel != lan_channel) return Completion::invalid_field;
    return std::nullopt;
}

Completion get_channel_access(Call& call) {
    const auto channel = channel_of(call.request.u8());
    const auto which = static_cast<Which>(call.request.u8() >> 6U);
    if (const auto refusal = refusal_of(channel)) return *refusal;
    if (which != Which::stored && which != Which::present) return Completion::invalid_field;
    const ChannelAccessSettings& settings = call.chassis.channel_access();
    const ChannelAccess& access = which == Which::stored ? settings.stored : settings.present;
    call.reply
        .u8((access.alerting ? 0U : alerting_disabled) |
            (access.per_message_authentication ? 0U : per_message_disabled) |
            (access.user_level_authentication ? 0U : user_level_disabled) |
            static_cast<unsigned>(access.mode))
        .u8(static_cast<unsigned>(access.limit));
    return Completion::ok;
}

Completion set_channel_access(Call& call) {
    constexpr unsigned modes = 3, reserved = 3;
    const auto channel = channel_of(call.request.u8());
    const unsigned access = call.request.u8(), limit = call.request.u8();
    if (const auto refusal = refusal_of(channel)) return *refusal;
    if (access >> 6U == reserved || limit >> 6U == reserved) return Completion::invalid_field;
    const auto what = static_cast<Which>(access >> 6U), what_limit = static_cast<Which>(limit >> 6U);
    const unsigned mode = access & 0x07U, privilege = limit & 0x0FU;
    if (what != Which::none && mode > modes) return access_mode_not_supported;
    const bool is_limit = privilege >= static_cast<unsigned>(Privilege::callback) &&
                          privilege <= static_cast<unsigned>(Privilege::administrator);
    if (what_limit != Which::none && !is_limit) return Completion::invalid_field;

    ChannelAccessSettings& settings = call.chassis.channel_access();
    if (what != Which::none) {
        ChannelAccess& changed = what == Which::stored ? settings.stored : settings.present;
        changed.mode = static_cast<AccessMode>(mode);
        changed.alerting = (access & alerting_disabled) == 0;
        changed.per_message_authentication = (access & per_message_disabled) == 0;
        changed.user_level_authentication = (access & user_level_disabled) == 0;
    }
    if (what_limit != Which::none) {
        (what_limit == Which::stored ? settings.stored : settings.present).limit =
            static_cast<Privilege>(privilege);
    }
    return Completion::ok;
}

Completion get_channel_info(Call& call) {
    constexpr std::uint8_t ipmb = 0x01, lan_802_3 = 0x04, system_interface = 0x0C;  // §6.5 Table 6-3
    constexpr std::uint8_t ipmb_1_0 = 0x01, kcs = 0x05;                             // §6.4 Table 6-2
    constexpr unsigned multi_session = 0x80;
    const auto channel = channel_of(call.request.u8());
    call.reply.u8(channel);
    if (channel == lan_channel) {
        const auto active = static_cast<unsigned>(call.sessions.established().size());
        call.reply.u8(lan_802_3).u8(ipmb_1_0).u8(multi_session | (active & 0x3FU));
    } else if (channel == ipmb_channel) {
        call.reply.u8(ipmb).u8(ipmb_1_0).u8(0);
    } else if (channel == system_interface_channel) {
        call.reply.u8(system_interface).u8(kcs).u8(0);
    } else {
        return Completion::invalid_field;
    }
    call.reply.u24(ipmi_forum).u16(0);
    return Completion::ok;
}

/// The host's interface is a KCS, version 1; it has no transfers in parts as an SSIF would.
Completion get_system_interface_caps(Call& call) {
    constexpr unsigned kcs = 1, version = 0, longest_message = 255;
    if ((call.request.u8() & 0x0FU) != kcs) return Completion::invalid_field;
    call.reply.u8(0).u8(version).u8(longest_message);
    return Completion::ok;
}

/// §22.10. Which device the host has is its machine's to choose; behind a BT there is room for one request at
/// a time, and whoever asks need not wait long or again.
Completion get_bt_interface_caps(Call& call) {
    constexpr unsigned requests = 1, longest_message = 255, seconds = 1, retries = 0;
    call.reply.u8(requests).u8(longest_message).u8(longest_message).u8(seconds).u8(retries);
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::app, cmd::set_channel_access, Privilege::administrator, 3, set_channel_access},
    Command{wire::netfn::app, cmd::get_channel_access, Privilege::user, 2, get_channel_access},
    Command{wire::netfn::app, cmd::get_channel_info, Privilege::user, 1, get_channel_info},
    Command{wire::netfn::app, cmd::get_bt_interface_caps, Privilege::user, 0, get_bt_interface_caps},
    Command{wire::netfn::app, cmd::get_system_interface_caps, Privilege::user, 1, get_system_interface_caps},
};

}  // namespace

void add_channel_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
