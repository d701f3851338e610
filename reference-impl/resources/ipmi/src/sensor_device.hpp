// What CIM_Sensor and CIM_NumericSensor have in common.
#pragma once

#include "assay/ipmi-client/facts.hpp"
#include "bmc_provider.hpp"

namespace assay::ipmi {

/// What a sensor is and how it is.
struct SensorState {
    std::uint16_t sensor_type;  ///< CIM_Sensor.SensorType
    std::string state;
    std::uint16_t health;
    std::uint16_t status;
};

/// The keys and the properties of CIM_Sensor, without PossibleStates.
[[nodiscard]] cim::Instance sensor_device_of(cim::ClassPtr of, const std::string& system,
                                             const ipmi_client::Sensor& sensor, const SensorState& state);

/// "number.lun.owner" in decimal, which is unique within a BMC.
[[nodiscard]] std::string device_id_of(const ipmi_client::Sensor& sensor);

/// Does the path name this sensor, by its DeviceID? nullptr names all.
[[nodiscard]] bool is_wanted(const ipmi_client::Sensor& sensor, const cim::ObjectPath* path);

}  // namespace assay::ipmi
