// Sensor data records: full (type 01h, IPMI 2.0 §43.1) and compact (type 02h, §43.2).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <variant>

#include "assay/ipmi-wire/conversion.hpp"
#include "assay/ipmi-wire/cursor.hpp"
#include "assay/ipmi-wire/decoded.hpp"

namespace assay::ipmi_wire {

inline constexpr std::size_t sdr_header_length = 5;
inline constexpr std::size_t longest_sensor_name = 16;
inline constexpr std::uint8_t threshold_event_type = 0x01;  ///< §42.1 Table 42-1

/// The header that every record begins with (§43).
struct SdrHeader {
    std::uint16_t record_id = 0;
    std::uint8_t type = 0;
    std::uint8_t body_length = 0;  ///< octets after the header
};

/// What full and compact records share: octets 6 to 23, and the name.
struct SensorIdentity {
    std::uint8_t owner = 0x20;
    std::uint8_t lun = 0;  ///< octet 7, channel and LUN
    std::uint8_t number = 0;
    std::uint8_t entity_id = 0;
    std::uint8_t entity_instance = 0;
    std::uint8_t initialization = 0;
    std::uint8_t capabilities = 0;
    std::uint8_t sensor_type = 0;
    std::uint8_t event_reading_type = threshold_event_type;
    std::uint16_t assertion_mask = 0;
    std::uint16_t deassertion_mask = 0;
    std::uint16_t reading_mask =
        0;                       ///< settable (high) and readable (low) thresholds, or the discrete states
    std::uint8_t units = 0;      ///< octet 21: analog format, rate unit, modifier, percentage
    std::uint8_t base_unit = 0;  ///< §43.17 sensor unit type codes
    std::uint8_t modifier_unit = 0;
    std::string name;  ///< 8-bit ASCII, at most longest_sensor_name

    friend bool operator==(const SensorIdentity&, const SensorIdentity&) = default;
};

/// The six thresholds in the bit order of Get Sensor Thresholds (§35.9); raw octets.
enum class Threshold : std::uint8_t {
    lower_non_critical = 0,
    lower_critical = 1,
    lower_non_recoverable = 2,
    upper_non_critical = 3,
    upper_critical = 4,
    upper_non_recoverable = 5,
};
inline constexpr std::size_t threshold_count = 6;
using ThresholdOctets = std::array<std::uint8_t, threshold_count>;

/// Type 01h.
struct FullSensorRecord {
    std::uint16_t record_id = 0;
    SensorIdentity sensor;
    Conversion conversion;
    std::uint8_t linearization = 0;  ///< 0 linear
    std::uint8_t tolerance = 0;      ///< in ± half raw counts, 6 bits
    std::uint16_t accuracy = 0;      ///< 10 bits; · 10^accuracy_exponent in 1/100 per cent
    std::uint8_t accuracy_exponent = 0;
    std::uint8_t analog_flags = 0;  ///< octet 31: which of nominal, normal max, normal min are given
    std::uint8_t nominal = 0, normal_max = 0, normal_min = 0, sensor_max = 0xFF, sensor_min = 0;
    ThresholdOctets thresholds{};
    std::uint8_t positive_hysteresis = 0, negative_hysteresis = 0;

    friend bool operator==(const FullSensorRecord&, const FullSensorRecord&) = default;
};

/// Type 02h.
struct CompactSensorRecord {
    std::uint16_t record_id = 0;
    SensorIdentity sensor;
    std::uint16_t sharing = 0x0001;  ///< octets 24-25: share count 1, no modifier
    std::uint8_t positive_hysteresis = 0, negative_hysteresis = 0;

    friend bool operator==(const CompactSensorRecord&, const CompactSensorRecord&) = default;
};

using SensorRecord = std::variant<FullSensorRecord, CompactSensorRecord>;

[[nodiscard]] Decoded<SdrHeader> decode_sdr_header(OctetView record);
/// Types other than 01h and 02h are Broken::unsupported; so are names that are not 8-bit ASCII.
[[nodiscard]] Decoded<SensorRecord> decode_sensor_record(OctetView record);
/// The factors as octets 25 to 30 of a record tell them, and as Get Sensor Reading Factors does (§35.5).
[[nodiscard]] Octets encode_factors(const FullSensorRecord& record);
[[nodiscard]] Octets encode(const FullSensorRecord& record);
[[nodiscard]] Octets encode(const CompactSensorRecord& record);

}  // namespace assay::ipmi_wire
