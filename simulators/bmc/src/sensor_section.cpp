#include "sensor_section.hpp"

#include <fmt/format.h>

#include "chassis_names.hpp"
#include "toml_section.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

// §43.1 octet 11: scanning, events, thresholds and hysteresis are initialised, and scanning and events start
// enabled
constexpr std::uint8_t initialised_and_enabled = 0x7F;
// §43.1 octet 12: re-arms by itself; hysteresis and thresholds can be read and set; each event can be enabled
constexpr std::uint8_t analog_capabilities = 0x40 | 0x20 | 0x08;
constexpr std::uint8_t discrete_capabilities = 0x40;
constexpr std::uint8_t sensor_specific = 0x6F;   // §42.1 Table 42-1
constexpr std::uint8_t percentage = 0x01;        // §43.1 octet 21 bit 0
constexpr std::uint8_t nominal_is_given = 0x01;  // octet 31

struct NamedThreshold {
    std::string_view key;
    wire::Threshold threshold;
    unsigned event_offset;  // §42.2: going low for a lower threshold, going high for an upper one
};

constexpr std::array named_thresholds{
    NamedThreshold{"lower_non_critical", wire::Threshold::lower_non_critical, 0},
    NamedThreshold{"lower_critical", wire::Threshold::lower_critical, 2},
    NamedThreshold{"lower_non_recoverable", wire::Threshold::lower_non_recoverable, 4},
    NamedThreshold{"upper_non_critical", wire::Threshold::upper_non_critical, 7},
    NamedThreshold{"upper_critical", wire::Threshold::upper_critical, 9},
    NamedThreshold{"upper_non_recoverable", wire::Threshold::upper_non_recoverable, 11},
};

std::uint8_t named(Section& section, std::string_view key, std::span<const NamedNumber> names) {
    const auto number = number_named(names, section.text(key));
    if (!number) section.reject(key, list_of(names));
    return *number;
}

wire::SensorIdentity read_identity(Section& section) {
    wire::SensorIdentity sensor;
    sensor.name = section.text("name");
    section.rename(fmt::format("sensor '{}'", sensor.name));
    if (sensor.name.empty() || sensor.name.size() > wire::longest_sensor_name) {
        section.reject("name", "1 to 16 ASCII characters");
    }
    sensor.number = static_cast<std::uint8_t>(section.integer("number", 1, 254));
    sensor.sensor_type = named(section, "type", sensor_type_names);
    sensor.entity_id = named(section, "entity", entity_names);
    sensor.entity_instance = static_cast<std::uint8_t>(section.integer("instance", 0, 127, 1));
    sensor.initialization = initialised_and_enabled;
    return sensor;
}

wire::Conversion read_conversion(Section& section) {
    wire::Conversion conversion;
    auto table = section.table("conversion");
    if (!table) return conversion;
    conversion.m = static_cast<int>(table->integer("m", -512, 511, 1));
    if (conversion.m == 0) table->reject("m", "a whole number other than 0");
    conversion.b = static_cast<int>(table->integer("b", -512, 511, 0));
    conversion.b_exponent = static_cast<int>(table->integer("b_exponent", -8, 7, 0));
    conversion.r_exponent = static_cast<int>(table->integer("r_exponent", -8, 7, 0));
    if (table->flag("signed", false)) conversion.format = wire::AnalogFormat::twos_complement;
    table->finish();
    return conversion;
}

Motion read_motion(Section& section) {
    Motion motion;
    motion.base = section.number("base");
    motion.swing = section.number("swing", 0);
    motion.period_s = section.number("period", 60);
    if (motion.period_s <= 0) section.reject("period", "seconds, more than 0");
    motion.noise = section.number("noise", 0);
    return motion;
}

void read_thresholds(Section& section, wire::FullSensorRecord& record) {
    auto table = section.table("thresholds");
    if (!table) return;
    unsigned known = 0;
    for (const NamedThreshold& one : named_thresholds) {
        if (!table->has(one.key)) continue;
        const auto index = static_cast<unsigned>(one.threshold);
        known |= 1U << index;
        record.thresholds[index] = record.conversion.raw_of(table->number(one.key));
        record.sensor.assertion_mask |= static_cast<std::uint16_t>(1U << one.event_offset);
        record.sensor.deassertion_mask |= static_cast<std::uint16_t>(1U << one.event_offset);
    }
    table->finish();
    // §43.1 octets 15 to 20: bits 14:12 say which comparisons a reading returns, lower ones and upper ones
    // apart
    record.sensor.assertion_mask |= static_cast<std::uint16_t>((known & 0x07U) << 12U);
    record.sensor.deassertion_mask |= static_cast<std::uint16_t>((known >> 3U & 0x07U) << 12U);
    record.sensor.reading_mask = static_cast<std::uint16_t>(known << 8U | known);
}

SensorModel read_analog(Section& section, wire::SensorIdentity identity) {
    wire::FullSensorRecord record;
    record.sensor = std::move(identity);
    record.sensor.capabilities = analog_capabilities;
    record.conversion = read_conversion(section);
    const std::string unit = section.text("unit");
    const bool is_percentage = unit == "percent";
    const auto number = number_named(unit_names, is_percentage ? "none" : unit);
    if (!number) section.reject("unit", list_of(unit_names) + ", percent");
    record.sensor.base_unit = *number;
    record.sensor.units = static_cast<std::uint8_t>(static_cast<unsigned>(record.conversion.format) << 6U |
                                                    (is_percentage ? percentage : 0U));

    SensorModel model;
    model.motion = read_motion(section);
    record.analog_flags = nominal_is_given;
    record.nominal = record.conversion.raw_of(model.motion.base);
    record.sensor_min = record.conversion.octet_of(-1000);
    record.sensor_max = record.conversion.octet_of(1000);
    read_thresholds(section, record);
    const auto hysteresis = static_cast<std::uint8_t>(section.integer("hysteresis", 0, 127, 0));
    record.positive_hysteresis = hysteresis;
    record.negative_hysteresis = hysteresis;
    model.record = record;
    return model;
}

std::uint16_t mask_of(Section& section, std::string_view key) {
    unsigned mask = 0;
    for (const std::int64_t offset : section.integers(key, 0, 14))
        mask |= 1U << static_cast<unsigned>(offset);
    return static_cast<std::uint16_t>(mask);
}

SensorModel read_discrete(Section& section, wire::SensorIdentity identity) {
    wire::CompactSensorRecord record;
    record.sensor = std::move(identity);
    record.sensor.capabilities = discrete_capabilities;
    record.sensor.event_reading_type =
        static_cast<std::uint8_t>(section.integer("event_type", 0x02, 0x7F, sensor_specific));
    record.sensor.units = static_cast<std::uint8_t>(static_cast<unsigned>(wire::AnalogFormat::none) << 6U);
    const std::uint16_t possible = mask_of(section, "possible");
    record.sensor.assertion_mask = possible;
    record.sensor.deassertion_mask = possible;
    record.sensor.reading_mask = possible;

    SensorModel model;
    model.record = record;
    model.states.host_on = mask_of(section, "states");
    model.states.host_off =
        section.has("states_when_off") ? mask_of(section, "states_when_off") : model.states.host_on;
    return model;
}

}  // namespace

SensorModel read_sensor(Section& section) {
    wire::SensorIdentity identity = read_identity(section);
    SensorModel model = section.has("states") ? read_discrete(section, std::move(identity))
                                              : read_analog(section, std::move(identity));
    model.needs_host = section.flag("needs_host", false);
    return model;
}

}  // namespace assay::bmc
