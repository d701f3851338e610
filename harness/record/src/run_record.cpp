#include "assay/record/run_record.hpp"

#include <algorithm>

namespace assay::record {

RunTime waited_in(const Exchange& exchange) {
    constexpr RunTime least = std::chrono::milliseconds{200};
    const Times& times = exchange.times;
    const RunTime first = times.first_octet.count() > 0 ? times.first_octet : times.finished;
    RunTime waited{};
    for (const RunTime span : {times.sent - times.connected, first - times.sent, times.finished - first}) {
        if (span >= least) waited += span;
    }
    return waited;
}

std::map<Verdict, std::size_t> count_verdicts(const RunRecord& run) {
    std::map<Verdict, std::size_t> counts;
    for (int i = 0; i <= static_cast<int>(Verdict::harness_error); ++i) counts[static_cast<Verdict>(i)] = 0;
    for (const CaseResult& result : run.cases) ++counts[result.verdict];
    return counts;
}

std::string attempts_text(const CaseResult& result) {
    if (result.attempts.empty()) return {};
    std::string text = result.flaky ? "flaky in " : "in ";
    text += std::to_string(result.attempts.size()) + " attempts";
    std::string_view separator = ": ";
    for (const Attempt& attempt : result.attempts) {
        text += separator;
        text += to_text(attempt.verdict);
        separator = ", ";
    }
    return text;
}

bool judged_otherwise(const RunRecord& run) {
    return !run.header.plan_hash.empty() && !run.judged_by.empty() && run.header.plan_hash != run.judged_by;
}

bool has_findings(const RunRecord& run) {
    return std::ranges::any_of(run.cases, [](const CaseResult& result) {
        return result.verdict == Verdict::failed || result.verdict == Verdict::warned;
    });
}

}  // namespace assay::record
