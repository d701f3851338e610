// Two runs of one kind: what came to something else.
#pragma once

#include <string>
#include <vector>

#include "assay/record/run_record.hpp"

namespace assay::record {

/// A case that both runs have.
struct VerdictChange {
    std::string case_id;
    Verdict before = Verdict::passed;
    Verdict after = Verdict::passed;
    std::string reason;      ///< of the later verdict, where it has one
    bool is_worse = false;   ///< did it come to no good end, where it had come to one?
    bool is_better = false;  ///< the reverse
};

/// A rule that a case breaks in one run and not in the other, where both came to look at it.
struct FindingChange {
    std::string case_id;
    std::string rule;     ///< Rule::id
    std::string level;    ///< "SHALL"; empty for a rule that the run does not know
    std::string message;  ///< of its first finding
    bool known = false;   ///< does a deviation explain it?
};

struct RunDifference {
    std::vector<VerdictChange> verdicts{};
    std::vector<FindingChange> new_findings{};
    std::vector<FindingChange> fixed_findings{};
    std::vector<std::string> only_before{};  ///< ids of cases
    std::vector<std::string> only_after{};
    std::vector<std::string> notes{};  ///< what to know before believing it, a sentence each

    /// Is there a new finding that no deviation explains, or a case that came to no good end any more?
    [[nodiscard]] bool has_worse() const;
};

/// Compares case by case; both are to be judged by the same rules. A finding is the same when case and rule
/// are: its words and place move with every message. What a MAY leaves open is no finding.
[[nodiscard]] RunDifference compare(const RunRecord& before, const RunRecord& after);

}  // namespace assay::record
