#include "numeric_sensor.hpp"

#include <array>

#include <fmt/format.h>

#include "assay/ipmi-client/queries.hpp"
#include "cim_values.hpp"
#include "properties.hpp"

namespace assay::ipmi {
namespace {

using ipmi_client::Reading;
using ipmi_client::Sensor;
using ipmi_client::Threshold;
using ipmi_client::Thresholds;

constexpr std::string_view class_name = "CIM_NumericSensor";

/// How CIM names IPMI's thresholds, most severe first; `number` is that of SupportedThresholds' value map.
struct CimThreshold {
    Threshold threshold;
    std::string_view property;
    std::string_view state;
    std::uint16_t number;
    std::uint16_t health;
    std::uint16_t status;
};

constexpr std::array cim_thresholds{
    CimThreshold{Threshold::upper_non_recoverable, "UpperThresholdFatal", "Upper Fatal", 5,
                 cim::health_non_recoverable, cim::status_non_recoverable},
    CimThreshold{Threshold::lower_non_recoverable, "LowerThresholdFatal", "Lower Fatal", 4,
                 cim::health_non_recoverable, cim::status_non_recoverable},
    CimThreshold{Threshold::upper_critical, "UpperThresholdCritical", "Upper Critical", 3,
                 cim::health_critical, cim::status_error},
    CimThreshold{Threshold::lower_critical, "LowerThresholdCritical", "Lower Critical", 2,
                 cim::health_critical, cim::status_error},
    CimThreshold{Threshold::upper_non_critical, "UpperThresholdNonCritical", "Upper Non-Critical", 1,
                 cim::health_degraded, cim::status_degraded},
    CimThreshold{Threshold::lower_non_critical, "LowerThresholdNonCritical", "Lower Non-Critical", 0,
                 cim::health_degraded, cim::status_degraded},
};

/// What a reading means, from the thresholds that it is at or beyond.
struct State {
    std::string_view name;
    std::uint16_t health;
    std::uint16_t status;
};

State state_of(const Reading& reading) {
    if (!reading.available) return {"Unknown", cim::health_unknown, cim::status_unknown};
    for (const CimThreshold& each : cim_thresholds) {
        const bool crossed = (reading.threshold_status >> static_cast<unsigned>(each.threshold) & 1U) != 0;
        if (crossed) return {each.state, each.health, each.status};
    }
    return {"Normal", cim::health_ok, cim::status_ok};
}

std::vector<std::string> possible_states() {
    std::vector<std::string> states{"Unknown", "Normal"};
    for (const CimThreshold& each : cim_thresholds) states.emplace_back(each.state);
    return states;
}

/// CIM_NumericSensor.BaseUnits against IPMI 2.0 §43.17: the two lists run one apart, then CIM leaves out the
/// units shorter than a second.
std::uint16_t base_units(const Sensor& sensor) {
    constexpr std::uint8_t hertz = 19, second = 22, week = 26;
    constexpr std::uint16_t unknown = 0, other = 1, percentage = 65;
    if (sensor.percentage) return percentage;
    if (sensor.base_unit == 0) return unknown;
    if (sensor.base_unit <= hertz) return static_cast<std::uint16_t>(sensor.base_unit + 1);
    if (sensor.base_unit >= second && sensor.base_unit <= week)
        return static_cast<std::uint16_t>(sensor.base_unit - 1);
    return other;
}

/// CIM_Sensor.SensorType against §42.2 Table 42-3.
std::uint16_t sensor_type(const Sensor& sensor) {
    constexpr std::uint8_t watts = 6;
    constexpr std::uint16_t other = 1, power_consumption = 13;
    constexpr std::array<std::uint16_t, 5> first_types{0, 2, 3, 4,
                                                       5};  // temperature, voltage, current, tachometer
    if (sensor.base_unit == watts) return power_consumption;
    return sensor.type < first_types.size() && sensor.type > 0 ? first_types[sensor.type] : other;
}

void add_thresholds(Properties& properties, const Sensor& sensor, const Thresholds& thresholds) {
    std::vector<std::uint16_t> supported, settable;
    for (auto each = cim_thresholds.rbegin(); each != cim_thresholds.rend(); ++each) {
        const auto index = static_cast<unsigned>(each->threshold);
        if (!thresholds[index]) continue;
        properties.set(each->property, thresholds[index]->number);
        supported.push_back(each->number);
        if ((sensor.settable_thresholds >> index & 1U) != 0) settable.push_back(each->number);
    }
    properties.set("SupportedThresholds", supported).set("EnabledThresholds", supported);
    properties.set("SettableThresholds", settable);
}

/// In the unit of the readings: the width that so many raw counts have.
std::int64_t hysteresis(const Sensor& sensor) {
    const std::int64_t width = sensor.value_of(sensor.hysteresis).number - sensor.value_of(0).number;
    return width < 0 ? -width : width;
}

model::SelectorSet selectors_of(const std::string& system, const Sensor& sensor) {
    return {{"CreationClassName", std::string{class_name}},
            {"DeviceID", device_id_of(sensor)},
            {"SystemCreationClassName", std::string{system_class}},
            {"SystemName", system}};
}

}  // namespace

std::string device_id_of(const Sensor& sensor) { return fmt::format("{}.0.32", sensor.number); }

soap::Element to_element(const std::string& system, const Sensor& sensor, const Reading& reading,
                         const Thresholds& thresholds) {
    const State state = state_of(reading);
    Properties properties{class_name};
    const model::SelectorSet keys = selectors_of(system, sensor);
    for (const model::Selector& key : keys.all()) properties.set(key.name, key.value);
    properties.set("Caption", sensor.name)
        .set("Description",
             fmt::format("{} of entity {}.{}", sensor.name, sensor.entity_id, sensor.entity_instance))
        .set("ElementName", sensor.name)
        .set("Name", sensor.name)
        .set("SensorType", sensor_type(sensor))
        .set("BaseUnits", base_units(sensor))
        .set("UnitModifier", sensor.value_of(0).exponent)
        .set("RateUnits", 0)
        .set("IsLinear", true)
        .set("Hysteresis", hysteresis(sensor))
        .set("CurrentState", std::string{state.name})
        .set("PossibleStates", possible_states())
        .set("EnabledState", cim::enabled)
        .set("EnabledDefault", cim::enabled_by_default)
        .set("RequestedState", cim::not_applicable)
        .set("HealthState", state.health)
        .set("OperationalStatus", state.status);
    if (reading.value) {
        properties.set("CurrentReading", reading.value->number);
    } else {
        properties.set_null("CurrentReading");
    }
    if (sensor.nominal) properties.set("NominalReading", sensor.nominal->number);
    if (sensor_type(sensor) == 1)
        properties.set("OtherSensorTypeDescription", fmt::format("IPMI sensor type {:02X}h", sensor.type));
    add_thresholds(properties, sensor, thresholds);
    return properties.element();
}

NumericSensor::NumericSensor(ipmi_client::Client& client)
    : BmcResource{
          client, class_name, {"CreationClassName", "DeviceID", "SystemCreationClassName", "SystemName"}} {}

awaitable<Outcome<std::vector<service::Item>>> NumericSensor::instances(const model::SelectorSet& wanted) {
    const auto system = co_await ipmi_client::system_guid(client());
    if (!system) co_return fault_of(system.error());
    const auto sensors = co_await ipmi_client::sensors(client());
    if (!sensors) co_return fault_of(sensors.error());
    std::vector<service::Item> items;
    for (const Sensor& sensor : *sensors) {
        const model::SelectorSet keys = selectors_of(*system, sensor);
        if (!sensor.analog || !matches(wanted, keys)) continue;
        const auto reading = co_await ipmi_client::reading(client(), sensor);
        if (!reading) co_return fault_of(reading.error());
        const auto thresholds = co_await ipmi_client::thresholds(client(), sensor);
        if (!thresholds) co_return fault_of(thresholds.error());
        items.push_back({.object = to_element(*system, sensor, *reading, *thresholds), .selectors = keys});
    }
    co_return items;
}

}  // namespace assay::ipmi
