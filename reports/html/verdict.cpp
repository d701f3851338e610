// The top of the page: what the run says, about what, and how it was made.
#include <fmt/format.h>

#include <algorithm>

#include "../src/text.hpp"
#include "page.hpp"

namespace assay::reports {
namespace {

using record::Verdict;

std::string of_rules(const Tally& sum, std::string_view kind) {
    return fmt::format("{} of {}", counted(sum.findings, "finding"), counted(sum.rules, kind));
}

struct Headline {
    std::string words;
    Verdict colour;
};

Headline headline(const Page& page) {
    switch (outcome_of(page.run)) {
        case Outcome::unsettled: return {"Not settled", Verdict::harness_error};
        case Outcome::interrupted: return {"Interrupted", Verdict::harness_error};
        case Outcome::nothing_tested: return {"Nothing was tested", Verdict::not_applicable};
        case Outcome::conforming: return {"Conforming", Verdict::passed};
        case Outcome::findings: break;
    }
    const Tally broken = tally(page.groups, Verdict::failed);
    if (broken.findings > 0) return {"Not conforming: " + of_rules(broken, "rule"), Verdict::failed};
    return {"No SHALL found broken: " + of_rules(tally(page.groups, Verdict::warned), "recommendation"),
            Verdict::warned};
}

/// What the headline does not say: everything else that a reader must not overlook.
std::string remarks(const Page& page) {
    const Counts counts = record::count_verdicts(page.run);
    const Tally broken = tally(page.groups, Verdict::failed);
    const Tally advice = tally(page.groups, Verdict::warned);
    const Tally observed = tally(page.groups, Verdict::observed);
    std::string text;
    const auto say = [&](bool when, const std::string& sentence) {
        if (when) text += (text.empty() ? "" : " ") + sentence;
    };
    say(broken.findings > 0 && advice.findings > 0, of_rules(advice, "recommendation") + " (SHOULD).");
    say(observed.findings > 0,
        counted(observed.findings, "observation") + " of what a rule leaves open (MAY).");
    const std::size_t ours = counts.at(Verdict::harness_error);
    say(ours > 0, counted(ours, "case") + " could not be judged through the harness's own trouble.");
    const std::size_t refused = counts.at(Verdict::setup_failed);
    say(refused > 0, counted(refused, "case") + " could not be prepared because the target refused a step.");
    const std::size_t open = counts.at(Verdict::not_applicable) + counts.at(Verdict::blocked);
    say(open > 0, counted(open, "case") + " did not apply or stayed blocked; each says why.");
    say(text.empty(), counted(counts.at(Verdict::passed), "case") + " passed; nothing was left open.");
    return text;
}

void write_fact(Markup& html, std::string_view name, const std::string& value,
                std::string_view element = "span") {
    if (value.empty()) return;
    const auto row = html.element("div");
    html.leaf("dt", name);
    const auto definition = html.element("dd");
    html.leaf(element, value);
}

void write_facts(Page& page) {
    const record::RunHeader& header = page.run.header;
    const auto list = page.html.element("dl", {{"class", "facts"}});
    write_fact(page.html, "Target", clipped(header.target, page.limits.text_octets), "code");
    write_fact(page.html, "Began", header.began, "time");
    write_fact(page.html, "Took", to_text(page.run.elapsed));
    write_fact(page.html, "Profile", header.profile_name);
    write_fact(page.html, "Made by", header.tool_version);
    write_fact(page.html, "Seed", std::to_string(header.seed), "code");
    write_fact(page.html, "Plan", header.plan_hash, "code");
    std::string options;
    for (const auto& [name, value] : header.options)
        options += (options.empty() ? "" : " ") + name + ' ' + value;
    write_fact(page.html, "Options", clipped(options, page.limits.text_octets), "code");
}

void write_interruption(Page& page) {
    if (page.run.complete) return;
    const auto& cases = page.run.cases;
    const auto blocked = std::ranges::count(cases, Verdict::blocked, &record::CaseResult::verdict);
    const auto note = page.html.element("div", {{"class", "interruption"}, {"role", "note"}});
    page.html.leaf("strong", "This run was interrupted.");
    page.html.text(fmt::format(
        " It ended after {}, with {} of {} left without a verdict. What follows is not the whole.",
        to_text(page.run.elapsed), to_text(static_cast<std::size_t>(blocked)),
        counted(cases.size(), "case")));
}

void write_segments(Markup& html, const Counts& counts, std::size_t total) {
    double at = 0;
    for (const auto& [verdict, count] : counts) {
        if (count == 0) continue;
        const double width =
            1000.0 * static_cast<double>(count) / static_cast<double>(std::max<std::size_t>(total, 1));
        const auto rect = html.element("rect", {{"class", verdict_class(verdict)},
                                                {"x", fmt::format("{:.1f}", at)},
                                                {"width", fmt::format("{:.1f}", width)},
                                                {"height", "10"}});
        at += width;
    }
}

/// A picture of shares; the numbers stand beside it as text, so it is hidden from screen readers.
void write_bar(Markup& html, const Counts& counts, std::size_t total) {
    const auto svg = html.element("svg", {{"class", "bar"},
                                          {"viewBox", "0 0 1000 10"},
                                          {"preserveAspectRatio", "none"},
                                          {"aria-hidden", "true"}});
    write_segments(html, counts, total);
}

}  // namespace

void write_verdict(Page& page) {
    write_interruption(page);
    const Headline head = headline(page);
    {
        const auto hero = page.html.element("header", {{"class", "verdict " + verdict_class(head.colour)}});
        page.html.leaf("p", {{"class", "kicker"}}, "Conformance of a WS-Management endpoint");
        page.html.leaf("h1", head.words);
        page.html.leaf("p", {{"class", "remarks"}}, remarks(page));
        write_facts(page);
    }
    const Counts counts = record::count_verdicts(page.run);
    const auto section =
        page.html.element("section", {{"class", "counts"}, {"aria-label", "Cases by verdict"}});
    write_bar(page.html, counts, page.run.cases.size());
    const auto list = page.html.element("ul", {{"class", "tiles"}});
    for (const auto& [verdict, count] : counts) {
        if (count == 0) continue;
        const auto item = page.html.element("li");
        const auto link =
            page.html.element("a", {{"href", "#cases"}, {"data-show", std::string{to_text(verdict)}}});
        page.html.leaf("span", {{"class", "number"}}, to_text(count));
        write_chip(page.html, verdict, spoken(to_text(verdict)));
    }
}

void write_suites(Page& page) {
    const auto section = page.html.element("section", {{"id", "suites"}});
    page.html.leaf("h2", "Suites");
    const auto table = page.html.element("table", {{"class", "suites"}});
    {
        const auto head = page.html.element("thead");
        const auto row = page.html.element("tr");
        page.html.leaf("th", {{"scope", "col"}}, "Suite");
        page.html.leaf("th", {{"scope", "col"}, {"class", "count"}}, "Cases");
        page.html.leaf("th", {{"scope", "col"}}, "Verdicts");
    }
    const auto body = page.html.element("tbody");
    for (const SuiteResult& suite : by_suite(page.run)) {
        const auto row = page.html.element("tr");
        {
            const auto name = page.html.element("th", {{"scope", "row"}});
            page.html.leaf("a", {{"href", "#" + anchor("suite", suite.name)}}, suite.name);
        }
        page.html.leaf("td", {{"class", "count"}}, to_text(suite.cases.size()));
        const auto verdicts = page.html.element("td");
        write_bar(page.html, suite.counts, suite.cases.size());
        for (const auto& [verdict, count] : suite.counts)
            write_chip(page.html, verdict, fmt::format("{} {}", to_text(count), spoken(to_text(verdict))));
    }
}

}  // namespace assay::reports
