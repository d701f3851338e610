// Alerts on their way (IPMI 2.0 §17.11 to §17.13): destinations one after the other, with retries, time-outs
// and acknowledgements. Sans-io; time is an argument.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/bmc/alert_destination.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::bmc {

/// §30.7: what became of the latest alert.
enum class AlertStatus : std::uint8_t { none = 0, ended = 1, failed = 2, unacknowledged = 3, pending = 0xFF };

/// §17.11 Table 17-4: whether a destination is alerted, given that the one before it was reached. "Another
/// channel" and "another type" find nothing here: there is one LAN channel, and it sends PET traps.
enum class PolicyRule : std::uint8_t { always, unless_sent, stop_when_sent, other_channel, other_type };

/// One entry of a policy set.
struct AlertStep {
    PolicyRule rule = PolicyRule::always;
    std::uint8_t destination = 0;
    std::optional<std::uint8_t> string;  ///< the selector of an alert string
    friend bool operator==(const AlertStep&, const AlertStep&) = default;
};

/// An event that somebody is to be told of.
struct Alert {
    ipmi_wire::SystemEvent event;
    std::uint8_t severity = 0;
    std::vector<AlertStep> steps;
    base::Instant not_before = base::Instant::min();
};

/// A trap on its way to the trap port of this address.
struct Trap {
    std::array<base::Octet, 4> address;
    base::Octets datagram;
};

/// What tells traps apart (§30.8): PET Acknowledge repeats it from the trap.
struct TrapIdentity {
    std::uint16_t sequence = 0;
    std::uint32_t timestamp = 0;
    std::uint8_t source_type = 0;
    std::uint8_t device = 0;
    std::uint8_t sensor = 0;
    std::array<base::Octet, 3> data{};
    friend bool operator==(const TrapIdentity&, const TrapIdentity&) = default;
};

/// A trap and how it is to be delivered.
struct Delivery {
    Trap trap;
    TrapIdentity identity;
    AlertDestination destination;
};

class Alerting {
public:
    static constexpr std::size_t most_alerts = 64;  ///< that are under way; more fail at once
    static constexpr std::size_t most_traps = 64;   ///< that wait to be taken; more are not sent
    /// The trap for a step of an alert; nothing where the destination cannot be alerted.
    using Write = std::function<std::optional<Delivery>(const Alert&, const AlertStep&, base::Instant)>;

    /// Queues the alert; advance() sends.
    void begin(Alert alert);
    /// Sends what is due, again where nobody acknowledged, and gives up where that was in vain.
    void advance(base::Instant now, const Write& write);
    /// When advance() has something to do; Instant::max() for never.
    [[nodiscard]] base::Instant next_due() const;
    /// §30.8: ends the delivery of this trap. @return false when none like it is under way
    bool acknowledge(const TrapIdentity& identity);

    [[nodiscard]] std::vector<Trap> take_traps() { return std::exchange(traps_, {}); }
    [[nodiscard]] AlertStatus status() const { return status_; }
    void clear_status() { status_ = AlertStatus::none; }
    [[nodiscard]] bool is_busy() const { return !runs_.empty(); }

private:
    struct Run {
        Alert alert;
        std::size_t step = 0;
        bool reached = false;  ///< was the destination before this step?
        std::optional<Delivery> delivery;
        unsigned sends_left = 0;
        bool acknowledged = false;
        base::Instant due;  ///< of the next thing to do
    };
    /// @return false when the run is over
    bool go_on(Run& run, base::Instant now, const Write& write);
    void send(Run& run);
    void conclude(Run& run, AlertStatus status);
    /// Passes over the steps that their rule leaves out.
    static void skip(Run& run);

    std::vector<Run> runs_;
    std::vector<Trap> traps_;
    AlertStatus status_ = AlertStatus::none;
};

}  // namespace assay::bmc
