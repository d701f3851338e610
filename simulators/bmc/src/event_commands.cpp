// Event commands (IPMI 2.0 §29).
#include <algorithm>
#include <array>

#include "assay/bmc/command_table.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::sensor_event;
using wire::Completion;
using wire::Privilege;

Completion set_event_receiver(Call& call) {
    EventReceiver receiver;
    receiver.address = call.request.u8();
    receiver.lun = call.request.u8();
    const bool is_slave_address = (receiver.address & 1U) == 0 || receiver.address == EventReceiver::disabled;
    if (!is_slave_address || receiver.lun > 3) return Completion::invalid_field;
    call.chassis.set_event_receiver(receiver);
    return Completion::ok;
}

Completion get_event_receiver(Call& call) {
    const EventReceiver& receiver = call.chassis.event_receiver();
    call.reply.u8(receiver.address).u8(receiver.lun);
    return Completion::ok;
}

/// §29.3 and §32.1: an event message's generator is whoever sent it, by the channel it came in on. A console
/// has a software id, which is odd; a slave address, the BMC's own among them, would be a lie on a LAN.
Completion platform_event(Call& call) {
    constexpr std::uint8_t revision_1_0 = 0x03, revision_1_5 = 0x04;
    const bool has_software_id = (call.requester & 1U) != 0;
    wire::SystemEvent event;
    event.event_message_revision = call.request.u8();
    if (event.event_message_revision != revision_1_0 && event.event_message_revision != revision_1_5)
        return Completion::invalid_field;
    if (!has_software_id) return Completion::invalid_field;
    event.generator = static_cast<std::uint16_t>(call.requester | (call.requester_lun & 3U) << 8U |
                                                 unsigned{lan_channel} << 12U);
    event.sensor_type = call.request.u8();
    event.sensor_number = call.request.u8();
    const auto direction_and_type = call.request.u8();
    event.deassertion = (direction_and_type & 0x80U) != 0;
    event.event_type = direction_and_type & 0x7FU;
    std::ranges::copy(call.request.rest(), event.data.begin());
    call.chassis.log_event(event, call.now);
    return Completion::ok;
}

constexpr auto netfn = wire::netfn::sensor_event;
constexpr std::array commands{
    Command{netfn, cmd::set_event_receiver, Privilege::administrator, 2, set_event_receiver},
    Command{netfn, cmd::get_event_receiver, Privilege::user, 0, get_event_receiver},
    Command{netfn, cmd::platform_event, Privilege::operator_, {5, 7}, platform_event},
};

}  // namespace

void add_event_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
