// Reads one [[sensor]] of a chassis file.
#pragma once

#include "assay/bmc/chassis_model.hpp"

namespace assay::bmc {

class Section;

/// @throws base::SetupError
[[nodiscard]] SensorModel read_sensor(Section& section);

}  // namespace assay::bmc
