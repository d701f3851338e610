// Reads a [[sensor]] of a chassis file that is given as the octets of its record.
#pragma once

#include "assay/bmc/chassis_model.hpp"

namespace assay::bmc {

class Section;

/// @throws base::SetupError
[[nodiscard]] SensorModel read_sensor_record(Section& section);

/// How an analog value moves: `base`, `swing`, `period`, `noise`.
/// @param resting  the base where none is given; none when it has to be
[[nodiscard]] Motion read_motion(Section& section, std::optional<double> resting = std::nullopt);

/// An array of offsets as a mask.
[[nodiscard]] std::uint16_t read_offsets(Section& section, std::string_view key);

}  // namespace assay::bmc
