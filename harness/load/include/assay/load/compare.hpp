// Two runs of one scenario: what changed, and how sure that is.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "assay/load/load_record.hpp"

namespace assay::load {

enum class Change {
    same,  ///< whatever it is, it is less than the margin
    better,
    worse,    ///< by the margin or more, and the interval does not hold "no change"
    unclear,  ///< the runs are too short or too restless to tell
};

[[nodiscard]] std::string_view name_of(Change change);

struct CompareOptions {
    double margin = 0.05;         ///< a change that matters, as a ratio
    double error_margin = 0.001;  ///< the same of the share of errors, as a difference
    double confidence = 0.95;     ///< that all intervals of the comparison hold at once
    unsigned replicates = 2000;
};

/// What a figure is counted in.
enum class Quantity { nanoseconds, per_second, share, octets, number };

/// One figure of one operation in both runs.
struct Difference {
    std::string operation;  ///< or "connections", "judged"
    std::string figure;  ///< "p99", "mean", "rate", "errors"; "fault wsman:TimedOut", "connect p50", a rule
    Quantity quantity = Quantity::nanoseconds;
    double before = 0;
    double after = 0;
    double change = 0;  ///< after / before - 1; of a share the difference
    double low = 0;     ///< interval of `change`; infinite on both sides where there is none
    double high = 0;
    Change verdict = Change::unclear;
    bool has_series = true;  ///< was it measured over time, without which there is no interval?
};

struct RunComparison {
    std::vector<Difference> differences{};
    std::vector<std::string> notes{};

    [[nodiscard]] bool has_worse() const;
};

/// Compares percentiles and mean of the response time, the rate of successes and the share of errors, with
/// intervals. Then what has none, because it is counted over the whole run: faults by name, octets and items,
/// what connections cost, the rules that are broken. Of these only what is there in one run and not in the
/// other is better or worse: a fault, by the error margin or more, and a broken rule.
///
/// Seconds next to each other resemble each other, so that single requests are no independent samples. The
/// intervals therefore come from a block bootstrap over time: each run is cut into up to 50 blocks of whole
/// slots, from which new runs are drawn with replacement, the two runs independently (Künsch 1989; Davison
/// and Hinkley 1997, §8.2.3). Together they hold with `confidence` (Bonferroni). Nothing random is left in
/// the result: the same runs give the same answer.
/// @throws base::SetupError when the runs have no operation in common
[[nodiscard]] RunComparison compare(const LoadRecord& before, const LoadRecord& after,
                                    const CompareOptions& options = {});

/// A table for the console, at most 80 columns wide, ASCII, without colour.
[[nodiscard]] std::string to_table(const RunComparison& comparison);
/// One object, indented, with a line feed at its end.
[[nodiscard]] std::string to_json(const RunComparison& comparison);

}  // namespace assay::load
