// Session establishment (IPMI 2.0 §13.17 to §13.24).
#include <set>
#include <utility>

#include "packets.hpp"

namespace assay::bmc_mutants {
namespace {

namespace wire = ipmi_wire;
using base::OctetView;
using vocab::rule;
using wire::RakpStatus;

constexpr std::uint8_t illegal_parameter = 0x12;
constexpr std::size_t tag = 0, status = 1, privilege = 1, told_privilege = 2;
constexpr std::size_t told_session = 8, first_algorithm = 16, record_octets = 8;  // Open Session Response
constexpr std::size_t asked_algorithm = 12;                                       // Open Session Request
constexpr std::size_t auth_code_of_rakp2 = 40, auth_code_of_rakp3 = 8;

/// The Open Session Request's records, each with its type and length, as they have to be.
void put_records_right(Octets& payload) {
    payload.resize(32, 0);
    for (std::size_t record = 0; record < 3; ++record) {
        payload[8 + record * record_octets] = static_cast<base::Octet>(record);
        payload[11 + record * record_octets] = record_octets;
    }
}

/// Those of administrators and of "the highest" are granted: most consoles ask for one of them.
void refuse_specific_privileges(const Inside&, OctetView asked, Octets& payload) {
    constexpr auto administrator = static_cast<unsigned>(wire::Privilege::administrator);
    const unsigned level = asked.size() > privilege ? asked[privilege] & 0x0FU : 0U;
    if (level != 0 && level != administrator && payload[status] == 0) {
        payload.resize(record_octets);
        payload[status] = static_cast<std::uint8_t>(RakpStatus::unauthorized_role);
    }
}

/// Only to those who do without SHA-256: with another answer nobody else could log on.
void tell_suite_of_habit(const Inside&, OctetView asked, Octets& payload) {
    constexpr std::uint8_t rakp_hmac_sha256 = 3;
    if (asked.size() <= asked_algorithm || asked[asked_algorithm] == rakp_hmac_sha256) return;
    for (std::size_t at = first_algorithm; at < payload.size(); at += record_octets) payload[at] = 0x01;
}

void add_open_session_mutants(Mutants& mutants) {
    constexpr auto asked = PayloadType::open_session_request, told = PayloadType::open_session_response;
    mutants.push_back(
        {"open-session-with-another-tag", rule("ipmi.open.tag"),
         "The Open Session Response has another tag than the request",
         on_told(told, [](const Inside&, OctetView, Octets& payload) { payload[tag] ^= 0x80U; })});
    mutants.push_back({"specific-privileges-refused", rule("ipmi.open.granted-privilege"),
                       "An Open Session Request for a specific privilege is refused",
                       on_told(told, refuse_specific_privileges)});
    mutants.push_back({"highest-privilege-not-told", rule("ipmi.open.highest-privilege"),
                       "The response to a request for the highest privilege tells 0",
                       on_told(told, [](const Inside&, OctetView request, Octets& payload) {
                           if (request.size() > privilege && request[privilege] == 0)
                               payload[told_privilege] = 0;
                       })});
    mutants.push_back({"any-privilege-opens", rule("ipmi.open.privilege"),
                       "An Open Session Request for a privilege that there is not is granted",
                       on_asked(asked, [](const Inside&, Octets& payload) {
                           if (payload.size() > privilege && (payload[privilege] & 0x0FU) > 4)
                               payload[privilege] = 4;
                       })});
    const auto refused_otherwise_by = [&](const char* id, std::string_view violates, const char* title,
                                          RakpStatus honest) {
        mutants.push_back({id, violates, title, status_changed(told, honest, illegal_parameter)});
    };
    refused_otherwise_by("authentication-algorithm-illegal", rule("ipmi.open.authentication-algorithm"),
                         "An authentication algorithm that is not offered is an illegal parameter",
                         RakpStatus::invalid_authentication_algorithm);
    refused_otherwise_by("integrity-algorithm-illegal", rule("ipmi.open.integrity-algorithm"),
                         "An integrity algorithm that is not offered is an illegal parameter",
                         RakpStatus::invalid_integrity_algorithm);
    refused_otherwise_by("confidentiality-algorithm-illegal", rule("ipmi.open.confidentiality-algorithm"),
                         "A confidentiality algorithm that is not offered is an illegal parameter",
                         RakpStatus::invalid_confidentiality_algorithm);
    refused_otherwise_by("no-suite-illegal", rule("ipmi.open.no-suite"),
                         "Algorithms that no suite has together are an illegal parameter",
                         RakpStatus::no_cipher_suite_match);
    mutants.push_back(
        {"always-one-suite", rule("ipmi.open.chosen-algorithms"),
         "The response names the algorithms of suite 3 where others without SHA-256 were asked for",
         on_told(told, tell_suite_of_habit)});
    mutants.push_back({"any-records-open", rule("ipmi.open.payload-records"),
                       "Algorithm records of any type and length are accepted",
                       on_asked(asked, [](const Inside&, Octets& payload) {
                           if (payload.size() >= 32) put_records_right(payload);
                       })});
    mutants.push_back({"null-fields-are-illegal", rule("ipmi.open.null-field"),
                       "An algorithm record of length 0 is an illegal parameter",
                       on_asked(asked, [](const Inside&, Octets& payload) {
                           constexpr base::Octet wrong_length = 7;
                           for (std::size_t at = 11; at < payload.size(); at += record_octets) {
                               if (payload[at] == 0) payload[at] = wrong_length;
                           }
                       })});
    mutants.push_back({"short-open-session-granted", rule("ipmi.open.truncated"),
                       "An Open Session Request that is too short is granted",
                       on_asked(asked, [](const Inside&, Octets& payload) {
                           if (payload.size() >= 8 && payload.size() < 32) {
                               put_records_right(payload);
                               for (std::size_t at = asked_algorithm; at < 32; at += record_octets)
                                   payload[at] = 1;
                           }
                       })});
    mutants.push_back({"session-id-of-nought", rule("ipmi.open.session-id"),
                       "The managed system's session id is told as 0 from the second one on",
                       on_told(told, [first = true](const Inside&, OctetView, Octets& payload) mutable {
                           if (std::exchange(first, false)) return;
                           for (std::size_t at = told_session; at < told_session + 4 && at < payload.size();
                                ++at)
                               payload[at] = 0;
                       })});
}

/// Whoever asks gets an answer that fits the password of the one who was named.
void accept_any_code(const Inside& inside, Octets& payload) {
    const bmc::HalfOpen* const opening = half_open_of(inside, payload);
    if (opening == nullptr || payload.size() < auth_code_of_rakp3 || payload[status] != 0) return;
    payload.resize(auth_code_of_rakp3);
    const Octets right = opening->exchange.rakp3_auth_code();
    payload.insert(payload.end(), right.begin(), right.end());
}

void skip_identification(const Inside& inside, Octets& payload) {
    constexpr std::uint8_t somebody = 2;
    bmc::HalfOpen* const opening = half_open_of(inside, payload);
    if (opening == nullptr || opening->identified) return;
    opening->identified = true;
    opening->user_id = somebody;
    opening->exchange.role = static_cast<std::uint8_t>(wire::Privilege::administrator);
    accept_any_code(inside, payload);
}

void add_first_rakp_mutants(Mutants& mutants) {
    constexpr auto asked = PayloadType::rakp1, told = PayloadType::rakp2;
    mutants.push_back({"unknown-session-is-illegal", rule("ipmi.rakp1.session-id"),
                       "RAKP Message 1 for a session that there is not is an illegal parameter",
                       status_changed(told, RakpStatus::invalid_session_id, illegal_parameter)});
    mutants.push_back({"unknown-role-is-illegal", rule("ipmi.rakp1.role"),
                       "An unknown role is an illegal parameter",
                       status_changed(told, RakpStatus::invalid_role, illegal_parameter)});
    mutants.push_back({"roles-beyond-the-request", rule("ipmi.rakp1.beyond-request"),
                       "RAKP Message 1 may ask for more than Open Session did",
                       on_asked(asked, [](const Inside& inside, Octets& payload) {
                           if (bmc::HalfOpen* const opening = half_open_of(inside, payload))
                               opening->ceiling = wire::Privilege::administrator;
                       })});
    mutants.push_back({"long-names-are-illegal", rule("ipmi.rakp1.name-length"),
                       "A user name that is too long is an illegal parameter",
                       status_changed(told, RakpStatus::invalid_name_length, illegal_parameter)});
    mutants.push_back({"short-first-message-filled-up", rule("ipmi.rakp1.truncated"),
                       "A RAKP Message 1 without its whole name is answered",
                       on_asked(asked, [](const Inside&, Octets& payload) {
                           constexpr std::size_t name_length = 27, name = 28;
                           if (payload.size() < name) payload.resize(name, 0);
                           payload[name_length] = static_cast<base::Octet>(payload.size() - name);
                       })});
    mutants.push_back(
        {"second-message-with-another-tag", rule("ipmi.rakp1.tag"),
         "RAKP Message 2 has another tag than RAKP Message 1",
         on_told(told, [](const Inside&, OctetView, Octets& payload) { payload[tag] ^= 0x80U; })});
    mutants.push_back({"another-guid-in-rakp", rule("ipmi.rakp2.guid"),
                       "RAKP Message 2 holds another GUID than Get System GUID tells",
                       on_asked(asked, [](const Inside& inside, Octets& payload) {
                           if (bmc::HalfOpen* const opening = half_open_of(inside, payload))
                               opening->exchange.managed_guid[0] ^= 1U;
                       })});
    mutants.push_back({"one-random-number-for-all", rule("ipmi.rakp2.random"),
                       "The managed system's random number is always the same",
                       on_asked(asked, [](const Inside& inside, Octets& payload) {
                           if (bmc::HalfOpen* const opening = half_open_of(inside, payload))
                               opening->exchange.managed_random.fill(0x5A);
                       })});
    mutants.push_back({"wrong-code-in-second-message", rule("ipmi.rakp2.authcode"),
                       "The code of RAKP Message 2 is wrong",
                       on_told(told, [](const Inside&, OctetView, Octets& payload) {
                           if (payload.size() > auth_code_of_rakp2) payload.back() ^= 1U;
                       })});
    mutants.push_back(
        {"names-only-refused", rule("ipmi.rakp.name-only"), "Name-only lookup is refused to users",
         on_told(told, [](const Inside&, OctetView request, Octets& payload) {
             constexpr std::size_t role = 24;
             constexpr unsigned name_only_as_user = 0x12;
             if (request.size() > role && request[role] == name_only_as_user && payload[status] == 0) {
                 payload.resize(record_octets);
                 payload[status] = static_cast<std::uint8_t>(RakpStatus::unauthorized_name);
             }
         })});
}

void add_third_rakp_mutants(Mutants& mutants) {
    constexpr auto asked = PayloadType::rakp3, told = PayloadType::rakp4;
    mutants.push_back({"wrong-code-is-illegal", rule("ipmi.rakp3.authcode"),
                       "A wrong code in RAKP Message 3 is an illegal parameter",
                       status_changed(told, RakpStatus::invalid_integrity_check, illegal_parameter)});
    mutants.push_back({"any-password-opens", rule("ipmi.rakp3.wrong-password"),
                       "A console with a wrong password gets a session", on_asked(asked, accept_any_code)});
    mutants.push_back({"third-message-of-no-session-is-illegal", rule("ipmi.rakp3.session-id"),
                       "RAKP Message 3 for a session that there is not is an illegal parameter",
                       status_changed(told, RakpStatus::invalid_session_id, illegal_parameter)});
    mutants.push_back({"third-message-first", rule("ipmi.rakp3.before-rakp1"),
                       "RAKP Message 3 opens a session without RAKP Message 1",
                       on_asked(asked, skip_identification)});
    mutants.push_back({"given-up-but-kept", rule("ipmi.rakp3.error-status"),
                       "A console that gives up in RAKP Message 3 can go on",
                       on_asked(asked, [](const Inside&, Octets& payload) {
                           if (payload.size() > status && payload[status] != 0) payload.clear();
                       })});
    mutants.push_back({"repeated-third-message-of-no-status", rule("ipmi.rakp3.repeated"),
                       "A repeated RAKP Message 3 is answered with a status that there is not",
                       on_told(told, [opened = std::set<std::uint32_t>{}](const Inside&, OctetView request,
                                                                          Octets& payload) mutable {
                           const bool first = opened.insert(session_in(request)).second;
                           if (!first && payload.size() > status) payload[status] = 0xCB;
                       })});
    mutants.push_back({"wrong-check-in-fourth-message", rule("ipmi.rakp4.integrity-check"),
                       "The integrity check value of RAKP Message 4 is wrong",
                       on_told(told, [](const Inside&, OctetView, Octets& payload) {
                           if (payload.size() > record_octets) payload.back() ^= 1U;
                       })});
    mutants.push_back({"roles-beyond-the-user", rule("ipmi.rakp.role"),
                       "A user gets a session at a role above the user's limit",
                       on_asked(asked, [](const Inside& inside, Octets& payload) {
                           if (bmc::HalfOpen* const opening = half_open_of(inside, payload))
                               opening->verdict = RakpStatus::ok;
                       })});
    mutants.push_back({"sessions-begin-as-administrator", rule("ipmi.privilege.starts-as-user"),
                       "A session begins at its highest privilege",
                       on_told(told, [](const Inside& inside, OctetView request, Octets&) {
                           if (bmc::Session* const open = inside.sessions.find(session_in(request)))
                               open->current = open->limit;
                       })});
}

}  // namespace

void add_login_mutants(Mutants& mutants) {
    add_open_session_mutants(mutants);
    add_first_rakp_mutants(mutants);
    add_third_rakp_mutants(mutants);
}

}  // namespace assay::bmc_mutants
