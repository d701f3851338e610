// Holds a profile's text against the schema of profiles.
#pragma once

#include "toml_file.hpp"

namespace assay::suite {

/// Refuses unknown tables and keys with the nearest known ones, values of the wrong kind, and tables without
/// what they need.
/// @param file with what it is based on merged into it
/// @throws base::SetupError with file:line:column
void check_profile(const TomlFile& file);

}  // namespace assay::suite
