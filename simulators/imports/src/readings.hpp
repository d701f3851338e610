// What `ipmitool sensor list` said that the sensors read.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>

#include "assay/imports/imports.hpp"

namespace assay::imports {

/// A value in units, or the states of a discrete sensor.
using Reading = std::variant<double, std::uint16_t>;
/// By sensor name; a sensor without a reading is not in it.
using Readings = std::map<std::string, Reading, std::less<>>;

/// @throws base::SetupError that names file:line
[[nodiscard]] Readings readings_of(const Dump& dump);

}  // namespace assay::imports
