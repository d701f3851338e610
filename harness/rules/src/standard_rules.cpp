#include "assay/rules/standard_rules.hpp"

#include "chapters.hpp"

namespace assay::rules {

RuleBook standard_rules(Validator& validator) {
    RuleBook book;
    add_http_rules(book);
    add_schema_rules(book, validator);
    add_addressing_rules(book);
    add_reply_rules(book);
    add_selector_rules(book);
    add_control_header_rules(book);
    add_transfer_rules(book);
    add_enumeration_rules(book);
    add_pull_rules(book);
    add_identify_rules(book);
    add_soap_rules(book);
    add_limit_rules(book);
    add_fault_rules(book);
    add_fault_table_rules(book);
    add_run_rules(book);
    return book;
}

}  // namespace assay::rules
