// Reads a chassis from TOML; the format is described in fixtures/chassis/README.md.
#pragma once

#include <filesystem>
#include <string_view>

#include "assay/bmc/chassis_model.hpp"

namespace assay::bmc {

/// @throws base::SetupError that names file:line, what stands there and what was expected.
[[nodiscard]] ChassisModel read_chassis(const std::filesystem::path& file);

/// The same from text; `file` is what errors call it.
[[nodiscard]] ChassisModel parse_chassis(std::string_view toml, const std::string& file);

/// The record of the sensor with this name; null when there is none.
[[nodiscard]] const ipmi_wire::SensorRecord* sensor_named(const ChassisModel& model, std::string_view name);

/// What a record would have to be for its sensor to be simulated; empty when it is that.
[[nodiscard]] std::string sensor_obstacle(const ipmi_wire::SensorRecord& record);

}  // namespace assay::bmc
