#include "assay/record/run_record.hpp"

#include <algorithm>

namespace assay::record {
namespace {

bool breaks(const Finding& finding, const Rules& rules) {
    const Verdict verdict = verdict_of({&finding, 1}, rules);
    return verdict == Verdict::failed || verdict == Verdict::warned;
}

}  // namespace

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
    return std::ranges::any_of(run.cases, [&run](const CaseResult& result) {
        const bool broken = result.verdict == Verdict::failed || result.verdict == Verdict::warned;
        return broken && !is_known(result, run.rules);
    });
}

bool is_known(const CaseResult& result, const Rules& rules) {
    const auto is_broken = [&rules](const Finding& finding) { return breaks(finding, rules); };
    return std::ranges::any_of(result.findings, is_broken) &&
           std::ranges::all_of(result.findings, [&](const Finding& finding) {
               return !is_broken(finding) || finding.known.has_value();
           });
}

std::size_t count_known(const RunRecord& run) {
    std::size_t count = 0;
    for (const CaseResult& result : run.cases) {
        count +=
            static_cast<std::size_t>(std::ranges::count_if(result.findings, [&run](const Finding& finding) {
                return finding.known && breaks(finding, run.rules);
            }));
    }
    return count;
}

}  // namespace assay::record
