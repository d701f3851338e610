// What can be done to a chassis' power, its buttons and its BMC, and why its host started.
#pragma once

#include <cstdint>

namespace assay::bmc {

/// Chassis Control (IPMI 2.0 §28.3).
enum class PowerAction : std::uint8_t {
    down = 0,
    up = 1,
    cycle = 2,
    reset = 3,
    diagnostic_interrupt = 4,
    soft_shutdown = 5,
};

/// §28.8 octet 1.
enum class RestorePolicy : std::uint8_t { stay_off = 0, previous = 1, always_on = 2 };

/// §28.11.
enum class RestartCause : std::uint8_t {
    unknown = 0,
    chassis_control = 1,
    reset_button = 2,
    power_button = 3,
    watchdog = 4,
    oem = 5,
    always_restore = 6,
    restore_previous = 7,
    event_filter_reset = 8,
    event_filter_power_cycle = 9,
    soft_reset = 10,
    clock_wakeup = 11,
};

/// §20.2, §20.3.
enum class ControllerReset : std::uint8_t { cold, warm };

/// §28.6: the front panel's buttons; the numbers of their bits.
enum class Button : std::uint8_t { power = 0, reset = 1, diagnostic_interrupt = 2 };

}  // namespace assay::bmc
