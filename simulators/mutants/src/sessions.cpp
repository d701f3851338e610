// Packets within a session of RMCP+, its privilege, and the commands about sessions (IPMI 2.0 §6.12, §13.27
// to §13.29, §22.13 to §22.20).
#include <algorithm>

#include "packets.hpp"

namespace assay::bmc_mutants {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using base::OctetView;
using bmc::Session;
using vocab::rule;
using wire::Completion;

constexpr Which app(std::uint8_t command) { return {wire::netfn::app, command}; }

/// The payload of what was decrypted, with the padding that its last octet tells of.
OctetView without_padding(OctetView clear) {
    if (clear.empty() || clear.back() >= clear.size()) return {};
    return clear.first(clear.size() - clear.back() - 1U);
}

OctetView payload_of(const Arrival& arrival, OctetView clear) {
    return arrival.packet.encrypted ? without_padding(clear) : clear;
}

/// Whatever the packet lacks, its payload is taken.
void take_all_the_same(const Arrival& arrival) {
    const Octets clear = arrival.decrypted();
    const OctetView payload = payload_of(arrival, clear);
    if (!payload.empty()) arrival.replace(arrival.packet.sequence, payload);
}

/// So is it only where `lacks` says so of packets that the honest BMC drops.
Install takes_packets_that(std::function<bool(const Arrival&)> lacks) {
    return on_arrival([lacks = std::move(lacks)](const Arrival& arrival) {
        if (lacks(arrival)) take_all_the_same(arrival);
    });
}

void add_protection_mutants(Mutants& mutants) {
    mutants.push_back(
        {"any-auth-code-will-do", rule("ipmi.integrity.authcode"),
         "A packet with a wrong AuthCode is executed",
         takes_packets_that([](const Arrival& arrival) { return arrival.packet.authenticated; })});
    mutants.push_back(
        {"signatures-are-optional", rule("ipmi.integrity.required"), "A packet without AuthCode is executed",
         takes_packets_that([](const Arrival& arrival) { return !arrival.packet.authenticated; })});
    mutants.push_back({"encryption-is-optional", rule("ipmi.confidentiality.required"),
                       "A packet in clear text is executed",
                       takes_packets_that([](const Arrival& arrival) { return !arrival.packet.encrypted; })});
    mutants.push_back({"any-padding-will-do", rule("ipmi.confidentiality.padding"),
                       "A packet with wrong padding is executed",
                       takes_packets_that([](const Arrival& arrival) { return arrival.packet.encrypted; })});
    mutants.push_back({"blocks-may-be-broken", rule("ipmi.confidentiality.length"),
                       "An encrypted payload that is no whole number of blocks is executed",
                       takes_packets_that([](const Arrival& arrival) {
                           return arrival.packet.payload.size() % wire::aes_block != 0;
                       })});
    mutants.push_back({"one-suite-does-not-work", rule("ipmi.integrity.each-algorithm"),
                       "Packets under HMAC-MD5-128 are dropped", on_arrival([](const Arrival& arrival) {
                           constexpr std::uint8_t hmac_md5_128 = 2;
                           if (arrival.known.suite.algorithms.integrity == hmac_md5_128)
                               arrival.datagram.clear();
                       })});
    mutants.push_back({"setup-messages-lower-privilege", rule("ipmi.payload.session-messages"),
                       "A message of session setup within a session takes it back to user",
                       on_arrival([](const Arrival& arrival) {
                           constexpr std::uint8_t first_of_setup = 0x10, last_of_setup = 0x15;
                           const std::uint8_t type = arrival.packet.payload_type;
                           if (type >= first_of_setup && type <= last_of_setup && arrival.opened())
                               arrival.session.current = wire::Privilege::user;
                       })});
    mutants.push_back({"foreign-payloads-are-commands", rule("ipmi.payload.unknown-type"),
                       "A packet with an unknown payload type is taken for a command",
                       on_arrival([](const Arrival& arrival) {
                           constexpr std::uint8_t first_of_setup = 0x10;
                           if (arrival.packet.payload_type < first_of_setup) return;
                           if (const auto payload = arrival.opened())
                               arrival.replace(arrival.packet.sequence, *payload);
                       })});
}

/// Encrypts the BMC's answers again, under one initialization vector for all.
class OneVector final : public wire::RandomSource {
public:
    void fill(std::span<base::Octet> out) override { std::ranges::fill(out, base::Octet{0x5A}); }
};

void seal_with_one_vector(const Inside& inside, OctetView datagram, Octets& answer) {
    const auto asked = packet_in(datagram), told = packet_in(answer);
    if (!asked || !told || !told->encrypted) return;
    Session* const session = inside.sessions.find(asked->session_id);
    if (session == nullptr) return;
    Octets scratch;
    const auto clear = session->cipher.open(*told, scratch);
    if (!clear) return;
    const Octets payload{clear->begin(), clear->end()};
    const std::uint32_t id = told->session_id, sequence = told->sequence;
    OneVector vector;
    answer.clear();
    session->cipher.seal(id, sequence, PayloadType::ipmi, payload, vector, answer);
}

void add_sequence_mutants(Mutants& mutants) {
    mutants.push_back({"one-vector-for-all", rule("ipmi.confidentiality.fresh-iv"),
                       "Each answer has the same initialization vector", on_outgoing(seal_with_one_vector)});
    mutants.push_back({"replayed-packets-executed", rule("ipmi.sequence.replay"),
                       "A replayed packet is executed", on_arrival([](const Arrival& arrival) {
                           if (!arrival.session.inbound.has_taken(arrival.packet.sequence)) return;
                           if (const auto payload = arrival.opened())
                               arrival.replace(++arrival.known.highest, *payload);
                       })});
    mutants.push_back({"sequence-of-nought-executed", rule("ipmi.sequence.zero"),
                       "A packet with sequence number 0 is executed", on_arrival([](const Arrival& arrival) {
                           if (arrival.packet.sequence != 0) return;
                           if (const auto payload = arrival.opened())
                               arrival.replace(++arrival.known.highest, *payload);
                       })});
    mutants.push_back({"old-packets-executed", rule("ipmi.sequence.below"),
                       "A packet far below the window is executed", on_arrival([](const Arrival& arrival) {
                           constexpr std::uint32_t window = 16;
                           const bool old = arrival.packet.sequence + window < arrival.known.highest;
                           const auto payload = old ? arrival.opened() : std::nullopt;
                           if (payload) arrival.replace(++arrival.known.highest, *payload);
                       })});
    mutants.push_back({"packets-from-far-ahead-executed", rule("ipmi.sequence.ahead"),
                       "A packet far above the window is executed", on_arrival([](const Arrival& arrival) {
                           constexpr std::uint32_t window = 15;
                           const bool far = arrival.packet.sequence > arrival.known.highest + window;
                           if (far && arrival.opened())
                               arrival.session.inbound = wire::SequenceWindow::from(arrival.packet.sequence);
                       })});
    mutants.push_back({"late-packets-dropped", rule("ipmi.sequence.window"),
                       "A packet that comes late, but within the window, is dropped",
                       on_arrival([](const Arrival& arrival) {
                           if (arrival.packet.sequence < arrival.known.highest) arrival.datagram.clear();
                       })});
    mutants.push_back({"outbound-numbers-stand-still", rule("ipmi.sequence.outbound"),
                       "The BMC's own sequence number is always 1",
                       on_arrival([](const Arrival& arrival) { arrival.session.outbound = 0; })});
}

/// The inactivity timeout of the BMC that these breaches are in, and of suites/profiles/bmcsim-quick.toml.
constexpr std::chrono::seconds quick_timeout{3};

/// After each command the session counts as silent for so long; for less than nothing when it is negative.
Install silent_for(base::Duration silence) {
    return [silence](Breach& breach) {
        breach.model = [](bmc::ChassisModel& model) { model.security.session_timeout = quick_timeout; };
        around_commands([silence](const Inside& inside, Session* session, const wire::LanMessage& message,
                                  const bmc::Seams::Execute& honest, Octets& reply) {
            honest(session, message, reply);
            if (session != nullptr) session->last_heard = inside.now - silence;
        })(breach);
    };
}

void add_privilege_mutants(Mutants& mutants) {
    mutants.push_back(
        {"privilege-not-told", rule("ipmi.privilege.set"),
         "Set Session Privilege Level tells another level than the new one",
         octet_changed(app(cmd::set_session_privilege), 1, [](unsigned level) { return level ^ 1U; })});
    mutants.push_back({"keeping-lowers", rule("ipmi.privilege.keep"),
                       "Set Session Privilege Level 0 goes back to user",
                       taken_for(app(cmd::set_session_privilege), [](Octets& data) {
                           if (!data.empty() && data[0] == 0) data[0] = 2;
                       })});
    mutants.push_back(
        {"levels-beyond-the-limit", rule("ipmi.privilege.beyond-limit"),
         "A level above the user's limit is granted",
         refused_otherwise(app(cmd::set_session_privilege), static_cast<Completion>(0x81), ok)});
    mutants.push_back({"any-level-is-granted", rule("ipmi.privilege.unknown"),
                       "A level that there is not is granted",
                       refused_otherwise(app(cmd::set_session_privilege), Completion::invalid_field, ok)});
    mutants.push_back({"sessions-do-not-close", rule("ipmi.close.own"), "Close Session is acknowledged only",
                       not_done(app(cmd::close_session))});
    mutants.push_back({"unknown-sessions-close", rule("ipmi.close.unknown"),
                       "A session that there is not is closed",
                       refused_otherwise(app(cmd::close_session), static_cast<Completion>(0x87), ok)});
    mutants.push_back({"everybody-closes", rule("ipmi.close.of-others"), "Anybody closes anybody's session",
                       for_everybody(app(cmd::close_session))});
    mutants.push_back({"sessions-outlast-their-timeout", rule("ipmi.session.timeout"),
                       "A session in which nothing comes goes on for an hour more",
                       silent_for(-std::chrono::hours{1})});
    mutants.push_back({"sessions-end-before-their-timeout", rule("ipmi.session.timeout"),
                       "A session ends after two thirds of its inactivity timeout",
                       silent_for(std::chrono::seconds{1})});
    mutants.push_back(
        {"another-level-in-session-info", rule("ipmi.session-info.own"),
         "Get Session Info tells another privilege level",
         octet_changed(app(cmd::get_session_info), 5, [](unsigned level) { return level ^ 1U; })});
    mutants.push_back({"no-session-counted", rule("ipmi.session-info.count"),
                       "Get Session Info counts no session",
                       octet_changed(app(cmd::get_session_info), 3, [](unsigned) { return 0U; })});
    mutants.push_back({"absent-sessions-are-ours", rule("ipmi.session-info.absent"),
                       "Get Session Info tells of this session where there is none",
                       taken_for(app(cmd::get_session_info), [](Octets& data) {
                           if (data.size() > 1) data = {0};
                       })});
}

constexpr std::size_t record_octets = 5;
constexpr std::size_t page = 16;

/// All that Get Channel Cipher Suites lists in the form that `form`, bit 7 of the index, asks for.
Octets whole_list(Session* session, const wire::LanMessage& message, const bmc::Seams::Execute& honest,
                  unsigned form) {
    Octets list, reply;
    for (unsigned index = 0; index < 0x40; ++index) {
        execute_with(honest, session, message,
                     {message.data[0], message.data[1], static_cast<base::Octet>(form | index)}, reply);
        if (reply.front() != ok || reply.size() < 2) break;
        list.insert(list.end(), reply.begin() + 2, reply.end());
        if (reply.size() < page + 2) break;
    }
    return list;
}

/// Changes the list before it is cut into pages.
Install on_suite_list(unsigned form, std::function<void(Octets& list)> twist) {
    return around_commands(
        [form, twist = std::move(twist)](const Inside&, Session* session, const wire::LanMessage& message,
                                         const bmc::Seams::Execute& honest, Octets& reply) {
            honest(session, message, reply);
            const bool asked = app(cmd::get_channel_cipher_suites).is(message) && reply.front() == ok &&
                               (message.data[2] & 0x80U) == form;
            if (!asked) return;
            Octets list = whole_list(session, message, honest, form);
            twist(list);
            const std::size_t from = std::min(list.size(), page * (message.data[2] & 0x3FU));
            reply.resize(2);
            reply.insert(reply.end(), list.begin() + static_cast<std::ptrdiff_t>(from),
                         list.begin() + static_cast<std::ptrdiff_t>(std::min(list.size(), from + page)));
        });
}

void begin_list_anew(const Inside&, Session* session, const wire::LanMessage& message,
                     const bmc::Seams::Execute& honest, Octets& reply) {
    honest(session, message, reply);
    const bool is_beyond = app(cmd::get_channel_cipher_suites).is(message) && reply.size() == 2;
    if (!is_beyond) return;
    const auto form = static_cast<base::Octet>(message.data[2] & 0x80U);
    execute_with(honest, session, message, {message.data[0], message.data[1], form}, reply);
}

void add_suite_list_mutants(Mutants& mutants) {
    constexpr unsigned by_suite = 0x80, by_algorithm = 0x00;
    mutants.push_back({"suites-without-start", rule("ipmi.suites.records"),
                       "Suite records do not begin with C0h",
                       on_suite_list(by_suite, [](Octets& list) { list[0] = 0x80; })});
    mutants.push_back({"suites-without-end", rule("ipmi.suites.list-end"),
                       "Beyond its end the list begins anew", around_commands(begin_list_anew)});
    mutants.push_back({"suites-only-in-sessions", rule("ipmi.suites.without-session"),
                       "Get Channel Cipher Suites is refused without a session",
                       around_commands([](const Inside&, Session* session, const wire::LanMessage& message,
                                          const bmc::Seams::Execute& honest, Octets& reply) {
                           honest(session, message, reply);
                           if (session == nullptr && app(cmd::get_channel_cipher_suites).is(message))
                               reply.assign(1, static_cast<base::Octet>(Completion::insufficient_privilege));
                       })});
    mutants.push_back({"suites-advertised-and-refused", rule("ipmi.suites.advertised-work"),
                       "A suite with xRC4 is advertised and refused",
                       on_suite_list(by_suite, [](Octets& list) {
                           const Octets xrc4{0xC0, 0x04, 0x01, 0x41, 0x82};
                           list.insert(list.end(), xrc4.begin(), xrc4.end());
                       })});
    mutants.push_back(
        {"suites-working-unadvertised", rule("ipmi.suites.working-advertised"),
         "The last suite that works is not advertised",
         on_suite_list(by_suite, [](Octets& list) { list.resize(list.size() - record_octets); })});
    mutants.push_back({"algorithms-of-no-suite", rule("ipmi.suites.by-algorithm"),
                       "The list by algorithms names one that no suite has",
                       on_suite_list(by_algorithm, [](Octets& list) { list.push_back(0x82); })});
}

}  // namespace

void add_session_mutants(Mutants& mutants) {
    add_protection_mutants(mutants);
    add_sequence_mutants(mutants);
    add_privilege_mutants(mutants);
    add_suite_list_mutants(mutants);
}

}  // namespace assay::bmc_mutants
