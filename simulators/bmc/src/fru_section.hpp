// Reads one [[fru]] of a chassis file.
#pragma once

#include <vector>

#include "assay/bmc/fru_devices.hpp"

namespace assay::bmc {

class Section;

/// Appends the FRU device, whose id no other one has.
/// @throws base::SetupError
void add_fru(Section& section, std::vector<FruModel>& frus);

}  // namespace assay::bmc
