// The chapters of the rule book, each in the file of its name.
#pragma once

#include "assay/rules/rule_book.hpp"
#include "assay/rules/validator.hpp"

namespace assay::rules {

void add_http_rules(RuleBook& book);

}  // namespace assay::rules
