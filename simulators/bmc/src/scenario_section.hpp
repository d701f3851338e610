// [[scenario]] of a chassis file, or of a file of its own.
#pragma once

#include "assay/bmc/chassis_model.hpp"
#include "assay/bmc/scenario_file.hpp"
#include "toml_section.hpp"

namespace assay::bmc {

/// The act that `section` describes with `do` and the keys that belong to it.
/// @throws base::SetupError
[[nodiscard]] Act read_act(Section& section, const SensorFinder& find);

/// Reads [[scenario]] of `root` and adds what is there to `scenarios`.
/// @throws base::SetupError also when one has the name of another
void read_scenarios(Section& root, const SensorFinder& find, Scenarios& scenarios);

}  // namespace assay::bmc
