// Does a literal fit a type? (DSP0004 §5.2)
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assay/mof/syntax.hpp"

namespace assay::schema {

/// What is wrong with the constant as a value of that type, e.g. "256 is no uint8"; nothing when it fits.
/// Null fits every type; an alias fits none.
[[nodiscard]] std::optional<std::string> misfit(const mof::Constant& constant, mof::DataType type);

/// Is it a time stamp or an interval in the 25 characters of DSP0004 §5.2.4, asterisks for unknown fields
/// allowed?
[[nodiscard]] bool is_datetime(std::string_view text);

/// -2^63 … 2^64-1 as text.
[[nodiscard]] std::string to_text(const mof::Integer& integer);

/// Compares by value.
[[nodiscard]] bool less(const mof::Integer& left, const mof::Integer& right);

}  // namespace assay::schema
