#include "sensor.hpp"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/format.h>

#include "assay/ipmi-client/queries.hpp"
#include "cim_values.hpp"
#include "sensor_device.hpp"

namespace assay::ipmi {
namespace {

using ipmi_client::Reading;

constexpr std::uint8_t sensor_specific = 0x6F;  // IPMI 2.0 §42.1 Table 42-1
constexpr unsigned states_at_most = 15;

/// One state that a sensor can be in, and what it means for what it watches.
struct State {
    std::string_view name;
    std::uint16_t health = values::health_ok;
};

constexpr std::array physical_security{State{"General chassis intrusion", values::health_degraded},
                                       State{"Drive bay intrusion", values::health_degraded},
                                       State{"I/O card area intrusion", values::health_degraded},
                                       State{"Processor area intrusion", values::health_degraded},
                                       State{"System unplugged from LAN", values::health_degraded},
                                       State{"Unauthorized dock", values::health_degraded},
                                       State{"Fan area intrusion", values::health_degraded}};
constexpr std::array power_supply{State{"Presence detected"},
                                  State{"Failure detected", values::health_critical},
                                  State{"Predictive failure", values::health_degraded},
                                  State{"Input lost", values::health_critical},
                                  State{"Input lost or out of range", values::health_critical},
                                  State{"Input out of range", values::health_degraded},
                                  State{"Configuration error", values::health_degraded}};
constexpr std::array acpi_state{State{"S0/G0: working"},      State{"S1: sleeping"},
                                State{"S2: sleeping"},        State{"S3: sleeping"},
                                State{"S4: suspend-to-disk"}, State{"S5/G2: soft-off"}};

/// §42.2 Table 42-3, as far as servers commonly have them.
std::span<const State> states_of(const ipmi_client::Sensor& sensor) {
    if (sensor.event_type != sensor_specific) return {};
    switch (sensor.type) {
        case 0x05: return physical_security;
        case 0x08: return power_supply;
        case 0x22: return acpi_state;
        default: return {};
    }
}

/// CIM_Sensor.SensorType.
std::uint16_t sensor_type(const ipmi_client::Sensor& sensor) {
    constexpr std::uint8_t temperature = 1, fan = 4;
    constexpr std::uint16_t other = 1;
    // temperature, voltage, current and tachometer stand in the same order in both lists
    if (sensor.type < temperature || sensor.type > fan) return other;
    return static_cast<std::uint16_t>(sensor.type + 1);
}

std::string name_of(std::span<const State> known, unsigned offset) {
    return offset < known.size() ? std::string{known[offset].name} : fmt::format("State {}", offset);
}

SensorState state_of(const ipmi_client::Sensor& sensor, const Reading& reading) {
    SensorState now{sensor_type(sensor), "Unknown", values::health_unknown, values::status_unknown};
    if (!reading.available) return now;
    const auto known = states_of(sensor);
    now.health = values::health_ok;
    now.state.clear();
    for (unsigned offset = 0; offset < states_at_most; ++offset) {
        if ((reading.states >> offset & 1U) == 0) continue;
        now.state += (now.state.empty() ? "" : ", ") + name_of(known, offset);
        if (offset < known.size()) now.health = std::max(now.health, known[offset].health);
    }
    if (now.state.empty()) now.state = "Normal";
    now.status = now.health == values::health_ok         ? values::status_ok
                 : now.health == values::health_degraded ? values::status_degraded
                                                         : values::status_error;
    return now;
}

}  // namespace

cim::Instance sensor_of(cim::ClassPtr of, const std::string& system, const ipmi_client::Sensor& sensor,
                        const Reading& reading) {
    cim::Instance instance = sensor_device_of(std::move(of), system, sensor, state_of(sensor, reading));
    cim::Value::Array possible{"Unknown", "Normal"};
    for (const State& each : states_of(sensor)) possible.emplace_back(each.name);
    instance.set("PossibleStates", possible);
    return instance;
}

awaitable<Outcome<std::vector<cim::Instance>>> Sensor::read(const Source& from, cim::ClassPtr of,
                                                            const cim::ObjectPath* wanted) {
    const auto sensors = co_await ipmi_client::sensors(from.client());
    if (!sensors) co_return fault_of(sensors.error());
    std::vector<cim::Instance> instances;
    for (const ipmi_client::Sensor& sensor : *sensors) {
        if (sensor.analog || !is_wanted(sensor, wanted)) continue;
        const auto reading = co_await ipmi_client::reading(from.client(), sensor);
        if (!reading) co_return fault_of(reading.error());
        instances.push_back(sensor_of(of, from.system, sensor, *reading));
    }
    co_return instances;
}

}  // namespace assay::ipmi
