// A chassis as its TOML file describes it: plain data, nothing that changes while it runs.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "assay/base/octets.hpp"
#include "assay/bmc/event_log.hpp"
#include "assay/bmc/security_policy.hpp"
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
    ipmi_wire::Guid guid{};  ///< in wire order
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

/// One sensor: its record and what it measures.
struct SensorModel {
    ipmi_wire::SensorRecord record;  ///< full for an analog sensor, compact for a discrete one
    Motion motion;
    DiscreteStates states;
    bool needs_host = false;  ///< unavailable while the host is off
};

struct ChassisModel {
    std::string name;
    DeviceIdentity device;
    LanFacts lan;
    SecurityPolicy security;
    std::vector<User> users;
    std::uint8_t user_slots = 16;  ///< the highest user id, at most max_users
    std::vector<SensorModel> sensors;
    std::vector<ipmi_wire::SystemEvent> log;  ///< what the SEL holds at the start, oldest first
    std::size_t log_capacity = 512;           ///< records
    WhenFull log_when_full = WhenFull::stop;
    std::chrono::seconds log_erase_time{0};  ///< how long Clear SEL takes
    std::uint32_t power_on_hours = 0;
    bool powered_on = true;
};

}  // namespace assay::bmc
