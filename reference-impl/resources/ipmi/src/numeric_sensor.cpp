#include "numeric_sensor.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "assay/cim/name.hpp"
#include "assay/ipmi-client/queries.hpp"
#include "cim_values.hpp"
#include "sensor_device.hpp"

namespace assay::ipmi {
namespace {

using ipmi_client::Reading;
using ipmi_client::Sensor;
using ipmi_client::Threshold;
using ipmi_client::Thresholds;

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
                 values::health_non_recoverable, values::status_non_recoverable},
    CimThreshold{Threshold::lower_non_recoverable, "LowerThresholdFatal", "Lower Fatal", 4,
                 values::health_non_recoverable, values::status_non_recoverable},
    CimThreshold{Threshold::upper_critical, "UpperThresholdCritical", "Upper Critical", 3,
                 values::health_critical, values::status_error},
    CimThreshold{Threshold::lower_critical, "LowerThresholdCritical", "Lower Critical", 2,
                 values::health_critical, values::status_error},
    CimThreshold{Threshold::upper_non_critical, "UpperThresholdNonCritical", "Upper Non-Critical", 1,
                 values::health_degraded, values::status_degraded},
    CimThreshold{Threshold::lower_non_critical, "LowerThresholdNonCritical", "Lower Non-Critical", 0,
                 values::health_degraded, values::status_degraded},
};

/// What a reading means, from the thresholds that it is at or beyond.
struct State {
    std::string_view name;
    std::uint16_t health;
    std::uint16_t status;
};

State state_of(const Reading& reading) {
    if (!reading.available) return {"Unknown", values::health_unknown, values::status_unknown};
    for (const CimThreshold& each : cim_thresholds) {
        const bool crossed = (reading.threshold_status >> static_cast<unsigned>(each.threshold) & 1U) != 0;
        if (crossed) return {each.state, each.health, each.status};
    }
    return {"Normal", values::health_ok, values::status_ok};
}

cim::Value possible_states() {
    cim::Value::Array states{"Unknown", "Normal"};
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
std::uint16_t numeric_sensor_type(const Sensor& sensor) {
    constexpr std::uint8_t watts = 6;
    constexpr std::uint16_t other = 1, power_consumption = 13;
    constexpr std::array<std::uint16_t, 5> first_types{0, 2, 3, 4,
                                                       5};  // temperature, voltage, current, tachometer
    if (sensor.base_unit == watts) return power_consumption;
    return sensor.type < first_types.size() && sensor.type > 0 ? first_types[sensor.type] : other;
}

void add_thresholds(cim::Instance& instance, const Sensor& sensor, const Thresholds& thresholds) {
    cim::Value::Array supported, settable;
    for (auto each = cim_thresholds.rbegin(); each != cim_thresholds.rend(); ++each) {
        const auto index = static_cast<unsigned>(each->threshold);
        if (!thresholds[index]) continue;
        instance.set(each->property, thresholds[index]->number);
        supported.emplace_back(each->number);
        if ((sensor.settable_thresholds >> index & 1U) != 0) settable.emplace_back(each->number);
    }
    instance.set("SupportedThresholds", supported);
    instance.set("EnabledThresholds", supported);
    instance.set("SettableThresholds", settable);
}

/// In the unit of the readings: the width that so many raw counts have.
std::int64_t width_of(const Sensor& sensor, std::uint8_t counts) {
    const std::int64_t width = sensor.value_of(counts).number - sensor.value_of(0).number;
    return width < 0 ? -width : width;
}

/// The record counts in halves of a raw count.
std::int64_t tolerance_of(const Sensor& sensor) { return width_of(sensor, 1) * sensor.tolerance / 2; }

cim::Value number_of(const std::optional<ipmi_client::Decimal>& decimal) {
    return decimal ? cim::Value{decimal->number} : cim::Value{};
}

/// GetNonLinearFactors: what the record says holds for every reading of a linear sensor, and others are not
/// read.
cim::MethodResult factors_of(const cim::Instance& object, const cim::Method& method) {
    cim::MethodResult answer = answer_of(method, Result::completed);
    for (std::size_t i = 0; i < method.parameters.size(); ++i) {
        const cim::Value* const value = object.find(method.parameters[i].name);
        if (method.parameters[i].out && value != nullptr) answer.parameters[i] = *value;
    }
    return answer;
}

}  // namespace

cim::Instance numeric_sensor_of(cim::ClassPtr of, const std::string& system, const Sensor& sensor,
                                const Reading& reading, const Thresholds& thresholds) {
    const State state = state_of(reading);
    const std::uint16_t type = numeric_sensor_type(sensor);
    cim::Instance instance = sensor_device_of(std::move(of), system, sensor,
                                              {.sensor_type = type,
                                               .state = std::string{state.name},
                                               .health = state.health,
                                               .status = state.status});
    instance.set("PossibleStates", possible_states());
    instance.set("BaseUnits", base_units(sensor));
    instance.set("UnitModifier", sensor.value_of(0).exponent);
    instance.set("RateUnits", std::uint16_t{0});
    instance.set("IsLinear", true);
    instance.set("CurrentReading", number_of(reading.value));
    instance.set("NominalReading", number_of(sensor.nominal));
    instance.set("NormalMax", number_of(sensor.normal_max));
    instance.set("NormalMin", number_of(sensor.normal_min));
    instance.set("MaxReadable", sensor.readable_max.number);
    instance.set("MinReadable", sensor.readable_min.number);
    instance.set("Accuracy", sensor.accuracy);
    instance.set("Resolution", width_of(sensor, 1));
    instance.set("Tolerance", tolerance_of(sensor));
    instance.set("Hysteresis", width_of(sensor, sensor.hysteresis));
    add_thresholds(instance, sensor, thresholds);
    return instance;
}

awaitable<Outcome<std::vector<cim::Instance>>> NumericSensor::read(const Source& from, cim::ClassPtr of,
                                                                   const cim::ObjectPath* wanted) {
    const auto sensors = co_await ipmi_client::sensors(from.client());
    if (!sensors) co_return fault_of(sensors.error());
    std::vector<cim::Instance> instances;
    for (const Sensor& sensor : *sensors) {
        if (!sensor.analog || !is_wanted(sensor, wanted)) continue;
        const auto reading = co_await ipmi_client::reading(from.client(), sensor);
        if (!reading) co_return fault_of(reading.error());
        const auto thresholds = co_await ipmi_client::thresholds(from.client(), sensor);
        if (!thresholds) co_return fault_of(thresholds.error());
        instances.push_back(numeric_sensor_of(of, from.system, sensor, *reading, *thresholds));
    }
    co_return instances;
}

awaitable<Outcome<cim::MethodResult>> NumericSensor::restore(const Source& from, const cim::Instance& object,
                                                             const cim::Method& method) {
    const auto sensors = co_await ipmi_client::sensors(from.client());
    if (!sensors) co_return fault_of(sensors.error());
    const cim::ObjectPath path = object.path();
    const auto sensor =
        std::ranges::find_if(*sensors, [&](const Sensor& each) { return is_wanted(each, &path); });
    if (sensor == sensors->end() || sensor->settable_thresholds == 0)
        co_return answer_of(method, Result::not_supported);
    const auto done = result_of(co_await ipmi_client::restore_thresholds(from.client(), *sensor));
    if (!done) co_return done.error();
    co_return answer_of(method, *done);
}

awaitable<Outcome<cim::MethodResult>> NumericSensor::perform(const Source& from, const cim::Instance& object,
                                                             const cim::Method& method,
                                                             const std::vector<cim::Value>& in) {
    if (cim::same_name(method.name, "RestoreDefaultThresholds"))
        co_return co_await restore(from, object, method);
    if (!cim::same_name(method.name, "GetNonLinearFactors"))
        co_return co_await BmcProvider::perform(from, object, method, in);
    if (argument(method, in, "SensorReading") == nullptr)
        co_return answer_of(method, Result::invalid_parameter);
    co_return factors_of(object, method);
}

}  // namespace assay::ipmi
