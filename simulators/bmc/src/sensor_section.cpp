#include "sensor_section.hpp"

#include <limits>

#include <fmt/format.h>

#include "assay/bmc/sensor.hpp"
#include "assay/ipmi-wire/linearization.hpp"
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
constexpr std::uint8_t rearms_by_itself = 0x40;     // octet 12 bit 6
constexpr std::uint8_t settable_by_command = 0x80;  // octet 11 bit 7
constexpr std::uint8_t sensor_specific = 0x6F;      // §42.1 Table 42-1
constexpr std::uint8_t percentage = 0x01;           // §43.1 octet 21 bit 0
constexpr std::uint8_t nominal_is_given = 0x01;     // octet 31

struct NamedThreshold {
    std::string_view key;
    wire::Threshold threshold;
    unsigned event_offset;  // §42.2: going low for a lower threshold, going high for an upper one
};

constexpr std::array named_thresholds{
    NamedThreshold{"lower_non_recoverable", wire::Threshold::lower_non_recoverable, 4},
    NamedThreshold{"lower_critical", wire::Threshold::lower_critical, 2},
    NamedThreshold{"lower_non_critical", wire::Threshold::lower_non_critical, 0},
    NamedThreshold{"upper_non_critical", wire::Threshold::upper_non_critical, 7},
    NamedThreshold{"upper_critical", wire::Threshold::upper_critical, 9},
    NamedThreshold{"upper_non_recoverable", wire::Threshold::upper_non_recoverable, 11},
};

std::uint8_t named(Section& section, std::string_view key, std::span<const NamedNumber> names,
                   std::optional<std::string> fallback = std::nullopt) {
    const auto number = number_named(names, section.text(key, std::move(fallback)));
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

wire::Conversion conversion_of(Section& table) {
    wire::Conversion conversion;
    conversion.m = static_cast<int>(table.integer("m", -512, 511, 1));
    if (conversion.m == 0) table.reject("m", "a whole number other than 0");
    conversion.b = static_cast<int>(table.integer("b", -512, 511, 0));
    conversion.b_exponent = static_cast<int>(table.integer("b_exponent", -8, 7, 0));
    conversion.r_exponent = static_cast<int>(table.integer("r_exponent", -8, 7, 0));
    return conversion;
}

wire::Conversion read_conversion(Section& section) {
    auto table = section.table("conversion");
    if (!table) return {};
    wire::Conversion conversion = conversion_of(*table);
    if (table->flag("signed", false)) conversion.format = wire::AnalogFormat::twos_complement;
    table->finish();
    return conversion;
}

/// The ranges of a non-linear sensor; none for another.
std::vector<FactorRange> read_factors(Section& section) {
    std::vector<FactorRange> ranges;
    section.tables("factors", [&](Section& table) {
        const std::int64_t least = ranges.empty() ? 0 : ranges.back().first + 1;
        FactorRange range;
        range.first = static_cast<std::uint8_t>(table.integer("from", least, ranges.empty() ? 0 : 0xFF));
        range.conversion = conversion_of(table);
        ranges.push_back(range);
    });
    return ranges;
}

/// The bits of octets 11 and 12 that the file decides (§43.1).
void read_capabilities(Section& section, wire::SensorIdentity& sensor) {
    const auto choose = [&](std::string_view key, std::span<const NamedNumber> names, unsigned shift) {
        if (!section.has(key)) return;
        const unsigned chosen = named(section, key, names);
        sensor.capabilities =
            static_cast<std::uint8_t>((sensor.capabilities & ~(3U << shift)) | chosen << shift);
    };
    choose("threshold_access", access_names, 2);
    choose("hysteresis_access", access_names, 4);
    choose("event_control", event_control_names, 0);
    if (!section.flag("rearms_itself", true))
        sensor.capabilities &= static_cast<std::uint8_t>(~rearms_by_itself);
    if (section.flag("settable", false)) sensor.initialization |= settable_by_command;
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

/// @param raw_of  the raw octet of a value in the sensor's units
void read_thresholds(Section& section, wire::FullSensorRecord& record,
                     const std::function<std::uint8_t(double)>& raw_of) {
    double before = std::numeric_limits<double>::lowest();
    auto table = section.table("thresholds");
    if (!table) return;
    unsigned known = 0;
    for (const NamedThreshold& one : named_thresholds) {
        if (!table->has(one.key)) continue;
        const auto index = static_cast<unsigned>(one.threshold);
        known |= 1U << index;
        const double value = table->number(one.key);
        if (value <= before) table->reject(one.key, "more than every threshold below it");
        before = value;
        record.thresholds[index] = raw_of(value);
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
    read_capabilities(section, record.sensor);
    record.conversion = read_conversion(section);
    SensorModel model;
    model.factors = read_factors(section);
    record.linearization = model.factors.empty()
                               ? named(section, "linearization", linearization_names, "linear")
                               : static_cast<std::uint8_t>(wire::Linearization::non_linear);
    for (FactorRange& range : model.factors) range.conversion.format = record.conversion.format;
    if (!model.factors.empty()) record.conversion = model.factors.front().conversion;
    const std::string unit = section.text("unit");
    const bool is_percentage = unit == "percent";
    const auto number = number_named(unit_names, is_percentage ? "none" : unit);
    if (!number) section.reject("unit", list_of(unit_names) + ", percent");
    record.sensor.base_unit = *number;
    record.sensor.units = static_cast<std::uint8_t>(static_cast<unsigned>(record.conversion.format) << 6U |
                                                    (is_percentage ? percentage : 0U));

    model.motion = read_motion(section);
    // the sensor itself converts values, with what is known of its factors so far
    const Sensor probe{{.record = record, .motion = {}, .states = {}, .factors = model.factors}, standstill};
    const auto raw_of = [&](double value) { return probe.raw_of(value); };
    record.analog_flags = nominal_is_given;
    record.nominal = raw_of(model.motion.base);
    record.sensor_min = record.conversion.octet_of(-1000);
    record.sensor_max = record.conversion.octet_of(1000);
    read_thresholds(section, record, raw_of);
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
    read_capabilities(section, record.sensor);
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
    if ((model.states.host_on & ~possible) != 0) section.reject("states", "offsets that are possible, too");
    if ((model.states.host_off & ~possible) != 0)
        section.reject("states_when_off", "offsets that are possible, too");
    return model;
}

SensorModel read_sensor(Section& section) {
    wire::SensorIdentity identity = read_identity(section);
    SensorModel model = section.has("states") ? read_discrete(section, std::move(identity))
                                              : read_analog(section, std::move(identity));
    model.needs_host = section.flag("needs_host", false);
    if (!section.has("when_off")) return model;
    if (model.needs_host || !std::holds_alternative<wire::FullSensorRecord>(model.record))
        section.reject("when_off", "nothing here: only an analog sensor without needs_host has it");
    model.when_off = section.number("when_off");
    return model;
}

}  // namespace

void add_sensor(Section& section, std::vector<SensorModel>& sensors) {
    SensorModel sensor = read_sensor(section);
    for (const SensorModel& other : sensors) {
        if (identity_of(other.record).number == identity_of(sensor.record).number) {
            section.reject("number", "a number that no other sensor has");
        }
        if (identity_of(other.record).name == identity_of(sensor.record).name) {
            section.reject("name", "a name that no other sensor has");
        }
    }
    sensors.push_back(std::move(sensor));
}

}  // namespace assay::bmc
