// Runs the rule book over the readings of a run.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "assay/observe/reading.hpp"
#include "assay/record/finding.hpp"
#include "assay/rules/rule_book.hpp"

namespace assay::rules {

/// What became of one rule for one side.
struct RuleReport {
    std::string rule;  ///< record::Rule::id
    Judged judged = Judged::response;
    std::size_t examined = 0;               ///< in how many exchanges it applied
    std::vector<record::Finding> findings;  ///< in the order of the exchanges; each has a place
};

/// Examines every reading with every rule; pure.
/// @param readings in the order of their exchanges
/// @return one report for each rule of the book and side, in the book's order, also for those never examined
[[nodiscard]] std::vector<RuleReport> examine(std::span<const observe::Reading> readings,
                                              const RuleBook& book);

/// The same for one exchange alone, without the rules that need a run.
[[nodiscard]] std::vector<RuleReport> examine(const observe::Reading& reading, const RuleBook& book);

}  // namespace assay::rules
