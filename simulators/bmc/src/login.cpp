#include "assay/bmc/login.hpp"

#include <algorithm>

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
using wire::Privilege;
using wire::RakpStatus;

/// The algorithm octets that some supported suite uses, per field (§13.24: each field has a status of its
/// own).
bool some_suite_has(std::uint8_t wire::Algorithms::*field, std::uint8_t value) {
    return std::ranges::any_of(wire::supported_suites, [=](const wire::CipherSuite& suite) {
        return suite.algorithms.*field == value;
    });
}

RakpStatus refusal_of(const wire::Algorithms& asked) {
    if (!some_suite_has(&wire::Algorithms::authentication, asked.authentication)) {
        return RakpStatus::invalid_authentication_algorithm;
    }
    if (!some_suite_has(&wire::Algorithms::integrity, asked.integrity))
        return RakpStatus::invalid_integrity_algorithm;
    if (!some_suite_has(&wire::Algorithms::confidentiality, asked.confidentiality)) {
        return RakpStatus::invalid_confidentiality_algorithm;
    }
    return wire::suite_of(asked) ? RakpStatus::ok : RakpStatus::no_cipher_suite_match;
}

bool is_role(std::uint8_t role) {
    return role >= static_cast<std::uint8_t>(Privilege::callback) &&
           role <= static_cast<std::uint8_t>(Privilege::administrator);
}

/// A request whose algorithm records are malformed still names a tag and a session to answer to.
base::Octets illegal_open_session(base::OctetView payload) {
    wire::Reader in{payload};
    wire::OpenSessionResponse refusal;
    refusal.tag = in.u8();
    in.u24();
    refusal.console_session = in.u32();
    refusal.status = RakpStatus::illegal_parameter;
    return encode(refusal);
}

}  // namespace

std::optional<wire::PayloadType> Login::handle(std::uint8_t payload_type, base::OctetView payload,
                                               const Peer& from, base::Instant now, base::Octets& reply) {
    std::optional<base::Octets> answer;
    wire::PayloadType type{};
    switch (static_cast<wire::PayloadType>(payload_type)) {
        case wire::PayloadType::open_session_request:
            type = wire::PayloadType::open_session_response;
            answer = open_session(payload, now);
            break;
        case wire::PayloadType::rakp1:
            type = wire::PayloadType::rakp2;
            answer = rakp1(payload);
            break;
        case wire::PayloadType::rakp3:
            type = wire::PayloadType::rakp4;
            answer = rakp3(payload, from, now);
            break;
        default: break;
    }
    if (!answer) return std::nullopt;
    reply = std::move(*answer);
    return type;
}

std::optional<base::Octets> Login::open_session(base::OctetView payload, base::Instant now) {
    const auto request = wire::decode_open_session_request(payload);
    if (!request) {
        if (request.error() != wire::Broken::unsupported) return std::nullopt;
        return illegal_open_session(payload);
    }
    wire::OpenSessionResponse response;
    response.tag = request->tag;
    response.console_session = request->console_session;
    response.status = refusal_of(request->algorithms);
    if (request->max_privilege > Privilege::administrator) response.status = RakpStatus::invalid_role;
    if (sessions_.is_full()) response.status = RakpStatus::insufficient_resources;
    if (response.status != RakpStatus::ok) return encode(response);

    HalfOpen candidate;
    candidate.exchange.suite = *wire::suite_of(request->algorithms);
    candidate.exchange.console_session = request->console_session;
    candidate.exchange.managed_guid = chassis_.device().guid;
    random_.fill(candidate.exchange.managed_random);
    candidate.max_privilege = request->max_privilege;
    candidate.born = now;
    const HalfOpen& admitted = sessions_.admit(std::move(candidate));

    // §13.18: what may be asked for at most; "highest that fits" is answered with what it is
    response.max_privilege =
        admitted.max_privilege == Privilege::none ? Privilege::administrator : admitted.max_privilege;
    response.managed_session = admitted.exchange.managed_session;
    response.algorithms = request->algorithms;
    return encode(response);
}

RakpStatus Login::authorise(const wire::Rakp1& request, HalfOpen& session) const {
    const auto role = static_cast<std::uint8_t>(request.role & 0x0FU);
    if (!is_role(role)) return RakpStatus::invalid_role;
    if (request.name_length > wire::longest_user_name) return RakpStatus::invalid_name_length;
    const User* const user = chassis_.users().named(request.name);
    if (user == nullptr) return RakpStatus::unauthorized_name;
    const auto asked = static_cast<Privilege>(role);
    const bool beyond_proposal = session.max_privilege != Privilege::none && asked > session.max_privilege;
    if (asked > chassis_.login_limit(*user, session.exchange.suite.id) || beyond_proposal)
        return RakpStatus::unauthorized_role;
    session.user_id = user->id;
    session.exchange.password = wire::Secret{user->password};
    return RakpStatus::ok;
}

std::optional<base::Octets> Login::rakp1(base::OctetView payload) {
    const auto request = wire::decode_rakp1(payload);
    if (!request) return std::nullopt;
    wire::Rakp2 response;
    response.tag = request->tag;
    HalfOpen* const session = sessions_.find_half_open(request->managed_session);
    if (session == nullptr) {
        response.status = RakpStatus::invalid_session_id;
        return encode(response);
    }
    wire::KeyExchange& exchange = session->exchange;
    response.console_session = exchange.console_session;
    response.status = authorise(*request, *session);
    if (response.status != RakpStatus::ok) {
        sessions_.forget_half_open(request->managed_session);
        return encode(response);
    }
    exchange.console_random = request->console_random;
    exchange.role = request->role;
    exchange.name = request->name;
    response.managed_random = exchange.managed_random;
    response.managed_guid = exchange.managed_guid;
    response.auth_code = exchange.rakp2_auth_code();
    return encode(response);
}

/// §22.26 octet 4.
bool Login::is_at_session_limit(std::uint8_t user_id) const {
    const User* const user = chassis_.users().find(user_id);
    return user == nullptr ||
           (user->session_limit != 0 && sessions_.count_of(user_id) >= user->session_limit);
}

std::optional<base::Octets> Login::rakp3(base::OctetView payload, const Peer& from, base::Instant now) {
    const auto request = wire::decode_rakp3(payload);
    if (!request) return std::nullopt;
    wire::Rakp4 response;
    response.tag = request->tag;
    response.status = RakpStatus::invalid_session_id;

    if (const Session* const open = sessions_.find(request->managed_session)) {
        if (base::equal_in_constant_time(open->rakp3_code, request->auth_code)) return open->rakp4;
        return encode(response);
    }
    HalfOpen* const session = sessions_.find_half_open(request->managed_session);
    if (session == nullptr || session->user_id == 0) return encode(response);
    // §13.22: the console gives up; there is nothing to answer
    if (request->status != RakpStatus::ok) {
        sessions_.forget_half_open(request->managed_session);
        return std::nullopt;
    }
    response.console_session = session->exchange.console_session;
    if (!base::equal_in_constant_time(session->exchange.rakp3_auth_code(), request->auth_code)) {
        response.status = RakpStatus::invalid_integrity_check;
    } else if (sessions_.is_full() || is_at_session_limit(session->user_id)) {
        response.status = RakpStatus::insufficient_resources;
    } else {
        const HalfOpen accepted = std::move(*session);
        sessions_.forget_half_open(request->managed_session);
        return establish(accepted, *request, from, now);
    }
    sessions_.forget_half_open(request->managed_session);
    return encode(response);
}

base::Octets Login::establish(const HalfOpen& session, const wire::Rakp3& request, const Peer& from,
                              base::Instant now) {
    const wire::KeyExchange& exchange = session.exchange;
    const wire::Secret key = exchange.session_integrity_key();
    wire::Rakp4 response;
    response.tag = request.tag;
    response.console_session = exchange.console_session;
    response.integrity_check = exchange.rakp4_integrity_check(key.view());
    const auto limit = static_cast<Privilege>(exchange.role & 0x0FU);
    const Session& established =
        sessions_.establish({.console_id = exchange.console_session,
                             .managed_id = exchange.managed_session,
                             .cipher = wire::SessionCipher{exchange.suite, key.view()},
                             .handle = 0,
                             .user_id = session.user_id,
                             .limit = limit,
                             .current = std::min(limit, Privilege::user),
                             .peer = from,
                             .last_heard = now,
                             .inbound = {},
                             .outbound = 0,
                             .closing = false,
                             .rakp3_code = request.auth_code,
                             .rakp4 = encode(response)});
    return established.rakp4;
}

}  // namespace assay::bmc
