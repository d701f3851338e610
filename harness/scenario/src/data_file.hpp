// Rows of values from CSV (RFC 4180) or JSON lines.
#pragma once

#include <string>
#include <string_view>

#include "assay/load/program.hpp"

namespace assay::scenario {

/// The first line names the columns. @param file what people call it
/// @throws base::SetupError with line, column and caret
[[nodiscard]] load::Table read_csv(const std::string& file, std::string_view text);

/// An object a line; the first says what the columns are, each other has the same. Values are text, numbers
/// or booleans. @throws as read_csv()
[[nodiscard]] load::Table read_json_lines(const std::string& file, std::string_view text);

}  // namespace assay::scenario
