#include "attempts.hpp"

#include <algorithm>

namespace assay::judge {

using record::CaseResult;
using record::Verdict;

CaseResult together(CaseResult result, const std::vector<CaseResult>& attempts) {
    std::vector<Verdict> verdicts;
    result.verdict = attempts.front().verdict;
    for (const CaseResult& attempt : attempts) {
        verdicts.push_back(attempt.verdict);
        result.verdict = record::graver_of(result.verdict, attempt.verdict);
        result.elapsed += attempt.elapsed;
        result.waited += attempt.waited;
        result.overran = result.overran || attempt.overran;
        result.findings.insert(result.findings.end(), attempt.findings.begin(), attempt.findings.end());
        result.exchanges.insert(result.exchanges.end(), attempt.exchanges.begin(), attempt.exchanges.end());
        result.attempts.push_back({static_cast<std::uint32_t>(verdicts.size()), attempt.verdict,
                                   attempt.reason, attempt.findings.size(), attempt.exchanges,
                                   attempt.elapsed});
    }
    result.flaky = record::is_flaky(verdicts);
    result.reason = std::ranges::find(attempts, result.verdict, &CaseResult::verdict)->reason;
    return result;
}

}  // namespace assay::judge
