// load.json read again: to merge, to compare, to report later.
#pragma once

#include <string>
#include <string_view>

#include "assay/load/load_record.hpp"

namespace assay::load {

/// Reads what to_json() wrote. Histograms are exactly those that were written; objectives and notes are not
/// read, they follow from the figures.
/// @param file its name, for messages
/// @throws base::SetupError that names the file and the member which is missing or is not what it should be
[[nodiscard]] LoadRecord read_record(std::string_view json, const std::string& file);

}  // namespace assay::load
