// Reads one [[record]] of a chassis file: an SDR that belongs to no sensor of the chassis.
#pragma once

#include "assay/base/octets.hpp"

namespace assay::bmc {

class Section;

/// @return the encoded record, with the id 0
/// @throws base::SetupError
[[nodiscard]] base::Octets read_record(Section& section);

}  // namespace assay::bmc
