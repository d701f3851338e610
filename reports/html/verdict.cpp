// The top of the page: what the run says, about what, and how it was made.
#include <fmt/format.h>

#include <algorithm>

#include "../src/text.hpp"
#include "page.hpp"

namespace assay::reports {
namespace {

using record::Verdict;

/// More of them would stand between the verdict and its findings.
constexpr std::size_t suites_shown_open = 8;

std::string of_rules(const Tally& sum, std::string_view kind) {
    return fmt::format("{} of {}", counted(sum.findings, "finding"), counted(sum.rules, kind));
}

struct Headline {
    std::string words;
    std::string detail;
    Verdict colour;
};

Headline headline(const Page& page) {
    switch (outcome_of(page.run)) {
        case Outcome::unsettled:
            return {"Not settled", "no finding, but cases that are left open", Verdict::harness_error};
        case Outcome::interrupted: return {"Interrupted", "no finding in what ran", Verdict::harness_error};
        case Outcome::nothing_tested:
            return {"Nothing was tested", "no case applied", Verdict::not_applicable};
        case Outcome::known_deviations:
            return {"Conforming but for known deviations",
                    counted(record::count_known(page.run), "finding") + " known, none new", Verdict::warned};
        case Outcome::conforming:
            return {
                "Conforming",
                counted(record::count_verdicts(page.run)[Verdict::passed], "case") + " passed, no finding",
                Verdict::passed};
        case Outcome::findings: break;
    }
    const Tally broken = tally(page.groups, Verdict::failed);
    if (broken.findings > 0) return {"Not conforming", of_rules(broken, "rule"), Verdict::failed};
    return {"No SHALL found broken", of_rules(tally(page.groups, Verdict::warned), "recommendation"),
            Verdict::warned};
}

/// Findings that the headline leaves out because they make nothing wrong, and what kept cases from being
/// judged.
void write_remarks(Page& page, Verdict headline) {
    const Counts counts = record::count_verdicts(page.run);
    const Tally advice = tally(page.groups, Verdict::warned);
    const Tally observed = tally(page.groups, Verdict::observed);
    const auto list = page.html.element("ul", {{"class", "remarks"}});
    if (const std::size_t known = record::count_known(page.run); known > 0) {
        const auto item = page.html.element("li");
        write_chip(page.html, Verdict::warned, counted(known, "known deviation"));
        page.html.text(" with an owner, a reason and a date; each stands at its finding");
    }
    for (const std::string& sentence : page.run.stale_deviations) {
        const auto item = page.html.element("li");
        write_chip(page.html, Verdict::failed, "stale deviation");
        page.html.text(" " + clipped(sentence, page.limits.text_octets));
    }
    const auto say = [&](Verdict verdict, std::size_t count, std::string_view noun,
                         std::string_view sentence) {
        if (count == 0) return;
        const auto item = page.html.element("li");
        write_chip(page.html, verdict, counted(count, noun));
        page.html.text(sentence);
    };
    const std::string recommendations = " of " + counted(advice.rules, "recommendation") + " (SHOULD)";
    say(Verdict::warned, headline == Verdict::warned ? 0 : advice.findings, "finding", recommendations);
    say(Verdict::observed, observed.findings, "observation", " of what a rule leaves open (MAY)");
    say(Verdict::harness_error, counts.at(Verdict::harness_error), "case",
        " could not be judged: the harness's own trouble");
    const auto flaky =
        static_cast<std::size_t>(std::ranges::count(page.run.cases, true, &record::CaseResult::flaky));
    say(Verdict::warned, flaky, "flaky case",
        ": attempts at it came to different verdicts; the gravest counts");
    say(Verdict::setup_failed, counts.at(Verdict::setup_failed), "case",
        " could not be prepared: the target refused a step");
    for (const std::string& note : page.run.notes)
        page.html.leaf("li", clipped(note, page.limits.text_octets));
}

enum class Width { cell, row };

void write_fact(Markup& html, std::string_view name, const std::string& value,
                std::string_view element = "span", Width width = Width::cell) {
    if (value.empty()) return;
    const auto row = html.element("div", {{"class", width == Width::row ? "wide" : "cell"}});
    html.leaf("dt", name);
    const auto definition = html.element("dd");
    html.leaf(element, value);
}

/// "2026-11-20T18:31:07Z" as "2026-11-20 18:31:07 UTC"; other texts as they are.
std::string readable(const std::string& time) {
    constexpr std::size_t to_the_second = 20;
    if (time.size() != to_the_second || time[10] != 'T' || time.back() != 'Z') return time;
    return time.substr(0, 10) + ' ' + time.substr(11, 8) + " UTC";
}

void write_facts(Page& page) {
    const record::RunHeader& header = page.run.header;
    const auto list = page.html.element("dl", {{"class", "facts"}});
    write_fact(page.html, "Began", readable(header.began));
    write_fact(page.html, "Took", to_text(page.run.elapsed));
    write_fact(page.html, header.judges_client() ? "Driver" : "Profile", header.profile_name);
    if (!page.run.dialects.empty())
        write_fact(page.html, "Speaks like", speaks_like(page.run.dialects.front()));
    write_fact(page.html, "Assay version", header.tool_version);
    write_fact(page.html, "Seed", std::to_string(header.seed), "code");
    write_fact(page.html, "Plan", header.plan_hash, "code", Width::row);
    std::string options;
    for (const auto& [name, value] : header.options)
        options += fmt::format("{}{}: {}", options.empty() ? "" : ", ", name, value);
    write_fact(page.html, "Options", clipped(options, page.limits.text_octets), "code", Width::row);
}

/// Judged again after the product has changed.
void write_other_suites(Page& page) {
    if (!record::judged_otherwise(page.run)) return;
    const auto note = page.html.element("div", {{"class", "interruption"}, {"role", "note"}});
    page.html.leaf("strong", "Judged by other suites.");
    page.html.text(
        fmt::format(" The catalogue or the suites are not those of the run (plan {:.12}, now {:.12}). "
                    "Cases that ask otherwise now are blocked.",
                    page.run.header.plan_hash, page.run.judged_by));
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

void write_tiles(Page& page) {
    const Counts counts = record::count_verdicts(page.run);
    const auto block = page.html.element("div", {{"class", "counts"}});
    write_bar(page.html, counts, page.run.cases.size());
    const auto list = page.html.element("ul", {{"class", "tiles"}, {"aria-label", "Cases by verdict"}});
    for (const auto& [verdict, count] : counts) {
        if (count == 0) continue;
        const auto item = page.html.element("li");
        const auto link =
            page.html.element("a", {{"href", "#cases"}, {"data-show", std::string{to_text(verdict)}}});
        page.html.leaf("span", {{"class", "number"}}, to_text(count));
        page.html.text(" ");
        write_label(page.html, verdict, spoken(to_text(verdict)));
    }
}

}  // namespace

void write_verdict(Page& page) {
    write_interruption(page);
    write_other_suites(page);
    const Headline head = headline(page);
    const auto section = page.html.element("header", {{"class", "verdict " + verdict_class(head.colour)}});
    {
        const auto about = page.html.element("p", {{"class", "kicker"}});
        page.html.text("WS-Management conformance of ");
        if (page.run.header.judges_client())
            page.html.text("the client " + clipped(page.run.header.profile_name, page.limits.text_octets) +
                           ", which was sent to ");
        page.html.leaf("code", clipped(page.run.header.target, page.limits.text_octets));
    }
    {
        const auto title = page.html.element("h1");
        page.html.text(head.words);
        page.html.text(" ");
        page.html.leaf("span", {{"class", "detail"}}, head.detail);
    }
    write_remarks(page, head.colour);
    write_tiles(page);
    write_facts(page);
}

void write_suites(Page& page) {
    const auto section = page.html.element("section", {{"id", "suites"}});
    const std::vector<SuiteResult> suites = by_suite(page.run);
    const auto fold = suites.size() <= suites_shown_open
                          ? page.html.element("details", {{"class", "suites-fold"}, {"open", "open"}})
                          : page.html.element("details", {{"class", "suites-fold"}});
    {
        const auto summary = page.html.element("summary");
        page.html.leaf("h2", "Suites");
        page.html.leaf("span", {{"class", "quiet"}}, counted(suites.size(), "suite"));
    }
    const auto table = page.html.element("table", {{"class", "suites"}});
    {
        const auto head = page.html.element("thead");
        const auto row = page.html.element("tr");
        page.html.leaf("th", {{"scope", "col"}}, "Suite");
        page.html.leaf("th", {{"scope", "col"}, {"class", "count"}}, "Cases");
        page.html.leaf("th", {{"scope", "col"}}, "Verdicts");
    }
    const auto body = page.html.element("tbody");
    for (const SuiteResult& suite : suites) {
        const auto row = page.html.element("tr");
        {
            const auto name = page.html.element("th", {{"scope", "row"}});
            const auto link = page.html.element("a", {{"href", "#" + anchor("suite", suite.name)}});
            write_breakable(page.html, suite.name);
        }
        page.html.leaf("td", {{"class", "count"}}, to_text(suite.cases.size()));
        const auto verdicts = page.html.element("td");
        write_bar(page.html, suite.counts, suite.cases.size());
        for (const auto& [verdict, count] : suite.counts)
            write_chip(page.html, verdict, fmt::format("{} {}", to_text(count), spoken(to_text(verdict))));
    }
}

}  // namespace assay::reports
