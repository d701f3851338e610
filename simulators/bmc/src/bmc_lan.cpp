// A BMC under IPMI 1.5: packets outside a session, Activate Session, and sessions (IPMI 2.0 §6.12, §13.6).
#include "assay/bmc/bmc.hpp"
#include "assay/ipmi-wire/lan_message.hpp"

namespace assay::bmc {

namespace wire = ipmi_wire;

void Bmc::receive_lan(base::OctetView body, const Peer& from, base::Instant now) {
    const auto packet = wire::decode_lan_packet(body);
    if (!packet) return;
    if (packet->session_id == 0) {
        if (packet->auth_type != wire::AuthType::none || packet->sequence != 0) return;
        const auto reply = answer(packet->message, nullptr, now);
        if (!reply.empty()) wire::encode_sessionless_15(reply, out_);
    } else if (Session* const session = sessions_.find(packet->session_id)) {
        if (session->authenticator) receive_in_lan_session(*packet, *session, from, now);
    } else if (PendingActivation* const pending = sessions_.find_activation(packet->session_id)) {
        activate(*packet, *pending, from, now);
    }
}

/// §22.17: Activate Session comes under the temporary id, with sequence number 0 and signed.
void Bmc::activate(const wire::LanPacket& packet, PendingActivation& pending, const Peer& from,
                   base::Instant now) {
    if (packet.sequence != 0 || packet.auth_type != pending.auth_type) return;
    wire::LanAuthenticator authenticator{pending.auth_type, pending.password.view()};
    const bool proven = authenticator.verifies(packet);
    const bool known = pending.user_id != 0 && !chassis_.lockout().holds(pending.user_id, now);
    if (!known || !proven) {
        if (known) chassis_.lockout().count_failure(pending.user_id, chassis_.lan().bad_passwords(), now);
        sessions_.forget_activation(pending.id);
        return;
    }
    if (!pending.request.empty()) {
        if (base::equal_in_constant_time(pending.request, packet.message)) out_ = pending.reply;
        return;
    }
    Session stand_in;
    stand_in.activating = &pending;
    stand_in.peer = from;
    const auto reply = answer(packet.message, &stand_in, now);
    if (reply.empty()) return;
    // the answer to Activate Session is the first packet that counts in the console's numbers
    Session* const opened = sessions_.find(stand_in.managed_id);
    authenticator.seal(pending.id, opened == nullptr ? 0U : next_outbound(*opened), reply, true, out_);
    if (opened == nullptr) return;
    pending.request.assign(packet.message.begin(), packet.message.end());
    pending.reply = out_;
}

/// §6.12.2 and §6.12.3: an unsigned packet passes where authentication is off for every message, or for what
/// a user may do anyway.
bool Bmc::may_be_unsigned(base::OctetView message) const {
    const ChannelAccess& access = chassis_.channel_access().present;
    if (!access.per_message_authentication) return true;
    if (access.user_level_authentication) return false;
    const auto request = wire::decode_lan_message(message);
    if (!request) return false;
    // what is bridged may need more than Send Message itself
    const bool bridges =
        request->netfn == wire::netfn::app && request->command == wire::cmd::app::send_message;
    if (bridges || request->to_lun != 0) return false;
    const auto needed = commands_.privilege_of(request->netfn, request->command);
    return needed && *needed <= wire::Privilege::user;
}

void Bmc::receive_in_lan_session(const wire::LanPacket& packet, Session& session, const Peer& from,
                                 base::Instant now) {
    if (is_foreign(session, from)) return;
    const bool is_signed = packet.auth_type == session.authenticator->type();
    if (is_signed ? !session.authenticator->verifies(packet)
                  : packet.auth_type != wire::AuthType::none || !may_be_unsigned(packet.message)) {
        return;
    }
    if (!take(session, packet.sequence, from, now)) return;
    const auto reply = answer(packet.message, &session, now);
    if (!reply.empty()) {
        session.authenticator->seal(session.managed_id, next_outbound(session), reply, is_signed, out_);
        session.replies.keep(packet.sequence, from, out_);
    }
    send_bridged(session);
    if (session.closing) sessions_.close(session.managed_id);
}

}  // namespace assay::bmc
