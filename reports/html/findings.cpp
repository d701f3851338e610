// The findings, rule by rule, gravest first.
#include <fmt/format.h>

#include <algorithm>

#include "../src/text.hpp"
#include "assay/reports/curl.hpp"
#include "page.hpp"

namespace assay::reports {
namespace {

using record::Verdict;

void write_clause(Page& page, const RuleFindings& group) {
    Markup& html = page.html;
    if (group.rule == nullptr) {
        html.leaf("p", {{"class", "requirement"}},
                  "The catalogue of this run has no rule of this id, so its findings prove nothing.");
        return;
    }
    const record::Rule& rule = *group.rule;
    {
        const auto clause = html.element("p", {{"class", "clause"}});
        html.leaf("b", {{"class", "level"}}, to_text(rule.level));
        html.text(rule.specification == "Assay"
                      ? " The harness's own rule, after " + rule.section
                      : fmt::format(" {}, section {}", rule.specification, rule.section));
        if (!rule.number.empty()) html.text(", " + rule.number);
    }
    html.leaf("p", {{"class", "requirement"}}, rule.requirement);
    if (rule.fault.empty()) return;
    const auto fault = html.element("p", {{"class", "clause"}});
    html.text("Fault of the clause: ");
    html.leaf("code", rule.fault);
}

void write_value(Page& page, std::string_view name, std::string_view value, std::string_view kind) {
    const auto side = page.html.element("div", {{"class", std::string{kind}}});
    page.html.leaf("dt", name);
    const auto definition = page.html.element("dd");
    if (value.empty()) {
        page.html.leaf("i", "nothing");
    } else {
        page.html.leaf("code", clipped(value, page.limits.text_octets));
    }
}

/// A passive rule is broken within some other case.
void write_cause(Page& page, const RuleFinding& at) {
    const record::Exchange* exchange = exchange_of(page, at);
    if (exchange == nullptr || exchange->case_id.empty() || exchange->case_id == at.result->id) return;
    page.html.text("; seen in ");
    if (page.cases.contains(exchange->case_id)) {
        page.html.leaf("a", {{"href", "#" + anchor("case", exchange->case_id)}}, exchange->case_id);
    } else {
        page.html.leaf("code", exchange->case_id);
    }
}

void write_finding(Page& page, const RuleFinding& at, std::size_t index) {
    Markup& html = page.html;
    const record::Finding& finding = *at.finding;
    const auto article = html.element("article", {{"class", "finding"}});
    html.leaf("h4", clipped(finding.message, page.limits.text_octets));
    {
        const auto line = html.element("p", {{"class", "case-line"}});
        html.text("Case ");
        html.leaf("a", {{"href", "#" + anchor("case", at.result->id)}}, at.result->id);
        html.text(" – " + clipped(at.result->title, page.limits.text_octets));
        write_cause(page, at);
    }
    if (finding.known) {
        const auto known = html.element("p", {{"class", "known"}});
        html.text(clipped(deviation_text(*finding.known), page.limits.text_octets));
        html.text(" (" + finding.known->where + ")");
    }
    for (const record::KnownQuirk& quirk : finding.quirks)
        html.leaf("p", {{"class", "known"}}, clipped(quirk_text(quirk), page.limits.text_octets));
    if (!finding.expected.empty() || !finding.actual.empty()) {
        const auto pair = html.element("dl", {{"class", "pair"}});
        write_value(page, "Expected", finding.expected, "expected");
        write_value(page, "Actual", finding.actual, "actual");
    }
    if (index >= page.limits.findings_a_rule) return;
    write_evidence(page, at, index == 0);
    write_again(page, at);
}

void write_group(Page& page, const RuleFindings& group) {
    Markup& html = page.html;
    const auto section = html.element(
        "section", {{"class", "rule " + verdict_class(group.verdict)}, {"id", anchor("findings", group.id)}});
    {
        const auto title = html.element("h3");
        {
            const auto code = html.element("code");
            write_breakable(html, group.id);
        }
        html.text(" ");
        write_chip(
            html, group.verdict,
            counted(group.findings.size(), group.verdict == Verdict::observed ? "observation" : "finding"));
    }
    write_clause(page, group);
    const std::size_t listed = std::min(group.findings.size(), page.limits.listed_findings_a_rule);
    for (std::size_t i = 0; i < listed; ++i) write_finding(page, group.findings[i], i);
    if (listed > page.limits.findings_a_rule)
        html.leaf("p", {{"class", "cut"}},
                  fmt::format("Only the first {} of this rule are shown with their exchange.",
                              page.limits.findings_a_rule));
    if (listed < group.findings.size())
        html.leaf("p", {{"class", "cut"}},
                  fmt::format("{} of this rule left out here; run.json has them all.",
                              counted(group.findings.size() - listed, "further finding")));
}

void write_command(Page& page, const std::string& command) {
    const auto block = page.html.element("div", {{"class", "command"}});
    page.html.leaf("pre", {{"tabindex", "0"}}, command);
    page.html.leaf("button", {{"type", "button"}, {"class", "copy"}, {"hidden", "hidden"}}, "Copy");
}

/// The smallest request found that breaks the rule, where one was looked for.
void write_shrunk(Page& page, const RuleFinding& at) {
    const auto shrunk = std::ranges::find_if(page.run.shrunk, [&](const record::Shrunk& each) {
        return each.case_id == at.result->id && each.rule == at.finding->rule;
    });
    if (shrunk == page.run.shrunk.end()) return;
    page.html.leaf(
        "p", {{"class", "quiet"}},
        fmt::format("The smallest request found, in {} tries, that still breaks the rule: {} of {} octets.",
                    shrunk->tries, shrunk->request.size(), shrunk->octets_before));
    std::string request = clipped(shrunk->request, page.limits.text_octets);
    std::erase(request, '\r');
    const auto block = page.html.element("div", {{"class", "command"}});
    page.html.leaf("pre", {{"tabindex", "0"}}, request);
}

void write_index(Page& page) {
    const auto list = page.html.element("ol", {{"class", "index"}});
    for (const RuleFindings& group : page.groups) {
        const auto item = page.html.element("li");
        write_chip(page.html, group.verdict, to_text(group.findings.size()));
        const auto link = page.html.element("a", {{"href", "#" + anchor("findings", group.id)}});
        write_breakable(page.html, group.id);
    }
}

}  // namespace

void write_findings(Page& page) {
    const auto section = page.html.element("section", {{"id", "findings"}});
    page.html.leaf("h2", "Findings by rule");
    if (page.groups.empty()) page.html.leaf("p", "None.");
    if (page.groups.size() > 3) write_index(page);
    for (const RuleFindings& group : page.groups) write_group(page, group);
}

void write_again(Page& page, const RuleFinding& at) {
    Markup& html = page.html;
    const std::string& target = page.run.header.target;
    const auto details = html.element("details", {{"class", "again"}});
    html.leaf("summary", "Run it again");
    const record::Exchange* exchange = exchange_of(page, at);
    write_command(page, command_for(page.run, *at.result, exchange));
    if (exchange == nullptr) return;
    write_shrunk(page, at);
    if (exchange->bmc) return;
    const auto curl = curl_line(*exchange, target);
    if (curl) {
        write_command(page, *curl);
    } else {
        html.leaf("p", {{"class", "quiet"}},
                  "curl cannot send this request as it was: its framing or its octets are not ordinary.");
    }
}

}  // namespace assay::reports
