// The judged run from the angles that every report shows: the outcome, findings by rule, cases by suite.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "assay/record/run_record.hpp"

namespace assay::reports {

using Counts = std::map<record::Verdict, std::size_t>;

/// What the run as a whole says. The first that holds, from the top.
enum class Outcome {
    findings,     ///< a SHALL or a SHOULD is broken, and no deviation explains it
    unsettled,    ///< no finding, but cases that our own trouble, a refused preparation or their time limit
                  ///< left open
    interrupted,  ///< no finding in what ran
    nothing_tested,    ///< every case was not applicable or blocked
    known_deviations,  ///< deviations explain all that is broken
    conforming
};

[[nodiscard]] Outcome outcome_of(const record::RunRecord& run);
[[nodiscard]] std::string_view to_text(Outcome outcome);

struct RuleFinding {
    const record::CaseResult* result;
    const record::Finding* finding;
};

struct RuleFindings {
    std::string id;
    const record::Rule* rule = nullptr;  ///< stays nullptr when the run does not know the rule
    record::Verdict verdict = record::Verdict::harness_error;  ///< that one finding against it leads to
    std::vector<RuleFinding> findings;
};

/// Gravest first: what is broken, then what we cannot place, then recommendations, then observations;
/// within them the rules with the most findings first. Points into `run`.
[[nodiscard]] std::vector<RuleFindings> findings_by_rule(const record::RunRecord& run);

/// How many findings of that verdict, but for known deviations, there are in how many rules.
struct Tally {
    std::size_t findings = 0;
    std::size_t rules = 0;
};
[[nodiscard]] Tally tally(const std::vector<RuleFindings>& groups, record::Verdict verdict);

struct SuiteResult {
    std::string name;  ///< never empty: cases without a file are "passive rules"
    std::vector<const record::CaseResult*> cases;
    Counts counts;
    record::RunTime elapsed{};
};

/// In the order in which the suites first appear. Points into `run`.
[[nodiscard]] std::vector<SuiteResult> by_suite(const record::RunRecord& run);

/// "winrm (6 of 7 signs)"
[[nodiscard]] std::string speaks_like(const record::DialectMatch& match);

/// "known deviation: reason; owner, until 2027-01-01"
[[nodiscard]] std::string deviation_text(const record::KnownDeviation& known);

/// "known quirk of a product: what it does (source)"
[[nodiscard]] std::string quirk_text(const record::KnownQuirk& quirk);

/// The command that causes a finding again: `assay run URL --case ID`; `assay judge …` where what others did
/// was observed.
/// @param result    the case of the finding; a passive rule's case cannot be run by itself…
/// @param exchange  …but the case that caused this exchange can; may be nullptr
[[nodiscard]] std::string command_for(const record::RunRecord& run, const record::CaseResult& result,
                                      const record::Exchange* exchange);

}  // namespace assay::reports
