// Rule ids, checked when the code is compiled.
#pragma once

#include <algorithm>
#include <string_view>

#include "assay/vocab/rule_ids.hpp"

namespace assay::vocab {

/// Is there a rule of this id in suites/catalogue?
[[nodiscard]] constexpr bool is_rule(std::string_view id) { return std::ranges::binary_search(rule_ids, id); }

/// The id itself; does not compile when the catalogue has no such rule.
consteval std::string_view rule(std::string_view id) {
    if (!is_rule(id)) throw "no rule of this id in suites/catalogue";
    return id;
}

}  // namespace assay::vocab
