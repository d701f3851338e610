#include "sensor_device.hpp"

#include <fmt/format.h>

#include "cim_values.hpp"

namespace assay::ipmi {

std::string device_id_of(const ipmi_client::Sensor& sensor) { return fmt::format("{}.0.32", sensor.number); }

bool is_wanted(const ipmi_client::Sensor& sensor, const cim::ObjectPath* path) {
    if (path == nullptr) return true;
    const cim::Value* const id = path->find("DeviceID");
    return id != nullptr && *id == cim::Value{device_id_of(sensor)};
}

cim::Instance sensor_device_of(cim::ClassPtr of, const std::string& system, const ipmi_client::Sensor& sensor,
                               const SensorState& state) {
    constexpr std::uint16_t other = 1;
    const std::string class_name = of->name();
    cim::Instance instance =
        instance_of(std::move(of), {{"CreationClassName", class_name},
                                    {"DeviceID", device_id_of(sensor)},
                                    {"SystemCreationClassName", system_class},
                                    {"SystemName", system},
                                    {"Caption", sensor.name},
                                    {"Description", fmt::format("{} of entity {}.{}", sensor.name,
                                                                sensor.entity_id, sensor.entity_instance)},
                                    {"ElementName", sensor.name},
                                    {"Name", sensor.name},
                                    {"SensorType", state.sensor_type},
                                    {"CurrentState", state.state},
                                    {"EnabledState", values::enabled},
                                    {"EnabledDefault", values::enabled_by_default},
                                    {"RequestedState", values::not_applicable},
                                    {"HealthState", state.health},
                                    {"OperationalStatus", cim::Value::Array{state.status}}});
    if (state.sensor_type == other)
        instance.set("OtherSensorTypeDescription", fmt::format("IPMI sensor type {:02X}h", sensor.type));
    return instance;
}

}  // namespace assay::ipmi
