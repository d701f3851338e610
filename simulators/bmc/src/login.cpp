#include "assay/bmc/login.hpp"

#include <algorithm>

#include "credentials.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
using wire::Privilege;
using wire::RakpStatus;

constexpr std::uint8_t name_only = 0x10;  // §13.20: bit 4 of the role

using Proposed = std::optional<std::uint8_t>;

bool fits(Proposed proposed, std::uint8_t algorithm) { return !proposed || *proposed == algorithm; }

bool fits(const wire::Proposal& proposal, const wire::Algorithms& algorithms) {
    return fits(proposal.authentication, algorithms.authentication) &&
           fits(proposal.integrity, algorithms.integrity) &&
           fits(proposal.confidentiality, algorithms.confidentiality);
}

/// Does an offered suite have this algorithm (§13.24: each field has a status of its own)?
bool is_offered(const SecurityPolicy& policy, std::uint8_t wire::Algorithms::*field, Proposed value) {
    return std::ranges::any_of(policy.cipher_suites, [=](std::uint8_t id) {
        return fits(value, wire::suite_of(id)->algorithms.*field);
    });
}

/// Why no offered suite fits the proposal.
RakpStatus misfit_of(const SecurityPolicy& policy, const wire::Proposal& asked) {
    if (!is_offered(policy, &wire::Algorithms::authentication, asked.authentication))
        return RakpStatus::invalid_authentication_algorithm;
    if (!is_offered(policy, &wire::Algorithms::integrity, asked.integrity))
        return RakpStatus::invalid_integrity_algorithm;
    if (!is_offered(policy, &wire::Algorithms::confidentiality, asked.confidentiality))
        return RakpStatus::invalid_confidentiality_algorithm;
    return RakpStatus::no_cipher_suite_match;
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

Login::Login(Chassis& chassis, SessionTable& sessions, wire::RandomSource& random)
    : chassis_{chassis},
      sessions_{sessions},
      random_{random},
      decoy_key_{wire::Secret::of_length(wire::Secret::longest)} {
    random_.fill(decoy_key_.writable());
}

std::optional<wire::PayloadType> Login::handle(std::uint8_t payload_type, base::OctetView payload,
                                               const Peer& from, base::Instant now, base::Octets& reply) {
    std::optional<base::Octets> answer;
    wire::PayloadType type{};
    switch (static_cast<wire::PayloadType>(payload_type)) {
        case wire::PayloadType::open_session_request:
            type = wire::PayloadType::open_session_response;
            answer = open_session(payload, from, now);
            break;
        case wire::PayloadType::rakp1:
            type = wire::PayloadType::rakp2;
            answer = rakp1(payload, now);
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

/// Of several suites that fit, §13.17 wants one of the highest privilege level; of those, the last that is
/// offered is the strongest.
RakpStatus Login::choose_suite(const wire::OpenSessionRequest& request, wire::CipherSuite& chosen) const {
    const SecurityPolicy& policy = chassis_.security();
    if (sessions_.is_full()) return RakpStatus::insufficient_resources;
    if (request.max_privilege > Privilege::administrator) return RakpStatus::invalid_role;
    std::optional<Privilege> highest;
    for (const std::uint8_t id : policy.cipher_suites) {
        const Privilege limit = chassis_.lan().suite_limit(id);
        const wire::CipherSuite suite = *wire::suite_of(id);
        if (!fits(request.algorithms, suite.algorithms) || (highest && limit < *highest)) continue;
        highest = limit;
        chosen = suite;
    }
    if (!highest) return misfit_of(policy, request.algorithms);
    return *highest == Privilege::none || request.max_privilege > *highest ? RakpStatus::unauthorized_role
                                                                           : RakpStatus::ok;
}

std::optional<base::Octets> Login::open_session(base::OctetView payload, const Peer& from,
                                                base::Instant now) {
    const auto request = wire::decode_open_session_request(payload);
    if (!request) {
        if (request.error() != wire::Broken::unsupported) return std::nullopt;
        return illegal_open_session(payload);
    }
    wire::OpenSessionResponse response;
    response.tag = request->tag;
    response.console_session = request->console_session;
    wire::CipherSuite suite = wire::suite_17;
    response.status = choose_suite(*request, suite);
    if (response.status != RakpStatus::ok) return encode(response);

    HalfOpen candidate;
    candidate.exchange.suite = suite;
    candidate.exchange.console_session = request->console_session;
    candidate.exchange.managed_guid = chassis_.device().guid;
    candidate.exchange.bmc_key = wire::Secret{chassis_.bmc_key().octets()};
    random_.fill(candidate.exchange.managed_random);
    // §13.17: "the highest that fits" is answered with what it is
    candidate.ceiling = request->max_privilege == Privilege::none ? chassis_.lan().suite_limit(suite.id)
                                                                  : request->max_privilege;
    candidate.source = from;
    candidate.born = now;
    const HalfOpen& admitted = sessions_.admit(std::move(candidate));

    response.max_privilege = admitted.ceiling;
    response.managed_session = admitted.id;
    response.algorithms = suite.algorithms;
    return encode(response);
}

/// Where nothing may tell a name that nobody has from a wrong password, RAKP 2 is answered with a code under
/// a key that nobody knows, and a role beyond the user's is refused to those who proved the password.
RakpStatus Login::identify(const wire::Rakp1& request, HalfOpen& session, base::Instant now) const {
    const auto role = static_cast<std::uint8_t>(request.role & 0x0FU);
    if (!is_role(role)) return RakpStatus::invalid_role;
    if (request.name_length > wire::longest_user_name) return RakpStatus::invalid_name_length;
    const auto asked = static_cast<Privilege>(role);
    if (asked > session.ceiling) return RakpStatus::unauthorized_role;

    const auto lookup = (request.role & name_only) != 0 ? Lookup::by_name : Lookup::by_name_and_privilege;
    const User* const user = find_user(chassis_, request.name, asked, lookup, now);
    wire::Secret decoy =
        wire::secret_hmac(wire::Hash::sha256, decoy_key_.view(), {base::octets_of(request.name)});
    const bool reveals =
        chassis_.security().reveal_unknown_users || session.exchange.suite.hash() == wire::Hash::none;
    if (user == nullptr && reveals) return RakpStatus::unauthorized_name;
    const bool beyond = user != nullptr && asked > chassis_.login_limit(*user, session.exchange.suite.id);
    if (beyond && reveals) return RakpStatus::unauthorized_role;
    session.user_id = user == nullptr ? std::uint8_t{0} : user->id;
    session.exchange.password = user == nullptr ? std::move(decoy) : wire::Secret{user->password};
    session.verdict = beyond ? RakpStatus::unauthorized_role : RakpStatus::ok;
    return RakpStatus::ok;
}

std::optional<base::Octets> Login::rakp1(base::OctetView payload, base::Instant now) {
    const auto request = wire::decode_rakp1(payload);
    if (!request) return std::nullopt;
    wire::Rakp2 response;
    response.tag = request->tag;
    HalfOpen* const session = sessions_.find_half_open(request->managed_session);
    if (session == nullptr || !session->refusal.empty()) {
        response.status = RakpStatus::invalid_session_id;
        return encode(response);
    }
    wire::KeyExchange& exchange = session->exchange;
    response.console_session = exchange.console_session;
    response.status = identify(*request, *session, now);
    if (response.status != RakpStatus::ok) {
        sessions_.forget_half_open(request->managed_session);
        return encode(response);
    }
    session->identified = true;
    exchange.console_random = request->console_random;
    exchange.role = request->role;
    exchange.name = request->name;
    response.managed_random = exchange.managed_random;
    response.managed_guid = exchange.managed_guid;
    response.auth_code = exchange.rakp2_auth_code();
    return encode(response);
}

/// §22.26 octet 4.
bool Login::is_at_session_limit(const User& user) const {
    return user.session_limit != 0 && sessions_.count_of(user.id) >= user.session_limit;
}

RakpStatus Login::judge(const HalfOpen& session, base::OctetView auth_code, base::Instant now) {
    const bool proven = base::equal_in_constant_time(session.exchange.rakp3_auth_code(), auth_code);
    const User* const user = session.user_id == 0 ? nullptr : chassis_.users().find(session.user_id);
    // asked again: many half-open sessions at once are still no more guesses than the threshold allows
    const bool admissible =
        user != nullptr && user->enabled && !chassis_.lockout().holds(session.user_id, now);
    if (admissible && !proven)
        chassis_.lockout().count_failure(session.user_id, chassis_.lan().bad_passwords(), now);
    if (!admissible || !proven) return RakpStatus::invalid_integrity_check;
    chassis_.lockout().release(session.user_id);
    if (session.verdict != RakpStatus::ok) return session.verdict;
    return sessions_.is_full() || is_at_session_limit(*user) ? RakpStatus::insufficient_resources
                                                             : RakpStatus::ok;
}

std::optional<base::Octets> Login::rakp3(base::OctetView payload, const Peer& from, base::Instant now) {
    const auto request = wire::decode_rakp3(payload);
    if (!request) return std::nullopt;
    wire::Rakp4 response;
    response.tag = request->tag;
    response.status = RakpStatus::invalid_session_id;

    if (const Session* const open = sessions_.find(request->managed_session)) {
        const bool repeated = !open->rakp4.empty() && request->status == RakpStatus::ok &&
                              base::equal_in_constant_time(open->rakp3_code, request->auth_code);
        return repeated ? open->rakp4 : encode(response);
    }
    HalfOpen* const session = sessions_.find_half_open(request->managed_session);
    if (session == nullptr || !session->identified) return encode(response);
    if (!session->refusal.empty()) {
        const bool repeated = base::equal_in_constant_time(session->refused_code, request->auth_code);
        return repeated ? session->refusal : encode(response);
    }
    // §13.22: the console gives up; there is nothing to answer
    if (request->status != RakpStatus::ok) {
        sessions_.forget_half_open(request->managed_session);
        return std::nullopt;
    }
    response.console_session = session->exchange.console_session;
    response.status = judge(*session, request->auth_code, now);
    if (response.status != RakpStatus::ok) return refuse(*session, *request, encode(response));
    const HalfOpen candidate = std::move(*session);
    sessions_.forget_half_open(request->managed_session);
    return establish(candidate, *request, from, now);
}

/// The secrets go; what is left until it expires answers a console whose RAKP 4 was lost.
base::Octets Login::refuse(HalfOpen& session, const wire::Rakp3& request, base::Octets rakp4) {
    session.exchange = {};
    session.refused_code = request.auth_code;
    session.refusal = std::move(rakp4);
    return session.refusal;
}

base::Octets Login::establish(const HalfOpen& candidate, const wire::Rakp3& request, const Peer& from,
                              base::Instant now) {
    const wire::KeyExchange& exchange = candidate.exchange;
    const wire::Secret key = exchange.session_integrity_key();
    wire::Rakp4 response;
    response.tag = request.tag;
    response.console_session = exchange.console_session;
    response.integrity_check = exchange.rakp4_integrity_check(key.view());
    Session session;
    session.console_id = exchange.console_session;
    session.managed_id = exchange.managed_session;
    session.cipher = wire::SessionCipher{exchange.suite, key.view(), exchange.password.view()};
    session.user_id = candidate.user_id;
    session.limit = static_cast<Privilege>(exchange.role & 0x0FU);
    session.current = std::min(session.limit, Privilege::user);
    session.peer = from;
    session.last_heard = now;
    session.rakp3_code = request.auth_code;
    session.rakp4 = encode(response);
    return sessions_.establish(std::move(session)).rakp4;
}

}  // namespace assay::bmc
