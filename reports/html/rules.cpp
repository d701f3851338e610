// Every rule of the run with the cases that prove it.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "../src/text.hpp"
#include "page.hpp"

namespace assay::reports {
namespace {

using record::CaseResult;
using record::Verdict;

constexpr std::size_t cases_a_rule = 100;

/// What the run says of one rule.
struct Standing {
    std::vector<const CaseResult*> cases;
    std::size_t passed = 0;
    std::size_t findings = 0;
};

using Standings = std::unordered_map<std::string, Standing>;

Standings standings(const Page& page) {
    Standings all;
    for (const CaseResult& result : page.run.cases) {
        for (const std::string& rule : result.proves) {
            Standing& standing = all[rule];
            standing.cases.push_back(&result);
            standing.passed += result.verdict == Verdict::passed ? 1 : 0;
        }
    }
    for (const RuleFindings& group : page.groups) all[group.id].findings = group.findings.size();
    return all;
}

struct Judgement {
    Verdict colour;
    std::string words;
};

Judgement judgement(const record::Rule& rule, const Standing& standing) {
    if (standing.findings > 0) {
        const Verdict verdict = verdict_of(rule.level);
        return {verdict, verdict == Verdict::observed ? "observed"
                         : verdict == Verdict::warned ? "not followed"
                                                      : "broken"};
    }
    if (standing.passed > 0) return {Verdict::passed, "holds"};
    return {Verdict::not_applicable, "not tested"};
}

void write_rule(Page& page, const record::Rule& rule, const Standing& standing) {
    Markup& html = page.html;
    const Judgement says = judgement(rule, standing);
    const auto item = html.element("li", {{"id", anchor("rule", rule.id)}});
    write_chip(html, says.colour, says.words);
    const auto text = html.element("div");
    {
        const auto title = html.element("p");
        if (standing.findings > 0) {
            const auto code = html.element("code");
            html.leaf("a", {{"href", "#" + anchor("findings", rule.id)}}, rule.id);
        } else {
            html.leaf("code", rule.id);
        }
        html.text(" " + rule.requirement);
    }
    html.leaf("p", {{"class", "quiet"}},
              fmt::format("{} · {} {}{}{}", to_text(rule.level), rule.specification, rule.section,
                          rule.number.empty() ? "" : " · ", rule.number));
    const auto details = html.element("details", {{"class", "proof"}});
    html.leaf("summary", counted(standing.cases.size(), "case"));
    const auto list = html.element("ul");
    const std::size_t listed = std::min(standing.cases.size(), cases_a_rule);
    for (std::size_t i = 0; i < listed; ++i) {
        const CaseResult& result = *standing.cases[i];
        const auto line = html.element("li");
        html.leaf("a", {{"href", "#" + anchor("case", result.id)}}, result.id);
        html.text(" " + spoken(to_text(result.verdict)));
    }
    if (listed < standing.cases.size())
        html.leaf("li", fmt::format("and {}", counted(standing.cases.size() - listed, "further case")));
}

}  // namespace

void write_rules(Page& page) {
    Markup& html = page.html;
    const Standings all = standings(page);
    const auto section = html.element("section", {{"id", "rules"}});
    html.leaf("h2", "Rules and the cases that prove them");
    std::map<Verdict, std::pair<std::string, std::size_t>> sums;
    for (const auto& [id, rule] : page.run.rules) {
        const auto found = all.find(id);
        const Judgement says = judgement(rule, found == all.end() ? Standing{} : found->second);
        sums[says.colour].first = says.words;
        ++sums[says.colour].second;
    }
    {
        const auto summary = html.element("p", {{"class", "summary"}});
        html.text(counted(page.run.rules.size(), "rule") + " in this run: ");
        for (const auto& [verdict, sum] : sums)
            write_chip(html, verdict, fmt::format("{} {}", to_text(sum.second), sum.first));
    }
    const auto list = html.element("ul", {{"class", "rows"}});
    for (const auto& [id, rule] : page.run.rules) {
        const auto found = all.find(id);
        write_rule(page, rule, found == all.end() ? Standing{} : found->second);
    }
}

}  // namespace assay::reports
