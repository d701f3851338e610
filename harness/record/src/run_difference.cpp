#include "assay/record/run_difference.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

namespace assay::record {
namespace {

using CasesById = std::map<std::string, const CaseResult*, std::less<>>;

CasesById by_id(const RunRecord& run) {
    CasesById cases;
    for (const CaseResult& result : run.cases) cases.emplace(result.id, &result);
    return cases;
}

/// Nothing is wrong with it, or it does not concern the target.
bool is_good(Verdict verdict) {
    return verdict == Verdict::passed || verdict == Verdict::observed || verdict == Verdict::not_applicable;
}

/// Did the case come to look at what it looks at? What was not looked at is neither broken nor mended.
bool looked(const CaseResult& result) {
    return result.verdict == Verdict::passed || result.verdict == Verdict::observed ||
           result.verdict == Verdict::failed || result.verdict == Verdict::warned;
}

/// The first finding of each rule that is one: a SHALL or a SHOULD.
std::map<std::string, FindingChange> broken_rules(const CaseResult& result, const Rules& rules) {
    std::map<std::string, FindingChange> broken;
    for (const Finding& finding : result.findings) {
        const auto rule = rules.find(finding.rule);
        if (rule != rules.end() && rule->second.level == Level::may) continue;
        const auto [at, fresh] = broken.try_emplace(finding.rule);
        if (fresh) {
            at->second = {
                .case_id = result.id,
                .rule = finding.rule,
                .level = rule == rules.end() ? std::string{} : std::string{to_text(rule->second.level)},
                .message = finding.message,
                .known = true};
        }
        at->second.known = at->second.known && finding.known.has_value();
    }
    return broken;
}

/// What one has and the other, which looked as well, has not.
void add_missing(std::vector<FindingChange>& into, const std::map<std::string, FindingChange>& some,
                 const std::map<std::string, FindingChange>& others) {
    for (const auto& [rule, change] : some) {
        if (!others.contains(rule)) into.push_back(change);
    }
}

void compare_case(RunDifference& into, const CaseResult& before, const Rules& before_rules,
                  const CaseResult& after, const Rules& after_rules) {
    if (before.verdict != after.verdict) {
        into.verdicts.push_back({.case_id = after.id,
                                 .before = before.verdict,
                                 .after = after.verdict,
                                 .reason = after.reason,
                                 .is_worse = is_good(before.verdict) && !is_good(after.verdict),
                                 .is_better = !is_good(before.verdict) && is_good(after.verdict)});
    }
    const auto first = broken_rules(before, before_rules);
    const auto second = broken_rules(after, after_rules);
    add_missing(into.new_findings, second, first);
    if (looked(after)) add_missing(into.fixed_findings, first, second);
}

void add_notes(RunDifference& into, const RunRecord& before, const RunRecord& after) {
    const auto note = [&](bool when, std::string text) {
        if (when) into.notes.push_back(std::move(text));
    };
    note(before.header.target != after.header.target,
         fmt::format("the runs are of different targets: {} and {}.", before.header.target,
                     after.header.target));
    note(before.header.profile_name != after.header.profile_name,
         fmt::format("the runs had different profiles: {} and {}.", before.header.profile_name,
                     after.header.profile_name));
    note(before.header.plan_hash != after.header.plan_hash,
         "the runs were driven by different cases or rules; both are judged by those of today.");
    note(before.header.options != after.header.options, "the runs differ in their options.");
    note(!before.complete || !after.complete, "a run is not complete.");
}

}  // namespace

bool RunDifference::has_worse() const {
    return std::ranges::any_of(new_findings, [](const FindingChange& each) { return !each.known; }) ||
           std::ranges::any_of(verdicts, [this](const VerdictChange& each) {
               const bool is_known = std::ranges::any_of(new_findings, [&](const FindingChange& finding) {
                   return finding.case_id == each.case_id && finding.known;
               });
               return each.is_worse && !is_known;
           });
}

RunDifference compare(const RunRecord& before, const RunRecord& after) {
    RunDifference difference;
    const CasesById former = by_id(before);
    const CasesById later = by_id(after);
    for (const CaseResult& result : after.cases) {
        const auto match = former.find(result.id);
        if (match == former.end()) {
            difference.only_after.push_back(result.id);
            if (looked(result)) add_missing(difference.new_findings, broken_rules(result, after.rules), {});
        } else {
            compare_case(difference, *match->second, before.rules, result, after.rules);
        }
    }
    for (const CaseResult& result : before.cases) {
        if (!later.contains(result.id)) difference.only_before.push_back(result.id);
    }
    add_notes(difference, before, after);
    return difference;
}

}  // namespace assay::record
