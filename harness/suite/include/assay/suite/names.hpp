// Names that people type: globs and near misses.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace assay::suite {

/// Does `name` match `glob`, in which * stands for any text and ? for one character?
[[nodiscard]] bool matches(std::string_view glob, std::string_view name);

/// Up to three of `known` that could have been meant by `name`, nearest first.
[[nodiscard]] std::vector<std::string> near_misses(std::string_view name, std::span<const std::string> known);

/// "did you mean a, b or c?", or `otherwise` when nothing is near.
[[nodiscard]] std::string did_you_mean(std::string_view name, std::span<const std::string> known,
                                       const std::string& otherwise);

}  // namespace assay::suite
