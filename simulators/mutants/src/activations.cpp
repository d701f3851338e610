// Sessions of IPMI 1.5 (IPMI 2.0 §6.12.2, §6.12.11, §22.16, §22.17).
#include "assay/ipmi-wire/lan_session.hpp"
#include "assay/ipmi-wire/rmcp.hpp"
#include "packets.hpp"

namespace assay::bmc_mutants {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using vocab::rule;
using wire::Completion;

constexpr Which app(std::uint8_t command) { return {wire::netfn::app, command}; }

/// The packet of IPMI 1.5 in a datagram, with views into it; nothing when it is none.
std::optional<wire::LanPacket> lan_packet_in(base::OctetView datagram) {
    const auto message = wire::decode_rmcp(datagram);
    if (!message || message->message_class != wire::RmcpClass::ipmi || wire::is_rmcp_plus(message->body))
        return std::nullopt;
    const auto packet = wire::decode_lan_packet(message->body);
    if (!packet) return std::nullopt;
    return *packet;
}

/// Looks at each packet within a session of IPMI 1.5 before the BMC does.
Install on_lan_arrival(std::function<void(bmc::Session&, const wire::LanPacket&, Octets& datagram)> twist) {
    return on_incoming([twist = std::move(twist)](const Inside& inside, Octets& datagram) {
        const Octets came = datagram;  // what the packet's views are into
        const auto packet = lan_packet_in(came);
        bmc::Session* const session = packet ? inside.sessions.find(packet->session_id) : nullptr;
        if (session != nullptr && session->authenticator) twist(*session, *packet, datagram);
    });
}

/// Signs the packet as it has to be.
void sign(bmc::Session& session, const wire::LanPacket& packet, Octets& datagram) {
    datagram.clear();
    session.authenticator->seal(session.managed_id, packet.sequence, packet.message, true, datagram);
}

/// Signs Activate Session as it has to be, for those that `whom` takes.
Install on_activation(std::function<bool(const Inside&, bmc::PendingActivation&)> whom) {
    return on_incoming([whom = std::move(whom)](const Inside& inside, Octets& datagram) {
        const Octets came = datagram;
        const auto packet = lan_packet_in(came);
        bmc::PendingActivation* const pending =
            packet ? inside.sessions.find_activation(packet->session_id) : nullptr;
        if (pending == nullptr || packet->auth_type != pending->auth_type || !whom(inside, *pending)) return;
        datagram.clear();
        wire::LanAuthenticator{pending->auth_type, pending->password.view()}.seal(
            pending->id, packet->sequence, packet->message, true, datagram);
    });
}

/// Nobody is somebody: the second user of the chassis.
bool is_taken_in(const Inside& inside, bmc::PendingActivation& pending) {
    constexpr std::uint8_t somebody = 2;
    if (pending.user_id != 0) return false;
    pending.user_id = somebody;
    pending.password = wire::Secret{inside.chassis.users().find(somebody)->password};
    return true;
}

void repeat_challenge(const Inside& inside, bmc::Session* session, const wire::LanMessage& message,
                      const bmc::Seams::Execute& honest, Octets& reply) {
    constexpr std::size_t id = 1, challenge = 5;
    honest(session, message, reply);
    if (!app(cmd::get_session_challenge).is(message) || reply.front() != ok) return;
    const auto pending =
        inside.sessions.find_activation(wire::Reader{base::OctetView{reply}.subspan(id)}.u32());
    pending->challenge.fill(0x5A);
    std::fill(reply.begin() + challenge, reply.end(), base::Octet{0x5A});
}

void begin_at_the_top(const Inside& inside, bmc::Session* session, const wire::LanMessage& message,
                      const bmc::Seams::Execute& honest, Octets& reply) {
    honest(session, message, reply);
    if (!app(cmd::activate_session).is(message) || reply.front() != ok || session == nullptr) return;
    if (bmc::Session* const opened = inside.sessions.find(session->managed_id))
        opened->current = opened->limit;
}

}  // namespace

void add_activation_mutants(Mutants& mutants) {
    mutants.push_back({"unknown-users-are-taken-in", rule("ipmi.challenge.unknown-user"),
                       "A name that nobody has gets a session of IPMI 1.5", on_activation(is_taken_in)});
    mutants.push_back({"any-type-is-challenged", rule("ipmi.challenge.auth-type"),
                       "A challenge is given for authentication types that are not offered",
                       taken_for(app(cmd::get_session_challenge), [](Octets& data) {
                           if (!data.empty()) data[0] = static_cast<base::Octet>(wire::AuthType::md5);
                       })});
    mutants.push_back(
        {"md2-offered-and-refused", rule("ipmi.challenge.offered-type"),
         "MD2 is offered, and a challenge for it is refused",
         octet_changed(app(cmd::get_channel_auth_caps), 2, [](unsigned types) { return types | 0x02U; })});
    mutants.push_back({"one-challenge-for-all", rule("ipmi.challenge.fresh"), "Each challenge is the same",
                       around_commands(repeat_challenge)});
    mutants.push_back(
        {"any-password-activates", rule("ipmi.activate.wrong-password"),
         "Activate Session with a wrong AuthCode opens a session",
         on_activation([](const Inside&, bmc::PendingActivation& pending) { return pending.user_id != 0; })});
    mutants.push_back({"privilege-beyond-is-no-slot", rule("ipmi.activate.privilege"),
                       "Activate Session for too much is refused as if there were no slot",
                       refused_otherwise(app(cmd::activate_session), static_cast<Completion>(0x86), 0x81)});
    mutants.push_back({"activated-as-administrator", rule("ipmi.activate.starts-as-user"),
                       "A session of IPMI 1.5 begins at its highest privilege",
                       around_commands(begin_at_the_top)});
    mutants.push_back(
        {"any-lan-auth-code", rule("ipmi.lan.authcode"),
         "A packet of IPMI 1.5 with a wrong AuthCode is executed",
         on_lan_arrival([](bmc::Session& session, const wire::LanPacket& packet, Octets& datagram) {
             if (packet.auth_type == session.authenticator->type()) sign(session, packet, datagram);
         })});
    mutants.push_back(
        {"unsigned-lan-packets", rule("ipmi.lan.unsigned"),
         "A packet of IPMI 1.5 without AuthCode is executed",
         on_lan_arrival([](bmc::Session& session, const wire::LanPacket& packet, Octets& datagram) {
             if (packet.auth_type == wire::AuthType::none) sign(session, packet, datagram);
         })});
    mutants.push_back({"lan-packets-from-far-ahead", rule("ipmi.lan.window"),
                       "A packet of IPMI 1.5 far outside the window is executed",
                       on_lan_arrival([](bmc::Session& session, const wire::LanPacket& packet, Octets&) {
                           if (!session.inbound.has_taken(packet.sequence))
                               session.inbound = wire::SequenceWindow::from(packet.sequence);
                       })});
}

}  // namespace assay::bmc_mutants
