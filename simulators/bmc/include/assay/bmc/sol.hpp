// The BMC's side of Serial over LAN (IPMI 2.0 §15): one instance, one packet under way at a time. Sans-io.
#pragma once

#include <cstdint>
#include <optional>

#include "assay/base/clock.hpp"
#include "assay/bmc/parameters.hpp"
#include "assay/bmc/serial_console.hpp"
#include "assay/ipmi-wire/rmcp_plus.hpp"

namespace assay::bmc {

/// §26.3 Table 26-5.
namespace sol_parameter {
inline constexpr std::uint8_t enable = 1, authentication = 2, accumulation = 3, retry = 4,
                              stored_bit_rate = 5, present_bit_rate = 6, payload_channel = 7,
                              payload_port = 8;
}

inline constexpr std::size_t longest_sol_payload = 204;  ///< the header and the characters

class Sol {
public:
    explicit Sol(std::shared_ptr<const ConsoleScript> script);

    [[nodiscard]] ParameterBlock& parameters() { return parameters_; }
    /// The port that SOL payloads go to (parameter 8).
    void tell_port(std::uint16_t port);
    [[nodiscard]] bool is_enabled() const { return parameters_.value(sol_parameter::enable)[0] != 0; }
    /// Parameter 2: the privilege that activation needs, and whether it has to be encrypted.
    [[nodiscard]] ipmi_wire::Privilege needed_privilege() const;
    [[nodiscard]] bool must_encrypt() const;

    /// The managed id of the session that has it.
    [[nodiscard]] std::optional<std::uint32_t> owner() const { return owner_; }
    void activate(std::uint32_t session_id, bool host_on);
    /// §24.1, §24.3: are payloads to the console encrypted? Whoever activates it says so.
    void set_protection(ipmi_wire::Protection protection) { protection_ = protection; }
    [[nodiscard]] ipmi_wire::Protection protection() const { return protection_; }
    /// Ends it. The next packet tells the console, unless its session is gone.
    void deactivate();

    /// Takes a payload of the owner; a malformed one is dropped.
    void receive(base::OctetView payload, bool host_on, base::Instant now);

    /// A payload to send, and to which session.
    struct Packet {
        std::uint32_t session_id;
        base::Octets payload;
    };
    /// What is to be sent by now; call until there is nothing.
    [[nodiscard]] std::optional<Packet> next_packet(bool host_on, base::Instant now);
    /// When next_packet() may have something without another cause; Instant::max() for never.
    [[nodiscard]] base::Instant next_due() const;

    /// The host starts anew.
    void restart_host();

private:
    struct UnderWay {
        base::Octets payload;
        base::Instant due;  // of the next retry
        unsigned retries_left;
    };
    void take_acknowledge(std::uint8_t sequence, std::size_t accepted, bool refused, base::Instant now);
    void take_characters(std::uint8_t sequence, std::uint8_t operation, base::OctetView characters,
                         bool host_on, base::Instant now);
    [[nodiscard]] std::optional<base::Octets> retry(base::Instant now);
    [[nodiscard]] std::optional<base::Octets> fresh(base::Instant now);
    [[nodiscard]] base::Octets header(std::uint8_t sequence);
    [[nodiscard]] base::Duration retry_interval() const;
    [[nodiscard]] bool may_send_characters(base::Instant now) const;
    void note_output(base::Instant now);

    ParameterBlock parameters_;
    SerialConsole console_;
    std::optional<std::uint32_t> owner_;
    ipmi_wire::Protection protection_ = ipmi_wire::Protection::whole;
    std::optional<std::uint32_t> farewell_;  // who has to be told that it is over
    std::optional<UnderWay> under_way_;
    std::uint8_t latest_sent_ = 0;      // sequence numbers, 1 … 15
    std::uint8_t latest_received_ = 0;  // 0: none yet
    std::uint8_t latest_accepted_ = 0;
    bool latest_refused_ = false;
    bool owes_acknowledge_ = false;
    bool paused_ = false;
    base::Instant output_due_ = base::Instant::max();  // accumulated characters go out then
};

}  // namespace assay::bmc
