// Reads one [[record]] of a chassis file: an SDR that belongs to no sensor of the chassis.
#pragma once

#include <string>

#include "assay/base/octets.hpp"
#include "assay/ipmi-wire/sdr_records.hpp"

namespace assay::bmc {

class Section;

/// @return the encoded record, with the id 0
/// @throws base::SetupError
[[nodiscard]] base::Octets read_record(Section& section);

/// `name`: what a locator record calls its device.
/// @throws base::SetupError
[[nodiscard]] std::string read_record_name(Section& section);

/// `entity` and `instance`.
/// @throws base::SetupError
[[nodiscard]] ipmi_wire::EntityRef read_entity(Section& section);

}  // namespace assay::bmc
