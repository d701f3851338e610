// Every case of the run, suite by suite, and before them those that stayed open.
#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "../src/text.hpp"
#include "page.hpp"

namespace assay::reports {
namespace {

using record::CaseResult;
using record::Verdict;

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

/// What a client told its caller, where the case did not simply pass.
void write_client(Page& page, const CaseResult& result) {
    if (!result.client || result.verdict == Verdict::passed) return;
    const record::ClientEnd& end = *result.client;
    std::string words = "The client " + spoken(to_text(end.how));
    if (end.exit_code) words += fmt::format(" with code {}", *end.exit_code);
    const std::string& said = end.errors.empty() ? end.output : end.errors;
    const auto line = page.html.element("p", {{"class", "quiet"}});
    page.html.text(said.empty() ? words + "." : words + " and said: ");
    if (!said.empty()) page.html.leaf("code", clipped(said, page.limits.text_octets));
}

/// Each deviation that explains a finding of the case, once.
std::set<std::string> deviations_of(const CaseResult& result) {
    std::set<std::string> texts;
    for (const record::Finding& finding : result.findings) {
        if (finding.known) texts.insert(deviation_text(*finding.known));
    }
    return texts;
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
    if (!result.attempts.empty()) html.leaf("p", {{"class", "reason"}}, record::attempts_text(result));
    if (!result.reason.empty())
        html.leaf("p", {{"class", "reason"}}, clipped(result.reason, page.limits.text_octets));
    for (const std::string& known : deviations_of(result))
        html.leaf("p", {{"class", "known"}}, clipped(known, page.limits.text_octets));
    write_case_line(page, result, with_findings);
    write_client(page, result);
}

}  // namespace

void write_open_cases(Page& page) {
    const auto is_open = [](const CaseResult& result) {
        return result.verdict == Verdict::harness_error || result.verdict == Verdict::setup_failed ||
               (result.overran && result.verdict == Verdict::blocked);
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

}  // namespace assay::reports
