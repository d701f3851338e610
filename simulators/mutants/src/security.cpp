// What attacks on BMCs have taught.
#include <memory>

#include "packets.hpp"

namespace assay::bmc_mutants {
namespace {

namespace wire = ipmi_wire;
using vocab::rule;

Install with_policy(std::function<void(bmc::ChassisModel&)> model) {
    return [model = std::move(model)](Breach& breach) { breach.model = model; };
}

constexpr std::size_t status = 1, told_session = 8;  // Open Session Response

/// Session ids in steps of 82h, as one peer gives them.
void count_sessions(const Inside& inside, Octets& payload, std::uint32_t& latest) {
    if (payload.size() <= told_session || payload[status] != 0) return;
    bmc::HalfOpen* const opening =
        inside.sessions.find_half_open(wire::Reader{base::OctetView{payload}.subspan(told_session)}.u32());
    if (opening == nullptr) return;
    latest += 0x82;
    opening->id = opening->exchange.managed_session = latest;
    for (std::size_t i = 0; i < sizeof latest; ++i)
        payload[told_session + i] = static_cast<base::Octet>(latest >> 8U * i & 0xFFU);
}

/// As many half-open sessions as one peer has, each for half a minute.
struct Slots {
    static constexpr std::size_t most = 62;
    static constexpr base::Duration life = std::chrono::seconds{30};
    base::Instant since = base::Instant::min();
    std::size_t taken = 0;

    bool is_full(base::Instant now) {
        if (taken == 0 || now - since > life) {
            since = now;
            taken = 0;
        }
        return ++taken > most;
    }
};

void let_nobody_in_as_somebody(bmc::ChassisModel& model) {
    model.security.anonymous_login = true;
    for (bmc::User& user : model.users) {
        if (user.id != 4) continue;
        user.name.clear();
        user.password.clear();
    }
}

}  // namespace

void add_security_mutants(Mutants& mutants) {
    mutants.push_back({"suite-none-offered", rule("ipmi.security.suite-none"),
                       "Cipher suite 0 lets anybody in who knows a name",
                       with_policy([](bmc::ChassisModel& model) {
                           auto& suites = model.security.cipher_suites;
                           suites.insert(suites.begin(), 0);
                       })});
    mutants.push_back({"anonymous-users", rule("ipmi.security.anonymous"),
                       "The null user name opens a session", with_policy(let_nobody_in_as_somebody)});
    mutants.push_back(
        {"unknown-names-are-told", rule("ipmi.security.enumeration"),
         "RAKP Message 2 tells names that nobody has",
         with_policy([](bmc::ChassisModel& model) { model.security.reveal_unknown_users = true; })});
    mutants.push_back({"nobody-is-locked-out", rule("ipmi.security.lockout"),
                       "Wrong passwords lock nobody out", on_incoming([](const Inside& inside, Octets&) {
                           for (const bmc::User& user : inside.chassis.users().all())
                               inside.chassis.lockout().release(user.id);
                       })});
    mutants.push_back(
        {"session-ids-count", rule("ipmi.security.session-ids"), "Session ids come in steps of 82h",
         on_told(
             PayloadType::open_session_response,
             [latest = std::uint32_t{0x690}](const Inside& inside, base::OctetView, Octets& payload) mutable {
                 count_sessions(inside, payload, latest);
             })});
    mutants.push_back(
        {"half-open-sessions-fill-up", rule("ipmi.security.slots"),
         "Open Session Requests that nobody continues keep everybody out for 30 s",
         on_told(PayloadType::open_session_response,
                 [slots = Slots{}](const Inside& inside, base::OctetView, Octets& payload) mutable {
                     if (!slots.is_full(inside.now) || payload.size() <= told_session) return;
                     payload.resize(told_session);
                     payload[status] = static_cast<base::Octet>(wire::RakpStatus::insufficient_resources);
                 })});
    mutants.push_back({"pongs-of-a-kilobyte", rule("ipmi.security.amplification"),
                       "A Pong is a hundred times as long as its Ping",
                       on_outgoing([](const Inside&, base::OctetView datagram, Octets& answer) {
                           constexpr std::size_t rmcp_class = 3;
                           if (!answer.empty() && datagram.size() > rmcp_class &&
                               datagram[rmcp_class] == 0x06)
                               answer.resize(1024);
                       })});
    mutants.push_back({"sessions-without-authentication", rule("ipmi.security.unauthenticated-type"),
                       "Authentication type none opens a session of IPMI 1.5",
                       with_policy([](bmc::ChassisModel& model) { model.security.auth_types.fill(0x05); })});
}

}  // namespace assay::bmc_mutants
