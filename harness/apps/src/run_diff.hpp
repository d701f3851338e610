// Two conformance runs side by side, for `assay diff`.
#pragma once

#include <filesystem>
#include <string>

#include "assay/record/run_difference.hpp"

namespace assay::apps {

/// Is it what `assay run`, `assay judge --out` or `assay proxy` left, rather than a load?
[[nodiscard]] bool is_run(const std::filesystem::path& path);

/// Both runs judged by the rules of today, in the light of the known deviations.
/// @throws base::SetupError when one has no journal, or it cannot be read
[[nodiscard]] record::RunDifference compare_runs(const std::filesystem::path& before,
                                                 const std::filesystem::path& after);

/// For the console, at most 80 columns wide where words are short enough.
[[nodiscard]] std::string to_text(const record::RunDifference& difference);
/// One object, indented, with a line feed at its end (format assay-run-diff-1).
[[nodiscard]] std::string to_json(const record::RunDifference& difference);

}  // namespace assay::apps
