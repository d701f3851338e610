// Reads [dcmi] of a chassis file.
#pragma once

#include <vector>

#include "assay/bmc/dcmi_model.hpp"
#include "assay/bmc/sensor_model.hpp"

namespace assay::bmc {

class Section;

/// @param sensors  of the BMC; one of them measures the power
/// @throws base::SetupError
[[nodiscard]] DcmiModel read_dcmi(Section section, const std::vector<SensorModel>& sensors);

}  // namespace assay::bmc
