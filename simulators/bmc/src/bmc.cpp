#include "assay/bmc/bmc.hpp"

#include <algorithm>

#include "assay/ipmi-wire/lan_message.hpp"
#include "assay/ipmi-wire/rmcp.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

constexpr std::uint8_t response_bit = 1;  // §5.1: odd network functions are responses

constexpr std::size_t most_outgoing = 64;  // until take_outgoing() is called

}  // namespace

Bmc::Bmc(const ChassisModel& model, const CommandTable& commands, wire::RandomSource& random,
         std::uint64_t seed, base::Instant start, base::WallTime wall)
    : chassis_{model, seed, start, wall},
      commands_{commands},
      random_{random},
      sessions_{random, {model.security.session_limit, model.security.session_timeout}},
      login_{chassis_, sessions_, random} {
    if (model.misbehaviour) misbehaviour_.emplace(model.misbehaviour, seed);
}

void Bmc::tick(base::Instant now) {
    chassis_.advance(now);
    sessions_.expire(now);
    serve_console(now);
    send_traps();
    if (misbehaviour_) misbehaviour_->take_due(now, outgoing_);
    if (const auto back = chassis_.take_controller_restart(now)) {
        sessions_.clear();
        away_until_ = *back;
    }
}

base::OctetView Bmc::receive(base::OctetView datagram, const Peer& from, base::Instant now) {
    tick(now);
    out_.clear();
    from_ = from;
    LanStatistics& counted = chassis_.lan_statistics();
    LanStatistics::count(counted.ip_received);
    LanStatistics::count(counted.udp_received);
    if (now < std::max(away_until_, chassis_.hung_until())) return {};
    seams_ == nullptr ? answer_datagram(datagram, from, now) : answer_twisted(datagram, from, now);
    if (!out_.empty()) LanStatistics::count(counted.ip_sent);
    serve_console(now);
    send_traps();
    if (misbehaviour_) misbehaviour_->deliver(out_, from, now, outgoing_);
    return out_;
}

void Bmc::answer_datagram(base::OctetView datagram, const Peer& from, base::Instant now) {
    const auto message = wire::decode_rmcp(datagram);
    if (!message) return;
    LanStatistics::count(chassis_.lan_statistics().rmcp_received);
    if (message->message_class == wire::RmcpClass::asf) {
        receive_asf(message->body);
    } else if (wire::is_rmcp_plus(message->body)) {
        receive_rmcp_plus(message->body, from, now);
    } else {
        receive_lan(message->body, from, now);
    }
}

void Bmc::answer_twisted(base::OctetView datagram, const Peer& from, base::Instant now) {
    const Seams::Inside inside{chassis_, sessions_, from, now};
    base::Octets twisted{datagram.begin(), datagram.end()};
    if (seams_->incoming) seams_->incoming(inside, twisted);
    answer_datagram(twisted, from, now);
    if (seams_->outgoing) seams_->outgoing(inside, twisted, out_);
}

void Bmc::serve_console(base::Instant now) {
    Sol& sol = chassis_.sol();
    if (sol.owner() && sessions_.find(*sol.owner()) == nullptr) sol.deactivate();
    while (outgoing_.size() < most_outgoing) {
        const auto packet = sol.next_packet(chassis_.powered_on(), now);
        if (!packet) return;
        Session* const session = sessions_.find(packet->session_id);
        if (session == nullptr) continue;
        Outgoing& outgoing = outgoing_.emplace_back(Outgoing{session->peer, {}});
        session->cipher.seal(session->console_id, next_outbound(*session), wire::PayloadType::sol,
                             packet->payload, random_, outgoing.datagram, sol.protection());
        LanStatistics::count(chassis_.lan_statistics().ip_sent);
    }
}

void Bmc::send_traps() {
    for (Trap& trap : chassis_.alerting().take_traps()) {
        if (outgoing_.size() >= most_outgoing) return;
        std::uint32_t address = 0;
        for (const base::Octet octet : trap.address) address = address << 8U | octet;
        outgoing_.push_back({{address, chassis_.trap_port()}, std::move(trap.datagram)});
        LanStatistics::count(chassis_.lan_statistics().ip_sent);
    }
}

void Bmc::receive_asf(base::OctetView body) {
    if (const auto tag = wire::decode_ping(body)) wire::encode_pong(*tag, out_);
}

void Bmc::receive_rmcp_plus(base::OctetView body, const Peer& from, base::Instant now) {
    const auto packet = wire::decode_rmcp_plus(body);
    if (!packet) return;
    if (packet->session_id == 0) {
        receive_sessionless(*packet, from, now);
    } else {
        receive_in_session(*packet, from, now);
    }
}

void Bmc::receive_sessionless(const wire::RmcpPlusPacket& packet, const Peer& from, base::Instant now) {
    if (packet.encrypted || packet.authenticated || packet.sequence != 0) return;
    if (packet.payload_type == static_cast<std::uint8_t>(wire::PayloadType::ipmi)) {
        const auto reply = answer(packet.payload, nullptr, now);
        if (!reply.empty()) wire::encode_sessionless(wire::PayloadType::ipmi, reply, out_);
        return;
    }
    const auto type = login_.handle(packet.payload_type, packet.payload, from, now, reply_data_);
    if (type) wire::encode_sessionless(*type, reply_data_, out_);
}

bool Bmc::is_foreign(const Session& session, const Peer& from) const {
    return chassis_.security().bind_to_source && from != session.peer;
}

bool Bmc::take(Session& session, std::uint32_t sequence, const Peer& from, base::Instant now) {
    if (!session.inbound.take(sequence)) {
        // a lost answer is sent again to where it went; nothing is executed and nothing kept alive
        const base::OctetView answered = session.replies.find(sequence, from);
        out_.assign(answered.begin(), answered.end());
        return false;
    }
    session.last_heard = now;
    session.peer = from;
    return true;
}

/// §6.12.12: 0 is for packets outside a session.
std::uint32_t Bmc::next_outbound(Session& session) {
    if (++session.outbound == 0) session.outbound = 1;
    return session.outbound;
}

void Bmc::receive_in_session(const wire::RmcpPlusPacket& packet, const Peer& from, base::Instant now) {
    Session* const session = sessions_.find(packet.session_id);
    const bool is_sol = packet.payload_type == static_cast<std::uint8_t>(wire::PayloadType::sol);
    if (session == nullptr || session->authenticator || is_foreign(*session, from)) return;
    if (!is_sol && packet.payload_type != static_cast<std::uint8_t>(wire::PayloadType::ipmi)) return;
    // while its encryption is suspended, the console may send characters either way
    const bool may_be_clear = is_sol && chassis_.sol().protection() == wire::Protection::signed_only;
    const auto protection =
        may_be_clear && !packet.encrypted ? wire::Protection::signed_only : wire::Protection::whole;
    // the AuthCode first: an unsigned packet must not move the window
    const auto clear = session->cipher.open(packet, clear_, protection);
    if (!clear || !take(*session, packet.sequence, from, now)) return;
    if (is_sol) {
        // a payload that this session did not activate is dropped
        if (chassis_.sol().owner() == session->managed_id) {
            chassis_.sol().receive(*clear, chassis_.powered_on(), now);
        }
        return;
    }

    const auto reply = answer(*clear, session, now);
    if (!reply.empty()) {
        session->cipher.seal(session->console_id, next_outbound(*session), wire::PayloadType::ipmi, reply,
                             random_, out_);
        session->replies.keep(packet.sequence, from, out_);
    }
    send_bridged(*session);
    if (session->closing) sessions_.close(session->managed_id);
}

/// §6.13.2: an answer that was tracked looks as if the satellite had sent it to the console.
void Bmc::send_bridged(Session& session) {
    for (const BridgedAnswer& answer : chassis_.messaging().take_bridged()) {
        if (outgoing_.size() >= most_outgoing) return;
        base::Octets message;
        wire::encode_lan_message({.to = wire::remote_console_address,
                                  .netfn = answer.netfn,
                                  .from = answer.from,
                                  .sequence = answer.sequence,
                                  .command = answer.command,
                                  .data = answer.data},
                                 message);
        send_unasked(session, message);
    }
}

void Bmc::send_for_host() {
    for (const ConsoleMessage& message : chassis_.messaging().take_sent()) {
        Session* const session = sessions_.find(message.session);
        if (session != nullptr && outgoing_.size() < most_outgoing) send_unasked(*session, message.octets);
    }
}

void Bmc::send_unasked(Session& session, base::OctetView message) {
    Outgoing& outgoing = outgoing_.emplace_back(Outgoing{session.peer, {}});
    if (session.authenticator) {
        session.authenticator->seal(session.managed_id, next_outbound(session), message, true,
                                    outgoing.datagram);
    } else {
        session.cipher.seal(session.console_id, next_outbound(session), wire::PayloadType::ipmi, message,
                            random_, outgoing.datagram);
    }
    LanStatistics::count(chassis_.lan_statistics().ip_sent);
}

base::OctetView Bmc::answer(base::OctetView request, Session* session, base::Instant now) {
    const auto message = wire::decode_lan_message(request);
    if (!message || message->to != wire::bmc_address) return {};
    // of responses, only those to the host's software are for anybody here
    const bool is_response = (message->netfn & response_bit) != 0;
    if (is_response && message->to_lun != host_lun) return {};
    execute(*message, session, now);
    if (is_response || reply_data_.empty()) return {};
    if (misbehaviour_) misbehaviour_->spoil(*message, reply_data_);
    lan_reply_.clear();
    wire::encode_lan_message(wire::response_to(*message, reply_data_), lan_reply_);
    if (misbehaviour_) misbehaviour_->damage(lan_reply_);
    return lan_reply_;
}

base::OctetView Bmc::execute_for_host(const wire::LanMessage& message, base::Instant now) {
    tick(now);
    if (now < away_until_) return {};
    Session host;
    host.current = wire::Privilege::system_interface;
    from_ = {};
    execute(message, &host, now);
    send_for_host();
    return reply_data_;
}

void Bmc::execute(const wire::LanMessage& message, Session* session, base::Instant now) {
    const auto honest = [&](Session* of, const wire::LanMessage& asked, base::Octets& reply) {
        commands_.execute(asked, chassis_, sessions_, of, now, reply, from_);
    };
    if (seams_ == nullptr || !seams_->command) return honest(session, message, reply_data_);
    seams_->command({chassis_, sessions_, from_, now}, session, message, honest, reply_data_);
}

}  // namespace assay::bmc
