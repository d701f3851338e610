// RMCP, ASF, messages outside a session, sessions of IPMI 1.5, and what attacks have taught (IPMI 2.0 §13.1
// to §13.8, §22.13 to §22.17).
#include <algorithm>

#include "assay/ipmi-wire/lan_message.hpp"
#include "assay/ipmi-wire/lan_session.hpp"
#include "assay/ipmi-wire/rmcp.hpp"
#include "packets.hpp"

namespace assay::bmc_mutants {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::app;
using base::OctetView;
using vocab::rule;

constexpr Which app(std::uint8_t command) { return {wire::netfn::app, command}; }

constexpr std::size_t rmcp_version = 0, rmcp_class = 3;
constexpr std::size_t asf_type = 8, asf_length = 11, asf_message = 12;
constexpr std::size_t lan_auth_type = 4, lan_length = 13, lan_message = 14;  // outside a session

bool is_asf(OctetView datagram) { return datagram.size() >= asf_message && datagram[rmcp_class] == 0x06; }
bool is_sessionless_lan(OctetView datagram) {
    return datagram.size() > lan_message && datagram[rmcp_class] == 0x07 && datagram[lan_auth_type] == 0x00;
}

/// Puts both checksums of the message in a datagram outside a session right.
void put_checksums_right(OctetView message, Octets& datagram) {
    constexpr std::size_t header = 2, least = 7;
    if (message.size() < least) return;
    Octets mended{message.begin(), message.end()};
    mended[header] = wire::checksum(OctetView{mended}.first(header));
    mended.back() = wire::checksum(OctetView{mended}.subspan(header + 1, mended.size() - header - 2));
    std::ranges::copy(mended, datagram.end() - static_cast<std::ptrdiff_t>(mended.size()));
}

/// Changes the message in a packet of a session, whose checksums follow.
Install message_taken_for(std::function<void(std::span<base::Octet> message)> twist) {
    return on_arrival([twist = std::move(twist)](const Arrival& arrival) {
        auto message = arrival.opened();
        if (!message || message->empty()) return;
        twist(*message);
        const Octets twisted = *message;
        put_checksums_right(twisted, *message);
        arrival.replace(arrival.packet.sequence, *message);
    });
}

/// Changes the message in an answer within a session, whose checksums follow.
void answer_from_elsewhere(const Inside& inside, OctetView datagram, Octets& answer) {
    constexpr std::size_t responder = 3;
    const auto asked = packet_in(datagram), told = packet_in(answer);
    bmc::Session* const session = asked && told ? inside.sessions.find(asked->session_id) : nullptr;
    if (session == nullptr) return;
    Octets scratch;
    const auto clear = session->cipher.open(*told, scratch);
    if (!clear || clear->size() <= responder) return;
    Octets message{clear->begin(), clear->end()};
    message[responder] ^= 0x02U;
    const Octets twisted = message;
    put_checksums_right(twisted, message);
    const std::uint32_t id = told->session_id, sequence = told->sequence;
    wire::SystemRandom random;
    answer.clear();
    session->cipher.seal(id, sequence, PayloadType::ipmi, message, random, answer);
}

/// Only where one of the two checksums is wrong; the other has to be right.
Install checksum_not_looked_at(bool first) {
    return on_incoming([first](const Inside&, Octets& datagram) {
        if (!is_sessionless_lan(datagram)) return;
        const auto message = OctetView{datagram}.subspan(lan_message);
        const bool header_is_right = message.size() > 3 && wire::checksum(message.first(3)) == 0;
        if (header_is_right != first) put_checksums_right(message, datagram);
    });
}

void add_rmcp_mutants(Mutants& mutants) {
    mutants.push_back({"any-rmcp-version", rule("ipmi.rmcp.version"),
                       "A datagram of any RMCP version is answered",
                       on_incoming([](const Inside&, Octets& datagram) {
                           if (!datagram.empty()) datagram[rmcp_version] = 0x06;
                       })});
    mutants.push_back({"any-rmcp-class", rule("ipmi.rmcp.class"),
                       "A datagram of any RMCP class is taken for IPMI",
                       on_incoming([](const Inside&, Octets& datagram) {
                           if (datagram.size() > rmcp_class && datagram[rmcp_class] != 0x06)
                               datagram[rmcp_class] = 0x07;
                       })});
    mutants.push_back({"stumps-are-pings", rule("ipmi.rmcp.truncated"),
                       "A datagram of two octets is answered",
                       on_outgoing([](const Inside&, OctetView datagram, Octets& answer) {
                           if (datagram.size() == 2) wire::encode_pong(0, answer);
                       })});
    mutants.push_back({"pong-without-ipmi", rule("ipmi.asf.pong"),
                       "The Pong does not say that IPMI is supported",
                       on_outgoing([](const Inside&, OctetView, Octets& answer) {
                           constexpr std::size_t entities = 20;
                           if (is_asf(answer) && answer.size() > entities) answer[entities] = 0;
                       })});
    mutants.push_back({"pings-of-any-length", rule("ipmi.asf.length"),
                       "A Ping with a wrong length is answered",
                       on_incoming([](const Inside&, Octets& datagram) {
                           if (!is_asf(datagram)) return;
                           datagram[asf_length] = 0;
                           datagram.resize(asf_message);
                       })});
    mutants.push_back({"everything-is-a-ping", rule("ipmi.asf.presence-only"),
                       "ASF messages of any type are answered with a Pong",
                       on_incoming([](const Inside&, Octets& datagram) {
                           if (is_asf(datagram)) datagram[asf_type] = 0x80;
                       })});
}

/// Appendix G gives the command to everybody, session or not.
void sessions_are_not_needed(const bmc::Seams::Inside&, bmc::Session* session,
                             const wire::LanMessage& message, const bmc::Seams::Execute& honest,
                             Octets& reply) {
    bmc::Session nobody;
    nobody.current = wire::Privilege::administrator;
    honest(session == nullptr ? &nobody : session, message, reply);
}

void add_message_mutants(Mutants& mutants) {
    mutants.push_back({"sessions-are-not-needed", rule("ipmi.lan.sessionless.commands"),
                       "Commands are executed without a session", around_commands(sessions_are_not_needed)});
    mutants.push_back({"first-checksum-not-looked-at", rule("ipmi.message.header-checksum"),
                       "A message with a wrong first checksum is executed", checksum_not_looked_at(true)});
    mutants.push_back({"second-checksum-not-looked-at", rule("ipmi.message.data-checksum"),
                       "A message with a wrong second checksum is executed", checksum_not_looked_at(false)});
    mutants.push_back({"answers-from-elsewhere", rule("ipmi.message.response"),
                       "A response comes from another address than its request went to",
                       on_outgoing(answer_from_elsewhere)});
    mutants.push_back({"responses-executed", rule("ipmi.message.of-responses"),
                       "A response is executed as a request",
                       message_taken_for([](std::span<base::Octet> message) {
                           constexpr std::size_t netfn = 1;
                           message[netfn] &= 0xFBU;
                       })});
    mutants.push_back(
        {"messages-to-others-executed", rule("ipmi.message.responder"),
         "A message to another address is executed",
         message_taken_for([](std::span<base::Octet> message) { message[0] = wire::bmc_address; })});
    mutants.push_back({"any-lan-length", rule("ipmi.lan.length"),
                       "A packet with a wrong length octet is executed",
                       on_incoming([](const Inside&, Octets& datagram) {
                           if (is_sessionless_lan(datagram))
                               datagram[lan_length] = static_cast<base::Octet>(datagram.size() - lan_message);
                       })});
    mutants.push_back({"signed-without-session", rule("ipmi.lan.sessionless.authcode"),
                       "A packet outside a session is executed whatever its authentication type is",
                       on_incoming([](const Inside&, Octets& datagram) {
                           constexpr std::uint8_t rmcp_plus = 0x06;
                           constexpr std::size_t auth_code = 13, code_octets = 16, session = 9;
                           const bool is_signed =
                               datagram.size() > lan_message + code_octets && datagram[rmcp_class] == 0x07 &&
                               datagram[lan_auth_type] != 0 && datagram[lan_auth_type] != rmcp_plus;
                           if (!is_signed || datagram[session] != 0) return;
                           datagram[lan_auth_type] = 0;
                           datagram.erase(datagram.begin() + auth_code,
                                          datagram.begin() + auth_code + code_octets);
                       })});
}

void add_capability_mutants(Mutants& mutants) {
    constexpr Which capabilities = app(cmd::get_channel_auth_caps);
    mutants.push_back({"capabilities-cut-short", rule("ipmi.channel-auth.capabilities"),
                       "Get Channel Authentication Capabilities has seven octets",
                       on_success(capabilities, [](Octets& reply) { reply.pop_back(); })});
    mutants.push_back({"extended-without-being-asked", rule("ipmi.channel-auth.extended"),
                       "RMCP+ is told to those who did not ask",
                       octet_changed(capabilities, 2, [](unsigned types) { return types | 0x80U; })});
    mutants.push_back({"this-channel-told", rule("ipmi.channel-auth.channel"),
                       "The answer names channel Eh, which stands for any",
                       octet_changed(capabilities, 1, [](unsigned) { return 0x0EU; })});
    mutants.push_back({"any-level-has-capabilities", rule("ipmi.channel-auth.privilege"),
                       "Capabilities are told for levels that there are not",
                       taken_for(capabilities, [](Octets& data) {
                           if (data.size() == 2) data[1] = 4;
                       })});
    mutants.push_back({"plain-passwords-offered", rule("ipmi.security.plain-password"),
                       "The straight password is offered",
                       octet_changed(capabilities, 2, [](unsigned types) { return types | 0x10U; })});
}

}  // namespace

void add_datagram_mutants(Mutants& mutants) {
    add_rmcp_mutants(mutants);
    add_message_mutants(mutants);
    add_capability_mutants(mutants);
}

}  // namespace assay::bmc_mutants
