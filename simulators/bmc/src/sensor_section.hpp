// Reads one [[sensor]] of a chassis file.
#pragma once

#include <vector>

#include "assay/bmc/sensor_model.hpp"

namespace assay::bmc {

class Section;

/// Appends the sensor, whose name and number no other one has.
/// @throws base::SetupError
void add_sensor(Section& section, std::vector<SensorModel>& sensors);

}  // namespace assay::bmc
