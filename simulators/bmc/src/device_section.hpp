// Reads the [device] of a chassis, or of a satellite.
#pragma once

#include "assay/bmc/device_identity.hpp"

namespace assay::bmc {

class Section;

/// @param has_device_sdrs  unless the file says otherwise
/// @throws base::SetupError
[[nodiscard]] DeviceIdentity read_device(Section section, bool has_device_sdrs);

}  // namespace assay::bmc
