// Global enables, message flags and the channels that the host listens to (IPMI 2.0 §22.1 to §22.5). Appendix
// G leaves changing them, and the flags, to the system interface.
#include <array>

#include "assay/bmc/command_table.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

Completion set_global_enables(Call& call) {
    const auto enables = call.request.u8();
    if ((enables & Messaging::reserved_enable) != 0) return Completion::invalid_field;
    call.chassis.messaging().set_enables(enables);
    return Completion::ok;
}

Completion get_global_enables(Call& call) {
    call.reply.u8(call.chassis.messaging().enables());
    return Completion::ok;
}

Completion clear_message_flags(Call& call) {
    call.chassis.messaging().clear(call.request.u8());
    return Completion::ok;
}

Completion get_message_flags(Call& call) {
    call.reply.u8(call.chassis.messaging().flags());
    return Completion::ok;
}

/// §22.5. The host's own channel is none that it could turn off.
Completion enable_channel_receive(Call& call) {
    enum : unsigned { disable = 0, enable = 1, ask = 2 };
    const auto channel = static_cast<std::uint8_t>(call.request.u8() & 0x0FU);
    const unsigned state = call.request.u8();
    if (state > ask || (channel != ipmb_channel && channel != lan_channel)) return Completion::invalid_field;
    Messaging& messaging = call.chassis.messaging();
    if (state != ask) messaging.receive_from(channel, state == enable);
    call.reply.u8(channel).u8(messaging.receives_from(channel) ? enable : disable);
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::app, cmd::set_global_enables, Privilege::system_interface, 1, set_global_enables},
    Command{wire::netfn::app, cmd::get_global_enables, Privilege::user, 0, get_global_enables},
    Command{wire::netfn::app, cmd::clear_message_flags, Privilege::system_interface, 1, clear_message_flags},
    Command{wire::netfn::app, cmd::get_message_flags, Privilege::system_interface, 0, get_message_flags},
    Command{wire::netfn::app, cmd::enable_channel_receive, Privilege::system_interface, 2,
            enable_channel_receive},
};

}  // namespace

void add_messaging_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
