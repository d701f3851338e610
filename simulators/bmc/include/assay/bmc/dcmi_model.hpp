// What a chassis file says of data center management (DCMI 1.5): plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay::bmc {

/// DCMI 1.5 §6.6.3: what happens when the power stays above its limit.
enum class PowerException : std::uint8_t { none = 0x00, power_off = 0x01, log = 0x11 };

/// §6.6.2, §6.6.3.
struct PowerLimit {
    static constexpr std::uint32_t least_correction_ms = 1000, most_correction_ms = 600'000;
    static constexpr std::uint16_t most_sampling_s = 3600;
    bool active = false;
    PowerException exception = PowerException::log;
    std::uint16_t watts = 0;             ///< 0: none was set yet
    std::uint32_t correction_ms = 6000;  ///< how long the power may stay above it
    std::uint16_t sampling_s = 60;       ///< what the statistics of Get Power Reading cover
};

/// The entities whose temperatures DCMI tells (§6.5.2).
namespace dcmi_entity {
inline constexpr std::uint8_t inlet = 0x40, processor = 0x41, baseboard = 0x42;
}

/// §6.7.2, §6.7.3.
struct ThermalLimit {
    static constexpr std::uint8_t non_volatile = 0x80, power_off = 0x40, log = 0x20;
    std::uint8_t entity = dcmi_entity::inlet;
    std::uint8_t instance = 1;
    std::uint8_t actions = 0;  ///< of the three above; 0: disabled
    std::uint8_t celsius = 0;
    std::uint16_t exception_s = 0;  ///< how long the temperature may stay above it
};

/// §6.1.3: parameters 2 to 5 of the DCMI configuration.
struct DhcpDiscovery {
    static constexpr std::uint8_t option_12 = 0x01, options_60_and_43 = 0x02, random_back_off = 0x80;
    std::uint8_t options = option_12;
    std::uint8_t initial_timeout_s = 4;
    std::uint16_t contact_timeout_s = 120;
    std::uint16_t retry_interval_s = 64;
};

struct DcmiModel {
    static constexpr std::size_t longest_asset_tag = 63;
    static constexpr std::size_t longest_controller_id = 63;  ///< without the zero that ends it

    std::string asset_tag;
    std::string controller_id;
    std::optional<std::uint8_t> power_sensor{};  ///< number of the analog sensor that measures the power
    std::uint16_t least_limit = 1;               ///< watts; the limits that can be set
    std::uint16_t most_limit = 0xFFFF;
    std::uint16_t throttled_watts = 0;  ///< what the host takes at least, however much it is throttled
    PowerLimit limit;
    std::vector<ThermalLimit> thermal_limits;
    DhcpDiscovery discovery;
};

}  // namespace assay::bmc
