// Every passive rule the program has, chapter by chapter.
#pragma once

#include "assay/rules/rule_book.hpp"
#include "assay/rules/validator.hpp"

namespace assay::rules {

/// @param validator outlives the book
[[nodiscard]] RuleBook standard_rules(Validator& validator);

}  // namespace assay::rules
