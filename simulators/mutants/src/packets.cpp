#include "packets.hpp"

#include <memory>

#include "assay/ipmi-wire/rmcp.hpp"

namespace assay::bmc_mutants {
namespace {

namespace wire = ipmi_wire;

constexpr std::size_t session_place = 4;  // of every message of session setup

using Sessions = std::map<std::uint32_t, Known>;

bool is_setup(const RmcpPlusPacket& packet, PayloadType type) {
    return packet.session_id == 0 && packet.payload_type == static_cast<std::uint8_t>(type);
}

/// At RAKP Message 3 all that the keys are made of is there.
void learn(const Inside& inside, const RmcpPlusPacket& packet, Sessions& sessions) {
    if (!is_setup(packet, PayloadType::rakp3)) return;
    const bmc::HalfOpen* const opening = half_open_of(inside, packet.payload);
    if (opening == nullptr) return;
    sessions.insert_or_assign(opening->id,
                              Known{opening->exchange.suite, opening->exchange.session_integrity_key(), 0});
}

/// §13.32: the HMAC of a constant under SIK.
wire::Secret encryption_key(const Known& known) {
    constexpr std::size_t longest_constant = 20;
    const Octets constant(longest_constant, 0x02);
    return wire::secret_hmac(known.suite.hash(), known.integrity_key.view(), {constant});
}

}  // namespace

Install on_incoming(decltype(bmc::Seams::incoming) seam) {
    return [seam = std::move(seam)](Breach& breach) { breach.seams.incoming = seam; };
}

Install on_outgoing(decltype(bmc::Seams::outgoing) seam) {
    return [seam = std::move(seam)](Breach& breach) { breach.seams.outgoing = seam; };
}

std::optional<RmcpPlusPacket> packet_in(base::OctetView datagram) {
    const auto message = wire::decode_rmcp(datagram);
    if (!message || message->message_class != wire::RmcpClass::ipmi || !wire::is_rmcp_plus(message->body))
        return std::nullopt;
    const auto packet = wire::decode_rmcp_plus(message->body);
    if (!packet) return std::nullopt;
    return *packet;
}

Install on_asked(PayloadType type, std::function<void(const Inside&, Octets&)> twist) {
    return on_incoming([type, twist = std::move(twist)](const Inside& inside, Octets& datagram) {
        const auto packet = packet_in(datagram);
        if (!packet || !is_setup(*packet, type)) return;
        Octets payload{packet->payload.begin(), packet->payload.end()};
        twist(inside, payload);
        datagram.clear();
        wire::encode_sessionless(type, payload, datagram);
    });
}

Install on_told(PayloadType type,
                std::function<void(const Inside&, base::OctetView asked, Octets& payload)> twist) {
    return on_outgoing(
        [type, twist = std::move(twist)](const Inside& inside, base::OctetView datagram, Octets& answer) {
            const auto asked = packet_in(datagram), told = packet_in(answer);
            if (!asked || !told || !is_setup(*told, type)) return;
            Octets payload{told->payload.begin(), told->payload.end()};
            twist(inside, asked->payload, payload);
            answer.clear();
            if (!payload.empty()) wire::encode_sessionless(type, payload, answer);
        });
}

Install status_changed(PayloadType type, wire::RakpStatus honest, std::uint8_t other) {
    return on_told(type, [honest, other](const Inside&, base::OctetView, Octets& payload) {
        if (payload.at(1) == static_cast<std::uint8_t>(honest)) payload.at(1) = other;
    });
}

std::uint32_t session_in(base::OctetView payload) {
    if (payload.size() < session_place) return 0;
    return wire::Reader{payload.subspan(session_place)}.u32();
}

bmc::HalfOpen* half_open_of(const Inside& inside, base::OctetView payload) {
    return inside.sessions.find_half_open(session_in(payload));
}

Octets Arrival::decrypted() const {
    if (!packet.encrypted) return {packet.payload.begin(), packet.payload.end()};
    const std::size_t blocks = packet.payload.size() / wire::aes_block;
    if (blocks < 2) return {};
    const wire::Secret key = encryption_key(known);
    wire::AesCbc cipher{key.view()};
    Octets clear((blocks - 1) * wire::aes_block);
    cipher.decrypt(packet.payload.first(wire::aes_block),
                   packet.payload.subspan(wire::aes_block, clear.size()), clear);
    return clear;
}

void Arrival::replace(std::uint32_t sequence, base::OctetView payload) const {
    wire::SystemRandom random;
    Octets lawful;
    session.cipher.seal(session.managed_id, sequence, PayloadType::ipmi, payload, random, lawful);
    datagram = std::move(lawful);
}

std::optional<Octets> Arrival::opened() const {
    Octets scratch;
    const auto clear = session.cipher.open(packet, scratch);
    if (!clear) return std::nullopt;
    return Octets{clear->begin(), clear->end()};
}

Install on_arrival(std::function<void(const Arrival& arrival)> twist) {
    return on_incoming([twist = std::move(twist), sessions = std::make_shared<Sessions>()](
                           const Inside& inside, Octets& datagram) {
        const Octets came = datagram;  // what the packet's views are into
        const auto packet = packet_in(came);
        if (!packet) return;
        learn(inside, *packet, *sessions);
        bmc::Session* const session = inside.sessions.find(packet->session_id);
        const auto known = sessions->find(packet->session_id);
        if (session == nullptr || known == sessions->end()) return;
        twist({inside, *session, known->second, *packet, datagram});
        known->second.highest = std::max(known->second.highest, packet->sequence);
    });
}

}  // namespace assay::bmc_mutants
