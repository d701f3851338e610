// The chapters of the rule book, each in the file of its name.
#pragma once

#include "assay/rules/rule_book.hpp"
#include "assay/rules/validator.hpp"

namespace assay::rules {

void add_http_rules(RuleBook& book);                          // RFC 9112, Annex C.2
void add_schema_rules(RuleBook& book, Validator& validator);  // Annex A
void add_addressing_rules(RuleBook& book);                    // 5.1, 5.4
void add_reply_rules(RuleBook& book);                         // 5.3, 5.4.2 to 5.4.4
void add_selector_rules(RuleBook& book);                      // 5.1.2.2
void add_control_header_rules(RuleBook& book);                // 6
void add_transfer_rules(RuleBook& book);                      // 7
void add_enumeration_rules(RuleBook& book);                   // 8, requests
void add_pull_rules(RuleBook& book);                          // 8, responses
void add_identify_rules(RuleBook& book);                      // 11
void add_soap_rules(RuleBook& book);                          // 13
void add_limit_rules(RuleBook& book);                         // 6.2, 13.1, 13.4
void add_fault_rules(RuleBook& book);                         // 14.2, 14.3
void add_fault_table_rules(RuleBook& book);                   // 14.6
void add_run_rules(RuleBook& book);                           // those over a whole run

}  // namespace assay::rules
