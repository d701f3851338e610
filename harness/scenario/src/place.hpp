// Where in a file something is wrong, as people are shown it.
#pragma once

#include <string>
#include <string_view>

#include "assay/base/setup_error.hpp"

namespace assay::scenario {

/// @param line,column from 1
/// @return to be thrown: "file:line:column: what", the line itself, and a caret below the column
[[nodiscard]] base::SetupError error_at(const std::string& file, std::string_view text, std::size_t line,
                                        std::size_t column, const std::string& what,
                                        const std::string& remedy);

/// The error of a script, "file:line: what", at the word that it quotes last or else at the line's first one.
/// @param name what the script called the file; @param file what people call it
[[nodiscard]] base::SetupError error_of_script(const std::string& file, std::string_view name,
                                               std::string_view text, std::string_view message);

}  // namespace assay::scenario
