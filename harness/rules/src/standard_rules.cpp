#include "assay/rules/standard_rules.hpp"

#include "chapters.hpp"

namespace assay::rules {

RuleBook standard_rules(const Validator& /*validator*/) {
    RuleBook book;
    add_http_rules(book);
    return book;
}

}  // namespace assay::rules
