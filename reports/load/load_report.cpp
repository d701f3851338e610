#include "assay/reports/load_report.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "../html/assets.hpp"
#include "../html/document.hpp"
#include "chart.hpp"

namespace assay::reports {
namespace {

using Operation = LoadFigures::Operation;
using Slot = LoadFigures::Slot;

std::ptrdiff_t count_findings(const LoadFigures& figures) {
    if (!figures.judged) return 0;
    return std::ranges::count(figures.judged->broken, true, &LoadFigures::BrokenRule::is_finding);
}

std::string headline(const LoadFigures& figures) {
    const auto breached =
        std::ranges::count_if(figures.objectives, [](const auto& each) { return !each.met; });
    if (!figures.complete) return "Not the whole load";
    if (breached == 1) return "An objective is breached";
    if (breached > 1) return fmt::format("{} objectives are breached", breached);
    if (!figures.answered) return "No request succeeded";
    const auto broken = count_findings(figures);
    if (broken > 0) return broken == 1 ? "A rule is broken" : fmt::format("{} rules are broken", broken);
    return figures.objectives.empty() ? "Measured" : "Objectives met";
}

std::string_view look_of(const LoadFigures& figures) {
    const bool all_met = std::ranges::all_of(figures.objectives, &LoadFigures::Objective::met);
    if (!figures.complete) return "verdict v-harness_error";
    if (!all_met || !figures.answered || count_findings(figures) > 0) return "verdict v-failed";
    return figures.objectives.empty() ? "verdict v-observed" : "verdict v-passed";
}

void write_named(Markup& html, std::string_view look, const LoadFigures::Named& named) {
    const auto list = html.element("dl", {{"class", std::string{look}}});
    for (const auto& [name, value] : named) {
        const auto pair = html.element("div");
        html.leaf("dt", name);
        html.leaf("dd", value);
    }
}

void write_objectives(Markup& html, const LoadFigures& figures) {
    const auto list = html.element("ul", {{"class", "rows objectives"}});
    for (const LoadFigures::Objective& each : figures.objectives) {
        const auto row = html.element("li");
        {
            const auto chip = html.element("span", {{"class", each.met ? "chip v-passed" : "chip v-failed"}});
            html.leaf("b", {{"aria-hidden", "true"}}, each.met ? "✓" : "✗");
            html.text(each.met ? "met" : "breached");
        }
        const auto said = html.element("p");
        html.leaf("code", each.text);
        html.leaf("span", {{"class", "quiet"}}, each.actual);
    }
}

void write_verdict(Markup& html, const LoadFigures& figures) {
    const auto section = html.element("section", {{"class", std::string{look_of(figures)}}});
    {
        const auto kicker = html.element("p", {{"class", "kicker"}});
        html.leaf("code", figures.target);
    }
    {
        const auto heading = html.element("h1");
        html.text(headline(figures));
        html.leaf("span", {{"class", "detail"}}, figures.what);
    }
    if (!figures.objectives.empty()) write_objectives(html, figures);
    write_named(html, "facts", figures.facts);
}

void write_table(Markup& html, const LoadFigures::Table& written) {
    if (written.rows.empty()) return;
    const auto scroll = html.element("div", {{"class", "scroll"}});
    const auto table = html.element("table", {{"class", "times"}});
    {
        const auto head = html.element("thead");
        const auto row = html.element("tr");
        html.leaf("th", {{"scope", "col"}}, "");
        for (const std::string& column : written.columns) html.leaf("th", {{"scope", "col"}}, column);
    }
    const auto body = html.element("tbody");
    for (const auto& [name, values] : written.rows) {
        const auto row = html.element("tr");
        html.leaf("th", {{"scope", "row"}}, name);
        for (const std::string& value : values) html.leaf("td", value);
    }
}

std::vector<std::optional<double>> in_ms(const Operation& operation, std::optional<double> Slot::*member) {
    std::vector<std::optional<double>> values;
    for (const Slot& slot : operation.slots) {
        const auto& value = slot.*member;
        values.push_back(value ? std::optional{*value * 1000} : std::nullopt);
    }
    return values;
}

std::vector<std::optional<double>> of_slots(const Operation& operation, std::optional<double> Slot::*member) {
    std::vector<std::optional<double>> values;
    for (const Slot& slot : operation.slots) values.push_back(slot.*member);
    return values;
}

Chart distribution_of(const Operation& operation) {
    Chart chart{.title = "Latency by percentile, logarithmic", .unit = "ms", .axis = XAxis::percentile};
    std::vector<std::optional<double>> response;
    std::vector<std::optional<double>> service;
    for (const LoadFigures::Percentile& each : operation.distribution) {
        chart.x.push_back(-std::log10(1 - each.percent / 100));
        response.emplace_back(each.response * 1000);
        service.emplace_back(each.service * 1000);
    }
    chart.lines = {{"response time", "a", std::move(response)}, {"service time", "b", std::move(service)}};
    return chart;
}

void write_charts(Markup& html, const Operation& operation) {
    std::vector<double> x;
    for (std::size_t i = 0; i < operation.slots.size(); ++i)
        x.push_back((static_cast<double>(i) + 0.5) * operation.slot_seconds);
    const double end = static_cast<double>(operation.slots.size()) * operation.slot_seconds;
    const auto charts = html.element("div", {{"class", "charts"}});
    write_chart(html, {.title = "Successes a second",
                       .unit = "/s",
                       .x = x,
                       .x_end = end,
                       .lines = {{"succeeded", "a", of_slots(operation, &Slot::succeeded)}}});
    write_chart(html, {.title = "Response time over time",
                       .unit = "ms",
                       .x = x,
                       .x_end = end,
                       .lines = {{"p50", "a", in_ms(operation, &Slot::p50)},
                                 {"p99", "b", in_ms(operation, &Slot::p99)},
                                 {"max", "c", in_ms(operation, &Slot::max)}}});
    write_chart(html, distribution_of(operation));
    write_chart(html, {.title = "Errors a second",
                       .unit = "/s",
                       .x = x,
                       .x_end = end,
                       .lines = {{"failed", "c", of_slots(operation, &Slot::failed)}}});
}

void write_operation(Markup& html, const Operation& operation, std::size_t number) {
    const auto section = html.element("section", {{"id", fmt::format("operation-{}", number)}});
    html.leaf("h2", operation.name);
    write_named(html, "facts counted", operation.counts);
    if (!operation.errors.empty()) {
        html.leaf("h3", "Errors by kind");
        write_named(html, "facts counted", operation.errors);
    }
    if (!operation.faults.rows.empty()) {
        html.leaf("h3", "Faults by name");
        write_table(html, operation.faults);
    }
    write_table(html, operation.times);
    write_charts(html, operation);
}

void write_connections(Markup& html, const LoadFigures& figures) {
    if (figures.connections.empty()) return;
    const auto section = html.element("section", {{"id", "connections"}});
    html.leaf("h2", "Connections");
    write_named(html, "facts counted", figures.connections);
    write_table(html, figures.connection_times);
}

void write_broken_rule(Markup& html, const LoadFigures::BrokenRule& broken) {
    const auto row = html.element("li");
    {
        const auto chip =
            html.element("span", {{"class", broken.is_finding ? "chip v-failed" : "chip v-observed"}});
        html.leaf("b", {{"aria-hidden", "true"}}, broken.is_finding ? "✗" : "·");
        html.text(broken.is_finding ? "broken" : "seen");
    }
    const auto said = html.element("p");
    html.leaf("code", broken.rule);
    html.leaf("span", {{"class", "quiet"}}, fmt::format("{}, in {}", broken.level, broken.count));
    html.leaf("span", broken.example);
}

void write_judged(Markup& html, const LoadFigures& figures) {
    if (!figures.judged) return;
    const auto section = html.element("section", {{"id", "conformance"}});
    html.leaf("h2", "Conformance under load");
    html.leaf("p", figures.judged->what + (figures.judged->broken.empty() ? "; none is broken." : ":"));
    if (figures.judged->broken.empty()) return;
    const auto list = html.element("ul", {{"class", "rows objectives"}});
    for (const LoadFigures::BrokenRule& each : figures.judged->broken) write_broken_rule(html, each);
}

void write_bar(Markup& html, const LoadFigures& figures) {
    html.leaf("a", {{"class", "skip"}, {"href", "#report"}}, "Skip to the verdict");
    const auto top = html.element("div", {{"class", "top"}});
    const auto bar = html.element("div", {{"class", "bar-line"}});
    html.leaf("span", {{"class", "mark"}}, "Assay");
    {
        const auto nav = html.element("nav", {{"aria-label", "Parts of this report"}});
        for (std::size_t i = 0; i < figures.operations.size(); ++i)
            html.leaf("a", {{"href", fmt::format("#operation-{}", i)}}, figures.operations[i].name);
        if (!figures.connections.empty()) html.leaf("a", {{"href", "#connections"}}, "Connections");
        if (figures.judged) html.leaf("a", {{"href", "#conformance"}}, "Conformance");
    }
    write_theme_button(html);
}

void write_notes(Markup& html, const LoadFigures& figures) {
    if (figures.notes.empty()) return;
    const auto section = html.element("section", {{"id", "notes"}});
    html.leaf("h2", "Before believing the figures");
    const auto list = html.element("ul", {{"class", "notes"}});
    for (const std::string& note : figures.notes) html.leaf("li", note);
}

}  // namespace

void LoadReport::write(const LoadFigures& figures, std::ostream& out) const {
    const std::array styles{assets::report_css, assets::load_css};
    const std::array scripts{assets::report_js, assets::load_js};
    const DocumentAssets assets{.styles = styles, .scripts = scripts};
    Markup html{out};
    html.trusted("<!DOCTYPE html>\n");
    {
        const auto root = html.element("html", {{"lang", "en"}});
        write_document_head(html, fmt::format("Assay: {} – {}", headline(figures), figures.target), assets);
        const auto body = html.element("body");
        write_bar(html, figures);
        {
            const auto report = html.element("main", {{"id", "report"}});
            write_verdict(html, figures);
            for (std::size_t i = 0; i < figures.operations.size(); ++i)
                write_operation(html, figures.operations[i], i);
            write_connections(html, figures);
            write_judged(html, figures);
            write_notes(html, figures);
        }
        html.leaf("footer",
                  "The response time runs from the moment when a request was due, the service time from its "
                  "sending. "
                  "load.json and the HdrHistogram logs beside this file hold every counter.");
        html.line();
        write_document_scripts(html, assets);
    }
    html.line();
}

}  // namespace assay::reports
