// Reads scenarios and single acts from TOML; the format is described in fixtures/chassis/README.md.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "assay/bmc/chassis_model.hpp"

namespace assay::bmc {

/// The sensor with this name; null when there is none.
using SensorFinder = std::function<const ipmi_wire::SensorRecord*(std::string_view name)>;

/// Adds the scenarios of a file to the model's own.
/// @throws base::SetupError that names file:line, what stands there and what was expected
void add_scenarios(const std::filesystem::path& file, ChassisModel& model);

/// The scenarios of a text in that format. `name` is what errors call the text.
/// @throws base::SetupError, as add_scenarios()
[[nodiscard]] Scenarios parse_scenarios(std::string_view toml, const std::string& name,
                                        const SensorFinder& find);

/// One act, as a step of a scenario describes it. `name` is what errors call the text.
/// @throws base::SetupError
[[nodiscard]] Act parse_act(std::string_view toml, const std::string& name, const SensorFinder& find);

}  // namespace assay::bmc
