#include "summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <unordered_map>

#include "text.hpp"

namespace assay::reports {
namespace {

using record::Verdict;

int order(Verdict verdict) {
    switch (verdict) {
        case Verdict::failed: return 0;
        case Verdict::harness_error: return 1;
        case Verdict::warned: return 2;
        default: return 3;
    }
}

}  // namespace

Outcome outcome_of(const record::RunRecord& run) {
    const Counts counts = record::count_verdicts(run);
    if (record::has_findings(run)) return Outcome::findings;
    const bool overran = std::ranges::find(run.cases, true, &record::CaseResult::overran) != run.cases.end();
    if (overran || counts.at(Verdict::harness_error) + counts.at(Verdict::setup_failed) > 0)
        return Outcome::unsettled;
    if (!run.complete) return Outcome::interrupted;
    if (record::count_known(run) > 0) return Outcome::known_deviations;
    if (counts.at(Verdict::passed) + counts.at(Verdict::observed) == 0) return Outcome::nothing_tested;
    return Outcome::conforming;
}

std::string_view to_text(Outcome outcome) {
    switch (outcome) {
        case Outcome::findings: return "findings";
        case Outcome::unsettled: return "unsettled";
        case Outcome::interrupted: return "interrupted";
        case Outcome::nothing_tested: return "nothing_tested";
        case Outcome::known_deviations: return "known_deviations";
        case Outcome::conforming: break;
    }
    return "conforming";
}

std::vector<RuleFindings> findings_by_rule(const record::RunRecord& run) {
    std::map<std::string, RuleFindings, std::less<>> groups;
    for (const record::CaseResult& result : run.cases) {
        for (const record::Finding& finding : result.findings) {
            const auto [group, is_new] = groups.try_emplace(finding.rule);
            if (is_new) {
                const auto rule = run.rules.find(finding.rule);
                const bool known = rule != run.rules.end();
                group->second = {finding.rule,
                                 known ? &rule->second : nullptr,
                                 known ? verdict_of(rule->second.level) : Verdict::harness_error,
                                 {}};
            }
            group->second.findings.push_back({&result, &finding});
        }
    }
    std::vector<RuleFindings> sorted;
    sorted.reserve(groups.size());
    for (auto& [id, group] : groups) sorted.push_back(std::move(group));
    const auto graver = [](const RuleFindings& left, const RuleFindings& right) {
        return std::tuple{order(left.verdict), right.findings.size(), left.id} <
               std::tuple{order(right.verdict), left.findings.size(), right.id};
    };
    std::ranges::sort(sorted, graver);
    return sorted;
}

Tally tally(const std::vector<RuleFindings>& groups, Verdict verdict) {
    Tally sum;
    for (const RuleFindings& group : groups) {
        if (group.verdict != verdict) continue;
        const auto unexplained = std::ranges::count_if(
            group.findings, [](const RuleFinding& each) { return !each.finding->known.has_value(); });
        sum.findings += static_cast<std::size_t>(unexplained);
        sum.rules += unexplained > 0 ? 1 : 0;
    }
    return sum;
}

std::vector<SuiteResult> by_suite(const record::RunRecord& run) {
    std::vector<SuiteResult> suites;
    std::unordered_map<std::string, std::size_t> known;
    for (const record::CaseResult& result : run.cases) {
        const auto [at, is_new] = known.try_emplace(result.suite, suites.size());
        if (is_new) suites.push_back({result.suite.empty() ? "passive rules" : result.suite, {}, {}, {}});
        SuiteResult& suite = suites[at->second];
        suite.cases.push_back(&result);
        ++suite.counts[result.verdict];
        suite.elapsed += result.elapsed;
    }
    return suites;
}

std::string speaks_like(const record::DialectMatch& match) {
    return fmt::format("{} ({} of {} signs)", match.name, match.shown, match.decided);
}

std::string quirk_text(const record::KnownQuirk& quirk) {
    return fmt::format("known quirk of {}: {} ({})", quirk.product, quirk.does, quirk.source);
}

std::string deviation_text(const record::KnownDeviation& known) {
    return fmt::format("known deviation: {}; {}, until {}", known.because, known.owner, known.review_by);
}

std::string command_for(const record::RunRecord& run, const record::CaseResult& result,
                        const record::Exchange* exchange) {
    if (const auto source = run.header.options.find(record::observed_option);
        source != run.header.options.end())
        return "assay judge " +
               shell_word(source->second == record::observed_live ? "journal" : source->second);
    const bool is_passive = result.id.starts_with("passive.");
    const std::string caused_by = exchange == nullptr ? "" : exchange->case_id;
    const std::string& id = is_passive ? caused_by : result.id;
    const bool may_change = run.header.options.contains(record::destructive_option);
    return "assay run " + shell_word(run.header.target) + (id.empty() ? "" : " --case " + shell_word(id)) +
           (may_change ? " --destructive" : "");
}

}  // namespace assay::reports
