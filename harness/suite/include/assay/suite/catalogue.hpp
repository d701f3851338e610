// The rules, from suites/catalogue/*.toml.
#pragma once

#include <filesystem>

#include "assay/record/rule.hpp"

namespace assay::suite {

/// Every rule of every *.toml in `folder`.
/// @throws base::SetupError with file:line for an unknown key or level, a missing field, an id used twice,
///         or a folder that cannot be read.
[[nodiscard]] record::Rules read_catalogue(const std::filesystem::path& folder);

}  // namespace assay::suite
