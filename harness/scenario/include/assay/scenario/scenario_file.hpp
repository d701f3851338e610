// Scenario files of `assay bench`: Lua that says what to ask, compiled once to what a load plays without Lua.
#pragma once

#include <filesystem>

#include "assay/load/program.hpp"

namespace assay::scenario {

/// Runs the file in a sandbox (no other files but its data, no clock, bounded work) and takes what it told
/// scenario{}. Data files are looked for beside it.
/// @throws base::SetupError "file:line:column: what", with the line and a caret below it, for everything that
/// is wrong in it or in its data
[[nodiscard]] load::Program read_scenario(const std::filesystem::path& file);

}  // namespace assay::scenario
