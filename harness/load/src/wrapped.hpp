// Lines for a console of 80 columns.
#pragma once

#include <string>
#include <string_view>

namespace assay::load {

inline constexpr std::size_t console_columns = 80;
inline constexpr std::size_t label_columns = 15;

/// Adds the text beside its label, broken at spaces so that no line is longer than the console.
/// @param columns that the label has, and further lines are indented by
void add_wrapped(std::string& out, std::string_view label, std::string_view text,
                 std::size_t columns = label_columns);

}  // namespace assay::load
