// Reads one [[fru]] of a chassis file.
#pragma once

#include "assay/bmc/fru_devices.hpp"

namespace assay::bmc {

class Section;

/// @throws base::SetupError
[[nodiscard]] FruModel read_fru(Section& section);

}  // namespace assay::bmc
