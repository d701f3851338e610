// Runs the rule book over the readings of a run.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <utility>
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
    std::size_t broken = 0;                 ///< in how many of these something was found
    std::vector<record::Finding> findings;  ///< in the order of the exchanges; each has a place
    std::size_t left_out = 0;               ///< further findings, beyond those that are kept
};

/// A target that breaks one rule a thousand times has broken it; the rest would only fill the memory.
inline constexpr std::size_t most_findings = 1000;

/// A run under examination: shown one exchange after the other, so that none has to stay in memory.
class Examination {
public:
    /// @param book outlives the examination
    /// @param keep how many findings of a rule are kept; the others are counted
    explicit Examination(const RuleBook& book, std::size_t keep = most_findings);

    /// The next exchange, in order. Pure but for what the rules over a run remember.
    /// @return how many findings of it were kept
    std::size_t take(const observe::Reading& reading);
    /// The rules over a run begin anew, and what they remembered is given back.
    void forget();

    /// The reports as they stand now.
    [[nodiscard]] const std::vector<RuleReport>& so_far() const { return reports_; }
    /// One report for each rule of the book and side, in the book's order, also for those never examined.
    [[nodiscard]] std::vector<RuleReport> reports() && { return std::move(reports_); }

private:
    const RuleBook& book_;
    std::size_t keep_;
    std::vector<RunExaminer> examiners_;
    std::vector<RuleReport> reports_;  ///< those of the passive rules, then those of the rules over a run
};

/// The reports of an examination of these readings.
/// @param readings in the order of their exchanges
[[nodiscard]] std::vector<RuleReport> examine(std::span<const observe::Reading> readings,
                                              const RuleBook& book);

/// The same for one exchange alone, without the rules that need a run.
[[nodiscard]] std::vector<RuleReport> examine(const observe::Reading& reading, const RuleBook& book);

}  // namespace assay::rules
