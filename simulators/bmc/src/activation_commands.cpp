// Getting into an IPMI 1.5 session (IPMI 2.0 §22.16 and §22.17).
#include <algorithm>
#include <array>

#include "assay/bmc/command_table.hpp"
#include "credentials.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

// §22.16
constexpr auto invalid_user_name = static_cast<Completion>(0x81);
constexpr auto null_user_not_enabled = static_cast<Completion>(0x82);
// §22.17
constexpr auto no_session_slot = static_cast<Completion>(0x81);
constexpr auto no_slot_for_user = static_cast<Completion>(0x82);
constexpr auto sequence_out_of_range = static_cast<Completion>(0x84);
constexpr auto invalid_session_id = static_cast<Completion>(0x85);
constexpr auto privilege_beyond_limit = static_cast<Completion>(0x86);

bool is_allowed_at_all(const LanConfig& lan, wire::AuthType type) {
    constexpr std::array levels{Privilege::callback, Privilege::user, Privilege::operator_,
                                Privilege::administrator};
    return std::ranges::any_of(levels, [&](Privilege level) { return lan.allows(type, level); });
}

/// The name is sent at its full length, filled up with zeros.
std::string_view name_in(base::OctetView field) {
    const std::string_view text = base::text_of(field);
    return text.substr(0, text.find('\0'));
}

Completion get_session_challenge(Call& call) {
    const SecurityPolicy& policy = call.chassis.security();
    const auto type = wire::auth_type_of(call.request.u8() & 0x0FU);
    const std::string_view name = name_in(call.request.take(wire::longest_user_name));
    if (!type || !is_allowed_at_all(call.chassis.lan(), *type)) return Completion::invalid_field;
    const User* const user = find_user(call.chassis, name, Privilege::callback, Lookup::by_name, call.now);
    // §22.30: a password of more than 16 octets is for RMCP+ only
    const bool may_log_in = user != nullptr && user->password.size() <= wire::longest_lan_password;
    if (!may_log_in && policy.reveal_unknown_users) {
        return name.empty() ? null_user_not_enabled : invalid_user_name;
    }
    PendingActivation candidate;
    candidate.auth_type = *type;
    candidate.user_id = may_log_in ? user->id : std::uint8_t{0};
    if (may_log_in) candidate.password = wire::Secret{user->password};
    candidate.source = call.from;
    candidate.born = call.now;
    const PendingActivation& pending = call.sessions.admit(std::move(candidate));
    call.reply.u32(pending.id).put(pending.challenge);
    return Completion::ok;
}

Completion activate_session(Call& call) {
    if (call.session == nullptr || call.session->activating == nullptr) return invalid_session_id;
    PendingActivation& pending = *call.session->activating;
    const auto type = wire::auth_type_of(call.request.u8() & 0x0FU);
    const auto level = static_cast<Privilege>(call.request.u8() & 0x0FU);
    const base::OctetView challenge = call.request.take(wire::Challenge{}.size());
    const std::uint32_t outbound = call.request.u32();
    if (type != pending.auth_type || level == Privilege::none || level > Privilege::administrator)
        return Completion::invalid_field;
    if (!base::equal_in_constant_time(pending.challenge, challenge)) return Completion::invalid_field;
    if (outbound == 0) return sequence_out_of_range;
    const User* const user = call.chassis.users().find(pending.user_id);
    if (user == nullptr || !user->enabled) return invalid_session_id;
    if (level > call.chassis.channel_limit(*user) || !call.chassis.lan().allows(*type, level))
        return privilege_beyond_limit;
    if (call.sessions.is_full()) return no_session_slot;
    if (user->session_limit != 0 && call.sessions.count_of(user->id) >= user->session_limit)
        return no_slot_for_user;

    call.chassis.lockout().release(user->id);
    const std::uint32_t inbound = call.sessions.draw();
    Session session;
    session.authenticator.emplace(*type, pending.password.view());
    session.user_id = user->id;
    session.limit = level;
    session.current = std::min(level, Privilege::user);
    session.peer = call.session->peer;
    session.last_heard = call.now;
    session.inbound = wire::SequenceWindow::from(inbound);
    session.outbound = outbound - 1;
    const Session& established = call.sessions.establish(std::move(session));
    call.session->managed_id = established.managed_id;
    const auto from_now_on =
        call.chassis.channel_access().present.per_message_authentication ? *type : wire::AuthType::none;
    call.reply.u8(static_cast<unsigned>(from_now_on)).u32(established.managed_id).u32(inbound);
    call.reply.u8(static_cast<unsigned>(level));
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::app, cmd::get_session_challenge, Privilege::none, 17, get_session_challenge},
    Command{wire::netfn::app, cmd::activate_session, Privilege::none, 22, activate_session},
};

}  // namespace

void add_activation_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
