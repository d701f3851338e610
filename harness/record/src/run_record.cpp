#include "assay/record/run_record.hpp"

#include <algorithm>

namespace assay::record {

std::map<Verdict, std::size_t> count_verdicts(const RunRecord& run) {
    std::map<Verdict, std::size_t> counts;
    for (int i = 0; i <= static_cast<int>(Verdict::harness_error); ++i) counts[static_cast<Verdict>(i)] = 0;
    for (const CaseResult& result : run.cases) ++counts[result.verdict];
    return counts;
}

bool has_findings(const RunRecord& run) {
    return std::ranges::any_of(run.cases, [](const CaseResult& result) {
        return result.verdict == Verdict::failed || result.verdict == Verdict::warned;
    });
}

}  // namespace assay::record
