// A chassis as its TOML file describes it: plain data, nothing that changes while it runs.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/base/octets.hpp"
#include "assay/bmc/dcmi_model.hpp"
#include "assay/bmc/device_identity.hpp"
#include "assay/bmc/event_log.hpp"
#include "assay/bmc/fru_devices.hpp"
#include "assay/bmc/satellite_model.hpp"
#include "assay/bmc/security_policy.hpp"
#include "assay/bmc/sensor_model.hpp"
#include "assay/bmc/serial_console.hpp"
#include "assay/bmc/system_info.hpp"
#include "assay/ipmi-wire/numbers.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::bmc {

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

class OemScript;

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
    std::vector<base::Octets> records;  ///< SDRs that belong to no sensor and no FRU device, with the id 0
    std::vector<ipmi_wire::SystemEvent> log;  ///< what the SEL holds at the start, oldest first
    std::size_t log_capacity = 512;           ///< records
    WhenFull log_when_full = WhenFull::stop;
    std::chrono::seconds log_erase_time{0};  ///< how long Clear SEL takes
    std::uint32_t power_on_hours = 0;
    bool powered_on = true;
    bool front_panel_lockout = true;   ///< can the buttons be disabled?
    bool diagnostic_interrupt = true;  ///< can the host be given one?
    SystemNames system_names;
    std::shared_ptr<OemScript> oem;  ///< the BMCs that are made of this model share it; null without one
    DcmiModel dcmi;
    std::vector<SatelliteModel> satellites;
    std::vector<BusDeviceModel> bus_devices;
};

}  // namespace assay::bmc
