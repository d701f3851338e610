// The watchdog timer (IPMI 2.0 §27): counts down, interrupts before the end, and acts at it. Sans-io; who
// owns it asks what is due and carries it out.
#pragma once

#include <cstdint>
#include <optional>

#include "assay/base/clock.hpp"

namespace assay::bmc {

/// §27.6 octet 2, bits 6:4.
enum class WatchdogInterrupt : std::uint8_t { none = 0, smi = 1, nmi = 2, messaging = 3 };

/// §27.6 octet 2, bits 2:0.
enum class WatchdogAction : std::uint8_t { none = 0, hard_reset = 1, power_down = 2, power_cycle = 3 };

struct WatchdogSettings {
    std::uint8_t use = 0;  ///< §27.6 octet 1: 1 BIOS FRB2 … 5 OEM; 0 until it is set
    bool dont_log = false;
    WatchdogInterrupt interrupt = WatchdogInterrupt::none;
    WatchdogAction action = WatchdogAction::none;
    base::Duration pre_timeout{};  ///< before the end, whole seconds
    base::Duration initial{};      ///< the countdown's start, steps of `watchdog_step`
};
inline constexpr base::Duration watchdog_step = std::chrono::milliseconds{100};
inline constexpr std::uint8_t last_watchdog_use = 5;

/// What came due, and under which settings.
struct WatchdogAlarm {
    base::Instant at;
    bool expired = false;  ///< the end; else the pre-timeout interrupt
    WatchdogSettings settings;
};

class Watchdog {
public:
    /// @param cleared       the expiration flags to take away, one bit a use
    /// @param keep_running  §27.6 "don't stop": a running timer goes on from the new countdown
    void set(const WatchdogSettings& settings, std::uint8_t cleared, bool keep_running, base::Instant now);
    /// Starts or restarts the countdown. @pre is_set()
    /// @return false when the pre-timeout interrupt was given already: §27.5, only set() stops it then
    bool restart(base::Instant now);
    /// The host is going down or starts anew: §27.1, the timer does not outlive that.
    void stop(base::Instant now);

    /// What is due by `now`, earliest first; the end stops the timer. Ask until there is nothing.
    std::optional<WatchdogAlarm> take_due(base::Instant now);
    /// When take_due() has something; Instant::max() while the timer is stopped.
    [[nodiscard]] base::Instant next_due() const;

    /// Was it ever set? §27.5 has a completion code for the case that it was not.
    [[nodiscard]] bool is_set() const { return settings_.use != 0; }
    [[nodiscard]] bool is_running() const { return running_; }
    [[nodiscard]] const WatchdogSettings& settings() const { return settings_; }
    /// The uses under which it expired, one bit each.
    [[nodiscard]] std::uint8_t expirations() const { return expirations_; }
    [[nodiscard]] base::Duration countdown(base::Instant now) const;

private:
    [[nodiscard]] bool interrupts_at_all() const;
    void start(base::Instant now);

    WatchdogSettings settings_;
    std::uint8_t expirations_ = 0;
    bool running_ = false;
    bool interrupted_ = false;  // the pre-timeout interrupt of this countdown was given
    base::Instant end_;         // while running
    base::Duration rest_{};     // while stopped
};

}  // namespace assay::bmc
