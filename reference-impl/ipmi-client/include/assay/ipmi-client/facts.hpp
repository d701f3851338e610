// What a BMC tells, as plain values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace assay::ipmi_client {

/// IPMI 2.0 §20.1.
struct DeviceId {
    std::uint8_t id = 0;
    std::uint8_t revision = 0;
    std::string firmware;      ///< "2.14"
    std::string ipmi_version;  ///< "2.0"
    std::uint32_t manufacturer = 0;
    std::uint16_t product = 0;
};

enum class RestorePolicy : std::uint8_t { stay_off = 0, previous = 1, always_on = 2, unknown = 3 };

/// §28.2.
struct ChassisStatus {
    bool powered_on = false;
    bool power_fault = false;
    bool intrusion = false;
    bool drive_fault = false;
    bool cooling_fault = false;
    RestorePolicy restore_policy = RestorePolicy::unknown;
};

/// §28.3.
enum class PowerAction : std::uint8_t {
    off = 0,
    on = 1,
    cycle = 2,
    reset = 3,
    diagnostic_interrupt = 4,
    soft_off = 5
};

/// An exact decimal: number · 10^exponent. A sensor's readings and thresholds share one exponent.
struct Decimal {
    std::int64_t number = 0;
    int exponent = 0;
    [[nodiscard]] double value() const;
    friend bool operator==(const Decimal&, const Decimal&) = default;
};

/// The order of §35.9; indexes Thresholds.
enum class Threshold : std::uint8_t {
    lower_non_critical,
    lower_critical,
    lower_non_recoverable,
    upper_non_critical,
    upper_critical,
    upper_non_recoverable,
};
inline constexpr std::size_t threshold_count = 6;

/// Those that can be read.
using Thresholds = std::array<std::optional<Decimal>, threshold_count>;

/// One record of the SDR repository.
struct Sensor {
    std::uint16_t record_id = 0;
    std::uint8_t number = 0;
    std::string name;
    std::uint8_t type = 0;        ///< §42.2 Table 42-3
    std::uint8_t event_type = 0;  ///< §42.1 Table 42-1
    std::uint8_t entity_id = 0;
    std::uint8_t entity_instance = 0;
    bool analog = false;  ///< a full record with a linear conversion
    // analog sensors only:
    std::uint8_t base_unit = 0;  ///< §43.17
    bool percentage = false;
    int m = 1, b = 0, b_exponent = 0, r_exponent = 0;
    std::uint8_t format = 0;  ///< §43.1 octet 21 bits 7:6
    std::optional<Decimal> nominal, normal_max, normal_min;
    Decimal readable_max, readable_min;
    int tolerance = 0;                                               ///< in ± half raw counts
    std::int32_t accuracy = 0;                                       ///< in ± 1/100 per cent
    std::uint8_t settable_thresholds = 0;                            ///< one bit a Threshold
    std::array<std::uint8_t, threshold_count> default_thresholds{};  ///< raw; what the record was made with
    std::uint8_t hysteresis = 0;                                     ///< positive-going, raw counts

    /// The exact value of a raw octet. @pre analog
    [[nodiscard]] Decimal value_of(std::uint8_t raw) const;
};

/// §35.14.
struct Reading {
    bool available = false;
    std::uint8_t raw = 0;
    std::optional<Decimal> value;       ///< analog sensors that are available
    std::uint8_t threshold_status = 0;  ///< one bit a Threshold that the value is at or beyond
    std::uint16_t states = 0;           ///< discrete sensors: one bit an offset
};

/// A user of the BMC (§22.27, §22.29).
struct User {
    std::uint8_t id = 0;
    std::string name;
    bool enabled = false;
    std::uint8_t privilege = 0x0F;  ///< §6.8: 1 callback … 4 administrator, 0Fh none
};

/// §31.2.
struct LogInfo {
    std::uint16_t entries = 0;
    std::uint16_t free_octets = 0;
    std::uint32_t last_addition = 0;  ///< seconds since 1970; FFFFFFFFh: never
    std::uint32_t last_erasure = 0;
    bool overflow = false;
};

/// One SEL record (§32.1).
struct LogEntry {
    std::uint16_t id = 0;
    std::uint8_t type = 0;
    std::uint32_t timestamp = 0;  ///< seconds since 1970; 0 when the record has none
    std::array<std::uint8_t, 16> raw{};
    // system events (type 02h) only:
    bool is_event = false;
    std::uint8_t sensor_type = 0;
    std::uint8_t sensor_number = 0;
    std::uint8_t event_type = 0;
    bool deassertion = false;
    std::array<std::uint8_t, 3> data{};
};

}  // namespace assay::ipmi_client
