// What a console asks before, in and about a session (IPMI 2.0 §22.13 to §22.20).
#include <algorithm>
#include <array>
#include <iterator>

#include "assay/bmc/command_table.hpp"
#include "channels.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using wire::Completion;
using wire::Privilege;

// §22.18
constexpr auto level_not_available = static_cast<Completion>(0x80);
constexpr auto privilege_beyond_limit = static_cast<Completion>(0x81);
// §22.19
constexpr auto no_such_session = static_cast<Completion>(0x87);
constexpr auto no_such_handle = static_cast<Completion>(0x88);

/// §22.13 octet 4: which kinds of login there are, and which protection IPMI 1.5 sessions have.
unsigned login_status(const Chassis& chassis) {
    constexpr unsigned bmc_key_is_set = 0x20, per_message_disabled = 0x10, user_level_disabled = 0x08;
    constexpr unsigned named_users = 0x04, null_users = 0x02, anonymous = 0x01;
    const ChannelAccess& access = chassis.channel_access().present;
    unsigned status = chassis.bmc_key().is_set() ? bmc_key_is_set : 0U;
    if (!access.per_message_authentication) status |= per_message_disabled;
    if (!access.user_level_authentication) status |= user_level_disabled;
    for (const User& user : chassis.users().all()) {
        if (!user.enabled || !user.messaging) continue;
        status |= !user.name.empty() ? named_users : user.password.empty() ? anonymous : null_users;
    }
    return status;
}

Completion get_channel_auth_caps(Call& call) {
    const auto channel = call.request.u8();
    const auto privilege = call.request.u8();
    const bool wants_2_0 = (channel & 0x80U) != 0;
    if (channel_of(channel) != lan_channel || privilege == 0 || privilege > 5)
        return Completion::invalid_field;
    constexpr unsigned extended = 0x80, bmc_key_is_set = 0x20;  // octets 3 and 4: told to those who ask
    constexpr unsigned speaks_ipmi_1_5 = 0x01, speaks_ipmi_2_0 = 0x02;  // octet 5
    const SecurityPolicy& policy = call.chassis.security();
    const unsigned types = call.chassis.lan().auth_types(static_cast<Privilege>(privilege));
    const unsigned status = login_status(call.chassis);
    call.reply.u8(lan_channel).u8(types | (wants_2_0 ? extended : 0U));
    call.reply.u8(wants_2_0 ? status : status & ~bmc_key_is_set);
    const unsigned versions =
        (types != 0 ? speaks_ipmi_1_5 : 0U) | (policy.cipher_suites.empty() ? 0U : speaks_ipmi_2_0);
    call.reply.u8(wants_2_0 ? versions : 0U).fill(4);
    return Completion::ok;
}

/// §22.15.1: a suite is listed as C0h, its id, and its algorithms tagged in bits 7:6.
base::Octets suite_records(const SecurityPolicy& policy) {
    base::Octets records;
    for (const std::uint8_t id : policy.cipher_suites) {
        const wire::CipherSuite suite = *wire::suite_of(id);
        wire::Writer{records}
            .u8(0xC0)
            .u8(suite.id)
            .u8(suite.algorithms.authentication)
            .u8(0x40U | suite.algorithms.integrity)
            .u8(0x80U | suite.algorithms.confidentiality);
    }
    return records;
}

/// §22.15: the algorithms by themselves, each once.
base::Octets algorithm_records(const SecurityPolicy& policy) {
    base::Octets records;
    for (const std::uint8_t id : policy.cipher_suites) {
        const wire::Algorithms algorithms = wire::suite_of(id)->algorithms;
        records.push_back(algorithms.authentication);
        records.push_back(static_cast<base::Octet>(0x40U | algorithms.integrity));
        records.push_back(static_cast<base::Octet>(0x80U | algorithms.confidentiality));
    }
    std::ranges::sort(records);
    records.erase(std::unique(records.begin(), records.end()), records.end());
    return records;
}

Completion get_channel_cipher_suites(Call& call) {
    constexpr std::size_t page = 16;  // §22.15: at most so many octets in one response
    const auto channel = channel_of(call.request.u8());
    const auto payload_type = call.request.u8();
    const auto index = call.request.u8();
    // IPMI messages and SOL are protected alike; no other payload is carried
    if (channel != lan_channel || payload_type > 1) return Completion::invalid_field;
    const SecurityPolicy& policy = call.chassis.security();
    const base::Octets records = (index & 0x80U) != 0 ? suite_records(policy) : algorithm_records(policy);
    const std::size_t from = std::min(records.size(), page * (index & 0x3FU));
    call.reply.u8(lan_channel)
        .put(base::OctetView{records}.subspan(from, std::min(page, records.size() - from)));
    return Completion::ok;
}

/// What the session may have now: its role, unless the user was lowered since.
Privilege limit_of(const Session& session, const Chassis& chassis) {
    const User* const user = chassis.users().find(session.user_id);
    return user == nullptr ? Privilege::none : std::min(session.limit, chassis.channel_limit(*user));
}

Completion set_session_privilege(Call& call) {
    constexpr unsigned oem_level = 5;
    const auto asked = call.request.u8() & 0x0FU;
    if (asked > oem_level || asked == static_cast<unsigned>(Privilege::callback)) {
        return Completion::invalid_field;  // §22.18: 1 is reserved
    }
    if (asked == oem_level) return level_not_available;
    const auto privilege = static_cast<Privilege>(asked);
    if (privilege > limit_of(*call.session, call.chassis)) return privilege_beyond_limit;
    if (privilege != Privilege::none) call.session->current = privilege;
    call.reply.u8(static_cast<unsigned>(call.session->current));
    return Completion::ok;
}

Session* session_with_handle(Call& call, std::uint8_t handle) {
    const auto found = std::ranges::find(call.sessions.established(), handle, &Session::handle);
    return found == call.sessions.established().end() ? nullptr : &*found;
}

Completion close_session(Call& call) {
    const auto id = call.request.u32();
    const bool by_handle = id == 0 && call.request.left() == 1;
    if (!by_handle && call.request.left() != 0) return Completion::wrong_length;
    Session* const session =
        by_handle ? session_with_handle(call, call.request.u8()) : call.sessions.find(id);
    if (session != nullptr && session == call.session) {
        session->closing = true;
        return Completion::ok;
    }
    // first the privilege: who may not close a session does not learn which ones there are
    if (call.session->current < Privilege::administrator) return Completion::insufficient_privilege;
    if (session == nullptr) return by_handle ? no_such_handle : no_such_session;
    call.sessions.close(session->managed_id);
    return Completion::ok;
}

Session* nth_session(Call& call, std::uint8_t ordinal) {
    auto& sessions = call.sessions.established();
    return ordinal > sessions.size() ? nullptr : &*std::next(sessions.begin(), ordinal - 1);
}

void describe(const Session& session, wire::Writer& reply) {
    const unsigned version = session.authenticator ? 0x00U : 0x10U;  // §22.20 octet 7, bits 7:4
    reply.u8(session.user_id).u8(static_cast<unsigned>(session.current)).u8(version | lan_channel);
    for (const unsigned shift : {24U, 16U, 8U, 0U}) reply.u8(session.peer.address >> shift & 0xFFU);
    reply.fill(6).u16(session.peer.port);  // the link below UDP is not known here
}

Completion get_session_info(Call& call) {
    const auto index = call.request.u8();
    const bool by_handle = index == 0xFE, by_id = index == 0xFF;
    if (call.request.left() != (by_id ? 4U : by_handle ? 1U : 0U)) return Completion::wrong_length;
    const Session* session = call.session;
    if (by_handle) {
        session = session_with_handle(call, call.request.u8());
    } else if (by_id) {
        session = call.sessions.find(call.request.u32());
    } else if (index != 0) {
        session = nth_session(call, index);
    }
    if ((by_handle || by_id) && session == nullptr) return Completion::not_present;
    call.reply.u8(session == nullptr ? 0U : session->handle);
    call.reply.u8(static_cast<unsigned>(call.sessions.limits().most))
        .u8(static_cast<unsigned>(call.sessions.established().size()));
    if (session != nullptr) describe(*session, call.reply);
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::app, cmd::get_channel_auth_caps, Privilege::none, 2, get_channel_auth_caps},
    Command{wire::netfn::app, cmd::get_channel_cipher_suites, Privilege::none, 3, get_channel_cipher_suites},
    Command{wire::netfn::app, cmd::set_session_privilege, Privilege::user, 1, set_session_privilege},
    Command{wire::netfn::app, cmd::close_session, Privilege::callback, {4, 5}, close_session},
    Command{wire::netfn::app, cmd::get_session_info, Privilege::user, {1, 5}, get_session_info},
};

}  // namespace

void add_session_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
