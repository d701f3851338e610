// A LoadRecord for people and for programs.
#pragma once

#include <span>
#include <string>

#include "assay/load/load_record.hpp"
#include "assay/load/slo.hpp"

namespace assay::load {

/// A table for the console, at most 80 columns wide, ASCII, without colour.
[[nodiscard]] std::string to_table(const LoadRecord& record, std::span<const ObjectiveResult> objectives);

/// The JSON form that README.md describes, indented; ends with a line feed. No credentials.
[[nodiscard]] std::string to_json(const LoadRecord& record, std::span<const ObjectiveResult> objectives);

}  // namespace assay::load
