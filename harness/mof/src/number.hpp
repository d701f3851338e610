// The numbers of DSP0004 Annex A.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "assay/mof/syntax.hpp"

namespace assay::mof {

/// @param text a run of letters, digits, '.', and the signs that belong to it
/// @return the number, or what is wrong with it
[[nodiscard]] std::variant<Integer, double, std::string> read_number(std::string_view text);

}  // namespace assay::mof
