// A chassis as its TOML file describes it: plain data, nothing that changes while it runs.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/base/octets.hpp"
#include "assay/bmc/event_log.hpp"
#include "assay/bmc/fru_devices.hpp"
#include "assay/bmc/scenario.hpp"
#include "assay/bmc/security_policy.hpp"
#include "assay/bmc/serial_console.hpp"
#include "assay/bmc/system_info.hpp"
#include "assay/ipmi-wire/numbers.hpp"
#include "assay/ipmi-wire/rakp.hpp"
#include "assay/ipmi-wire/sdr.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::bmc {

/// What Get Device ID tells (IPMI 2.0 §20.1).
struct DeviceIdentity {
    std::uint8_t id = 0x20;
    std::uint8_t revision = 1;        ///< 4 bits
    std::uint8_t firmware_major = 1;  ///< 7 bits
    std::uint8_t firmware_minor = 0;  ///< 0 … 99
    std::uint32_t manufacturer = 0;   ///< IANA enterprise number, 24 bits
    std::uint16_t product = 0;
    ipmi_wire::Guid guid{};                               ///< in wire order
    std::uint8_t self_test_faults = 0;                    ///< §20.4: the bits of result 57h
    base::Duration cold_reset = std::chrono::seconds{2};  ///< how long the BMC is away, §20.2
    base::Duration warm_reset = std::chrono::seconds{1};  ///< §20.3
    bool has_device_sdrs = false;                         ///< §35.2 to §35.4 are supported, too
};

/// The bit of Serial over LAN among the standard payload types (§13.27.3 Table 13-16).
inline constexpr std::uint16_t standard_sol_payload = 0x0002;

/// A row of the user table (§22.26 and following).
struct User {
    std::uint8_t id = 0;  ///< 1 … max_users
    std::string name;     ///< empty where none was set yet, or for the anonymous user where one is allowed
    base::Octets password;
    bool long_password = false;                                   ///< set as 20 octets, not 16 (§22.30)
    ipmi_wire::Privilege privilege = ipmi_wire::Privilege::user;  ///< none: no access
    bool enabled = true;
    bool messaging = true;            ///< may open sessions
    bool link_authentication = true;  ///< kept and told; a LAN has no link authentication
    bool callback_only = false;
    std::uint8_t session_limit = 0;                 ///< simultaneous sessions, 0: no limit
    std::uint16_t payloads = standard_sol_payload;  ///< §24.6: one bit a standard payload type
};
inline constexpr std::uint8_t max_users = 63;  ///< §22.26: told in 6 bits
inline constexpr std::size_t longest_password = 20;

/// What Get LAN Configuration Parameters tells (§23.2).
struct LanFacts {
    std::array<base::Octet, 4> address{127, 0, 0, 1};
    std::array<base::Octet, 4> netmask{255, 0, 0, 0};
    std::array<base::Octet, 4> gateway{};
    std::array<base::Octet, 6> mac{};
    std::uint16_t trap_port = 162;     ///< where PET traps go to
    std::string community = "public";  ///< of PET traps; at most 18 octets
};

/// How an analog sensor's value moves; in the sensor's units.
struct Motion {
    double base = 0;
    double swing = 0;      ///< amplitude of the sine
    double period_s = 60;  ///< seconds, > 0
    double noise = 0;      ///< greatest deviation added to the sine
};

/// The states of a discrete sensor, one bit an offset (§42.2).
struct DiscreteStates {
    std::uint16_t host_on = 0;
    std::uint16_t host_off = 0;
};

/// The factors of a non-linear sensor's raw readings from `first` on (§35.5).
struct FactorRange {
    std::uint8_t first = 0;
    ipmi_wire::Conversion conversion;
};

/// One sensor: its record and what it measures.
struct SensorModel {
    ipmi_wire::SensorRecord record;  ///< full for an analog sensor, compact for a discrete one
    Motion motion;
    DiscreteStates states;
    std::vector<FactorRange>
        factors;              ///< by their first reading, the first of them 0; empty unless non-linear
    bool needs_host = false;  ///< unavailable while the host is off
    base::Octets octets;      ///< of its record, where that is given as octets; else it is encoded
};

/// How the BMC's time passes.
struct ClockModel {
    static constexpr double slowest = 0.1,
                            fastest = 3600;  ///< a tick must not owe more samples than are caught up
    double speed = 1;                        ///< seconds of the BMC in a second of the world
    std::optional<base::WallTime> start;     ///< civil time when it starts; none: the world's
};

struct ChassisModel {
    std::string name;
    DeviceIdentity device;
    LanFacts lan;
    std::shared_ptr<const ConsoleScript> console = std::make_shared<const ConsoleScript>();
    SecurityPolicy security;
    std::vector<User> users;
    std::uint8_t user_slots = 16;  ///< the highest user id, at most max_users
    std::vector<SensorModel> sensors;
    std::vector<FruModel> frus;
    std::vector<base::Octets> records;      ///< SDRs that belong to no sensor and no FRU device
    std::vector<ipmi_wire::SelRecord> log;  ///< what the SEL holds at the start, oldest first; ids may be 0
    std::size_t log_capacity = 512;         ///< records
    WhenFull log_when_full = WhenFull::stop;
    std::chrono::seconds log_erase_time{0};  ///< how long Clear SEL takes
    std::uint32_t power_on_hours = 0;
    bool powered_on = true;
    bool front_panel_lockout = true;   ///< can the buttons be disabled?
    bool diagnostic_interrupt = true;  ///< can the host be given one?
    SystemNames system_names;
    std::shared_ptr<const Scenarios> scenarios = std::make_shared<const Scenarios>();
    ClockModel clock;
};

/// The record of the sensor with this name; null when there is none.
[[nodiscard]] const ipmi_wire::SensorRecord* sensor_named(const ChassisModel& model, std::string_view name);

}  // namespace assay::bmc
