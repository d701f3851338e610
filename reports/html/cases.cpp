// Every case of the run, suite by suite, and every rule with the cases that prove it.
#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "../src/text.hpp"
#include "page.hpp"

namespace assay::reports {
namespace {

using record::CaseResult;
using record::Verdict;

constexpr std::size_t cases_a_rule = 100;
constexpr std::size_t open_cases = 100;

/// Hidden until the script that serves it is there.
void write_filter(Page& page) {
    Markup& html = page.html;
    const auto form = html.element("form", {{"id", "filter"}, {"hidden", "hidden"}, {"role", "search"}});
    {
        const auto label = html.element("label", {{"class", "search"}});
        html.leaf("span", "Find cases");
        html.empty("input",
                   {{"type", "search"}, {"id", "filter-text"}, {"placeholder", "id, title, rule or reason"}});
    }
    {
        const auto set = html.element("fieldset");
        html.leaf("legend", "Verdicts shown");
        for (const auto& [verdict, count] : record::count_verdicts(page.run)) {
            if (count == 0) continue;
            const auto label = html.element("label", {{"class", "switch"}});
            html.empty(
                "input",
                {{"type", "checkbox"}, {"checked", "checked"}, {"value", std::string{to_text(verdict)}}});
            write_chip(html, verdict, fmt::format("{} {}", to_text(count), spoken(to_text(verdict))));
        }
    }
    html.leaf("p", {{"id", "filter-result"}, {"role", "status"}}, "");
}

void write_case_line(Page& page, const CaseResult& result,
                     const std::unordered_set<std::string>& with_findings) {
    Markup& html = page.html;
    const auto line = html.element("p", {{"class", "quiet"}});
    std::string_view separator = "Proves ";
    for (const std::string& rule : result.proves) {
        html.text(separator);
        const bool broken = with_findings.contains(rule);
        html.leaf("a", {{"href", "#" + anchor(broken ? "findings" : "rule", rule)}}, rule);
        separator = ", ";
    }
    if (result.elapsed.count() > 0) html.text((result.proves.empty() ? "" : " · ") + to_text(result.elapsed));
    if (!result.exchanges.empty()) html.text(" · " + counted(result.exchanges.size(), "exchange"));
    if (!result.findings.empty()) html.text(" · " + counted(result.findings.size(), "finding"));
}

void write_case(Page& page, const CaseResult& result, const std::unordered_set<std::string>& with_findings) {
    Markup& html = page.html;
    const std::string verdict{to_text(result.verdict)};
    const auto item = html.element("li", {{"id", anchor("case", result.id)}, {"data-verdict", verdict}});
    write_chip(html, result.verdict, spoken(verdict));
    const auto text = html.element("div");
    {
        const auto title = html.element("p");
        {
            const auto code = html.element("code");
            write_breakable(html, result.id);
        }
        html.text(" " + clipped(result.title, page.limits.text_octets));
    }
    if (!result.reason.empty())
        html.leaf("p", {{"class", "reason"}}, clipped(result.reason, page.limits.text_octets));
    write_case_line(page, result, with_findings);
}

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

void write_open_cases(Page& page) {
    const auto is_open = [](const CaseResult& result) {
        return result.verdict == Verdict::harness_error || result.verdict == Verdict::setup_failed;
    };
    const auto count = static_cast<std::size_t>(std::ranges::count_if(page.run.cases, is_open));
    if (count == 0) return;
    Markup& html = page.html;
    const auto section = html.element("section", {{"id", "open"}});
    html.leaf("h2", "Cases left open");
    const auto list = html.element("ul", {{"class", "rows"}});
    std::size_t listed = 0;
    for (const CaseResult& result : page.run.cases) {
        if (!is_open(result)) continue;
        if (listed++ == open_cases) break;
        const auto item = html.element("li");
        write_chip(html, result.verdict, spoken(to_text(result.verdict)));
        const auto text = html.element("div");
        {
            const auto line = html.element("p");
            const auto link = html.element("a", {{"href", "#" + anchor("case", result.id)}});
            write_breakable(html, result.id);
        }
        html.leaf("p", {{"class", "reason"}}, clipped(result.reason, page.limits.text_octets));
    }
    if (count > open_cases)
        html.leaf("li",
                  fmt::format("and {} among all cases below", counted(count - open_cases, "further case")));
}

void write_cases(Page& page) {
    Markup& html = page.html;
    const auto section = html.element("section", {{"id", "cases"}});
    html.leaf("h2", "All cases");
    write_filter(page);
    std::unordered_set<std::string> with_findings;
    for (const RuleFindings& group : page.groups) with_findings.insert(group.id);
    for (const SuiteResult& suite : by_suite(page.run)) {
        const auto block = html.element("section", {{"class", "suite"}, {"id", anchor("suite", suite.name)}});
        {
            const auto title = html.element("h3");
            write_breakable(html, suite.name);
        }
        const auto list = html.element("ul", {{"class", "rows"}});
        for (const CaseResult* result : suite.cases) write_case(page, *result, with_findings);
    }
}

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
