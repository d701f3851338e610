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

// §22.13 response octets 3 to 5
constexpr std::uint8_t extended_capabilities = 0x80;  // no IPMI 1.5 authentication type is offered
constexpr std::uint8_t named_users_only = 0x04;       // no null user name, no anonymous login, no KG
constexpr std::uint8_t speaks_ipmi_2_0 = 0x02;

// §22.18
constexpr auto privilege_beyond_limit = static_cast<Completion>(0x81);
// §22.19
constexpr auto no_such_session = static_cast<Completion>(0x87);

Completion get_channel_auth_caps(Call& call) {
    const auto channel = call.request.u8();
    const auto privilege = call.request.u8();
    const bool wants_2_0 = (channel & 0x80U) != 0;
    if (channel_of(channel) != lan_channel || privilege == 0 || privilege > 5)
        return Completion::invalid_field;
    call.reply.u8(lan_channel).u8(wants_2_0 ? extended_capabilities : 0).u8(named_users_only);
    call.reply.u8(wants_2_0 ? speaks_ipmi_2_0 : 0).fill(4);
    return Completion::ok;
}

/// §22.15.1: a suite is listed as C0h, its id, and its algorithms tagged in bits 7:6.
base::Octets suite_records() {
    base::Octets records;
    for (const wire::CipherSuite& suite : wire::supported_suites) {
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
base::Octets algorithm_records() {
    base::Octets records;
    for (const wire::CipherSuite& suite : wire::supported_suites) {
        records.push_back(suite.algorithms.authentication);
        records.push_back(static_cast<base::Octet>(0x40U | suite.algorithms.integrity));
        records.push_back(static_cast<base::Octet>(0x80U | suite.algorithms.confidentiality));
    }
    std::ranges::sort(records);
    records.erase(std::unique(records.begin(), records.end()), records.end());
    return records;
}

Completion get_channel_cipher_suites(Call& call) {
    constexpr std::size_t page = 16;  // §22.15: at most so many octets in one response
    const auto channel = channel_of(call.request.u8());
    call.request.u8();  // the payload type: IPMI and SOL are protected alike
    const auto index = call.request.u8();
    if (channel != lan_channel) return Completion::invalid_field;
    const base::Octets records = (index & 0x80U) != 0 ? suite_records() : algorithm_records();
    const std::size_t from = std::min(records.size(), page * (index & 0x3FU));
    call.reply.u8(lan_channel)
        .put(base::OctetView{records}.subspan(from, std::min(page, records.size() - from)));
    return Completion::ok;
}

Completion set_session_privilege(Call& call) {
    const auto asked = call.request.u8() & 0x0FU;
    if (asked > static_cast<unsigned>(Privilege::administrator)) return Completion::invalid_field;
    const auto privilege = static_cast<Privilege>(asked);
    if (privilege > call.session->limit) return privilege_beyond_limit;
    if (privilege == Privilege::callback && call.session->limit != Privilege::callback) {
        return Completion::invalid_field;  // §22.18: a session cannot be lowered to callback
    }
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
    Session* const session = id == 0 && call.request.left() == 1
                                 ? session_with_handle(call, call.request.u8())
                                 : call.sessions.find(id);
    if (session == nullptr) return no_such_session;
    if (session == call.session) {
        session->closing = true;
        return Completion::ok;
    }
    if (call.session->current < Privilege::administrator) return Completion::insufficient_privilege;
    call.sessions.close(session->managed_id);
    return Completion::ok;
}

Session* nth_session(Call& call, std::uint8_t ordinal) {
    auto& sessions = call.sessions.established();
    return ordinal > sessions.size() ? nullptr : &*std::next(sessions.begin(), ordinal - 1);
}

void describe(const Session& session, wire::Writer& reply) {
    constexpr unsigned ipmi_2_0_session = 0x10;  // §22.20 octet 7, bits 7:4
    reply.u8(session.user_id).u8(static_cast<unsigned>(session.current)).u8(ipmi_2_0_session | lan_channel);
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
    call.reply.u8(max_sessions).u8(static_cast<unsigned>(call.sessions.established().size()));
    if (session != nullptr) describe(*session, call.reply);
    return Completion::ok;
}

constexpr std::array commands{
    Command{wire::netfn::app, cmd::get_channel_auth_caps, Privilege::none, 2, get_channel_auth_caps},
    Command{wire::netfn::app, cmd::get_channel_cipher_suites, Privilege::none, 3, get_channel_cipher_suites},
    Command{wire::netfn::app, cmd::set_session_privilege, Privilege::callback, 1, set_session_privilege},
    Command{wire::netfn::app, cmd::close_session, Privilege::callback, {4, 5}, close_session},
    Command{wire::netfn::app, cmd::get_session_info, Privilege::user, {1, 5}, get_session_info},
};

}  // namespace

void add_session_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
