// A remote console for tests: drives one Bmc datagram by datagram, lawfully or not. Written on ipmi-wire
// alone.
#pragma once

#include <optional>
#include <string>

#include "assay/bmc/bmc.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "assay/ipmi-wire/lan_message.hpp"
#include "assay/ipmi-wire/rmcp.hpp"

namespace assay::bmc {

namespace wire = ipmi_wire;
using namespace std::chrono_literals;

inline constexpr auto test_chassis = R"(
name = "test"
log_capacity = 4

[device]
id = 0x21
firmware = "3.07"
product = 0x1234
guid = "00112233-4455-6677-8899-aabbccddeeff"

[[user]]
id = 2
name = "admin"
password = "secret"
privilege = "administrator"

[[user]]
id = 3
name = "oper"
password = "switch"
privilege = "operator"

[[user]]
id = 4
name = "viewer"
password = "look"

[[user]]
id = 5
name = "former"
password = "gone"
privilege = "administrator"
enabled = false

[[sensor]]
name = "Temp"
number = 1
type = "temperature"
entity = "system board"
unit = "degrees C"
conversion = { signed = true }
base = 30
thresholds = { lower_critical = -5, upper_non_critical = 40, upper_critical = 50 }
hysteresis = 2

[[sensor]]
name = "Fan"
number = 2
type = "fan"
entity = "fan"
unit = "rpm"
conversion = { m = 50 }
base = 3000
needs_host = true

[[sensor]]
name = "PSU"
number = 3
type = "power supply"
entity = "power supply"
possible = [0, 1]
states = [0]

[[event]]
time = 2026-01-02T03:04:05Z
sensor = "PSU"
offset = 0
)";

/// What a session needs to be spoken in.
struct Spoken {
    wire::KeyExchange exchange;
    std::optional<wire::SessionCipher> cipher;
    std::uint32_t sequence = 0;
};

class Console {
public:
    explicit Console(std::uint64_t seed = standstill, const std::string& chassis = test_chassis)
        : Console{seed, parse_chassis(chassis, "test.toml")} {}
    Console(std::uint64_t seed, ChassisModel chassis)
        : model{std::move(chassis)}, bmc{model, commands, random, seed, now, wall} {}

    /// One datagram there, and the answer; empty when there is none.
    base::Octets exchange(const base::Octets& datagram, Peer from = {0x7F000001, 40000}) {
        const auto reply = bmc.receive(datagram, from, now);
        return {reply.begin(), reply.end()};
    }

    /// The payload of a session-less RMCP+ answer, or empty.
    base::Octets exchange_sessionless(wire::PayloadType type, const base::Octets& payload) {
        base::Octets datagram;
        wire::encode_sessionless(type, payload, datagram);
        const base::Octets reply = exchange(datagram);
        if (reply.empty()) return {};
        const auto packet = wire::decode_rmcp_plus(base::OctetView{reply}.subspan(wire::rmcp_header_length));
        return {packet->payload.begin(), packet->payload.end()};
    }

    wire::OpenSessionResponse open(wire::Algorithms algorithms = wire::suite_17.algorithms,
                                   wire::Privilege privilege = wire::Privilege::none) {
        const wire::OpenSessionRequest request{
            .tag = 7, .max_privilege = privilege, .console_session = 0xC0501E, .algorithms = algorithms};
        const auto reply = exchange_sessionless(wire::PayloadType::open_session_request, encode(request));
        return *wire::decode_open_session_response(reply);
    }

    wire::Rakp2 identify(std::uint32_t managed_session, const std::string& name, std::uint8_t role) {
        const wire::Rakp1 request{.tag = 8,
                                  .managed_session = managed_session,
                                  .console_random = console_random,
                                  .role = role,
                                  .name_length = static_cast<std::uint8_t>(name.size()),
                                  .name = name};
        return *wire::decode_rakp2(exchange_sessionless(wire::PayloadType::rakp1, encode(request)));
    }

    /// The state of the key exchange after a lawful RAKP 2.
    Spoken agree(const std::string& name, const std::string& password, std::uint8_t role,
                 wire::CipherSuite suite = wire::suite_17) {
        const auto opened = open(suite.algorithms);
        const auto rakp2 = identify(opened.managed_session, name, role);
        Spoken spoken;
        spoken.exchange = {.suite = suite,
                           .console_session = opened.console_session,
                           .managed_session = opened.managed_session,
                           .console_random = console_random,
                           .managed_random = rakp2.managed_random,
                           .managed_guid = rakp2.managed_guid,
                           .role = role,
                           .name = name,
                           .password = wire::Secret{base::octets_of(password)}};
        return spoken;
    }

    base::Octets rakp3_datagram(const Spoken& spoken) {
        base::Octets datagram;
        wire::encode_sessionless(wire::PayloadType::rakp3,
                                 encode(wire::Rakp3{9, wire::RakpStatus::ok, spoken.exchange.managed_session,
                                                    spoken.exchange.rakp3_auth_code()}),
                                 datagram);
        return datagram;
    }

    wire::Rakp4 prove(const Spoken& spoken) {
        const base::Octets reply = exchange(rakp3_datagram(spoken));
        return *wire::decode_rakp4(wire::decode_rmcp_plus(base::OctetView{reply}.subspan(4))->payload);
    }

    /// A whole login, raised to `role`.
    Spoken log_in(const std::string& name = "admin", const std::string& password = "secret",
                  std::uint8_t role = 4, wire::CipherSuite suite = wire::suite_17) {
        Spoken spoken = agree(name, password, role, suite);
        prove(spoken);
        spoken.cipher.emplace(suite, spoken.exchange.session_integrity_key().view(),
                              spoken.exchange.password.view());
        command(spoken, wire::netfn::app, wire::cmd::app::set_session_privilege, {role});
        return spoken;
    }

    base::Octets seal(Spoken& spoken, std::uint8_t netfn, std::uint8_t number, const base::Octets& data,
                      std::optional<std::uint32_t> sequence = std::nullopt) {
        base::Octets message, datagram;
        wire::encode_lan_message({.to = wire::bmc_address,
                                  .netfn = netfn,
                                  .from = wire::remote_console_address,
                                  .sequence = 1,
                                  .command = number,
                                  .data = data},
                                 message);
        spoken.cipher->seal(spoken.exchange.managed_session, sequence.value_or(++spoken.sequence),
                            wire::PayloadType::ipmi, message, random, datagram);
        return datagram;
    }

    /// Completion code and data of the answer in `reply`; empty when there is none.
    base::Octets opened(Spoken& spoken, const base::Octets& reply) {
        if (reply.empty()) return {};
        const auto packet = wire::decode_rmcp_plus(base::OctetView{reply}.subspan(wire::rmcp_header_length));
        base::Octets clear;
        const auto message = wire::decode_lan_message(*spoken.cipher->open(*packet, clear));
        return {message->data.begin(), message->data.end()};
    }

    /// Completion code and data; empty when nothing was answered.
    base::Octets command(Spoken& spoken, std::uint8_t netfn, std::uint8_t number,
                         const base::Octets& data = {}) {
        return opened(spoken, exchange(seal(spoken, netfn, number, data)));
    }

    base::Instant now{};
    base::WallTime wall{std::chrono::sys_days{std::chrono::year{2026} / 6 / 1}};
    wire::Nonce console_random{1, 2, 3};
    wire::SystemRandom random;
    CommandTable commands = every_command();
    ChassisModel model;
    Bmc bmc;
};

}  // namespace assay::bmc
