// The rules, from suites/catalogue/*.toml.
#pragma once

#include <filesystem>

#include "assay/record/rule.hpp"

namespace assay::suite {

/// Every rule of every *.toml in `folder`.
/// @throws base::SetupError with file:line for an unknown key or level, a missing field, an id used twice,
///         or a folder that cannot be read.
[[nodiscard]] record::Rules read_catalogue(const std::filesystem::path& folder);

/// Adds the rules of one file.
/// @throws base::SetupError as above; nothing is added then
void add_catalogue(record::Rules& rules, const std::filesystem::path& file);

}  // namespace assay::suite
