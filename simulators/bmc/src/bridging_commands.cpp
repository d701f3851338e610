// Send Message between consoles, the host's software and satellites on the IPMB, what waits for the host, and
// private buses (IPMI 2.0 §22.6 to §22.11).
#include <algorithm>
#include <array>

#include "assay/bmc/satellite.hpp"
#include "bridging.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

/// §22.7 octet 1 bits 7:6.
enum class Tracking : std::uint8_t { none = 0, tracked = 1 };

/// A satellite's answer as the IPMB carries it, without the address that it goes to (§22.6 Table 22-7).
base::Octets queued(const wire::LanMessage& request, std::uint8_t channel, const base::Octets& answer) {
    base::Octets message;
    wire::encode_lan_message(wire::response_to(request, answer), message);
    message[0] = channel;
    return message;
}

/// The answers go out behind the one to Send Message: the satellite's, then those of satellites behind it.
void deliver(Call& call, Satellite& satellite, const wire::LanMessage& request, Tracking tracking) {
    base::Octets answer;
    satellite.execute(request, call, answer);
    Messaging& messaging = call.chassis.messaging();
    // the host's software finds all that is for it in its queue
    if (tracking == Tracking::none || call.channel() == system_interface_channel) {
        if (messaging.receives_from(satellite.channel()))
            messaging.receive(queued(request, satellite.channel(), answer));
        return;
    }
    messaging.bridge({.from = request.to,
                      .netfn = static_cast<std::uint8_t>(request.netfn | 1U),
                      .command = request.command,
                      .sequence = request.sequence,
                      .data = std::move(answer)});
    for (BridgedAnswer& one : satellite.take_bridged()) messaging.bridge(std::move(one));
}

/// §22.7: what the host's software sends goes to the console whose session has the handle.
Completion send_to_console(Call& call) {
    const auto handle = call.request.u8();
    const base::OctetView message = call.request.rest();
    if (!wire::decode_lan_message(message)) return Completion::invalid_field;
    const auto& sessions = call.sessions.established();
    const auto session = std::ranges::find(sessions, handle, &Session::handle);
    if (session == sessions.end()) return Completion::invalid_session_handle;
    call.chassis.messaging().send({session->managed_id, {message.begin(), message.end()}});
    return Completion::ok;
}

/// The satellite executes with what the session may do: bridging gives nobody more rights.
Completion send_message(Call& call) {
    const bool by_host = call.channel() == system_interface_channel;
    const unsigned octet = call.request.u8();
    const auto channel = static_cast<std::uint8_t>(octet & 0x0FU);
    const auto tracking = static_cast<Tracking>(octet >> 6U);
    if (by_host && channel == lan_channel && tracking == Tracking::none) return send_to_console(call);
    const auto message = wire::decode_lan_message(call.request.rest());
    if (tracking > Tracking::tracked || !message) return Completion::invalid_field;
    if (!by_host && channel == system_interface_channel && tracking == Tracking::none)
        return send_to_host(call, *message);
    if ((message->netfn & 1U) != 0) return Completion::invalid_field;
    const auto satellites = call.chassis.satellites();
    if (std::ranges::none_of(satellites, [&](const auto& one) { return one->channel() == channel; }))
        return Completion::invalid_field;
    const auto found = std::ranges::find_if(satellites, [&](const auto& one) {
        return one->channel() == channel && one->address() == message->to;
    });
    if (found == satellites.end() || !(*found)->answers(call.now)) return Completion::not_acknowledged;
    deliver(call, **found, *message, tracking);
    return Completion::ok;
}

Completion get_message(Call& call) {
    const auto message = call.chassis.messaging().take_received();
    if (!message) return Completion::no_message;
    call.reply.put(*message);
    return Completion::ok;
}

Completion read_event_message_buffer(Call& call) {
    const auto event = call.chassis.messaging().take_event();
    if (!event) return Completion::no_message;
    call.reply.put(*event);
    return Completion::ok;
}

Completion master_write_read(Call& call) {
    constexpr unsigned private_bus = 0x01;
    constexpr std::size_t most_read = 224;  // what a LAN message of IPMI 1.5 carries besides its header
    const unsigned bus = call.request.u8();
    const auto address = call.request.u8();
    const std::size_t count = call.request.u8();
    if ((address & 1U) != 0 || bus >> 4U != 0) return Completion::invalid_field;
    if (count > most_read) return Completion::cannot_return_so_many;
    if ((bus & private_bus) == 0) return Completion::not_acknowledged;  // the IPMB is for Send Message
    const auto read =
        call.chassis.bus_devices().transfer(static_cast<std::uint8_t>(bus >> 1U & 0x07U), address,
                                            call.request.rest(), count, call.chassis.frus());
    if (!read) return Completion::not_acknowledged;
    call.reply.put(*read);
    return Completion::ok;
}

constexpr auto netfn = wire::netfn::app;
constexpr std::array commands{
    Command{netfn, cmd::send_message, Privilege::user, {8, 255}, send_message},
    Command{netfn, cmd::get_message, Privilege::system_interface, 0, get_message},
    Command{netfn, cmd::read_event_message_buffer, Privilege::system_interface, 0, read_event_message_buffer},
    Command{netfn, cmd::master_write_read, Privilege::operator_, {3, 255}, master_write_read},
};

}  // namespace

Completion send_to_host(Call& call, const wire::LanMessage& message) {
    if (call.session == nullptr || call.session->current < Privilege::user)
        return Completion::insufficient_privilege;
    Messaging& messaging = call.chassis.messaging();
    if (!messaging.receives_from(lan_channel)) return Completion::destination_unavailable;
    base::Octets entry;
    wire::Writer{entry}
        .u8(static_cast<unsigned>(call.session->current) << 4U | lan_channel)
        .u8(call.session->handle);
    wire::encode_lan_message(message, entry);
    return messaging.receive(std::move(entry)) ? Completion::ok : Completion::node_busy;
}

void add_bridging_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
