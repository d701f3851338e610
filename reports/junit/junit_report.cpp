#include "assay/reports/junit_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <ostream>

#include "../src/markup.hpp"
#include "../src/summary.hpp"
#include "../src/text.hpp"

namespace assay::reports {
namespace {

using record::CaseResult;
using record::RunRecord;
using record::Verdict;

constexpr std::size_t message_octets = 400;
constexpr std::size_t text_octets = 4000;
constexpr std::size_t findings_a_case = 50;

std::string seconds(record::RunTime time) {
    return fmt::format("{:.3f}", std::chrono::duration<double>{time}.count());
}

/// Blocked because its time was over: nobody is to pass over that as skipped.
bool is_overlong(const CaseResult& result) { return result.overran && result.verdict == Verdict::blocked; }

/// What a deviation explains is skipped, whatever its verdict.
struct Sums {
    std::size_t failures = 0;
    std::size_t errors = 0;
    std::size_t skipped = 0;

    void add(const CaseResult& result, const record::Rules& rules) {
        const Verdict verdict = result.verdict;
        const bool left_out = verdict == Verdict::not_applicable || verdict == Verdict::blocked;
        if (is_overlong(result)) {
            ++errors;
        } else if (left_out || record::is_known(result, rules)) {
            ++skipped;
        } else if (verdict == Verdict::failed) {
            ++failures;
        } else if (verdict == Verdict::setup_failed || verdict == Verdict::harness_error) {
            ++errors;
        }
    }
};

/// "dsp0226/transfer/get.lua" as "dsp0226.transfer.get": Jenkins makes packages of the dots.
std::string class_of(const std::string& suite) {
    std::string name = suite.ends_with(".lua") ? suite.substr(0, suite.size() - 4) : suite;
    std::ranges::replace(name, '/', '.');
    std::ranges::replace(name, ' ', '-');
    return name;
}

std::string message_of_findings(const CaseResult& result) {
    if (result.findings.empty() || !result.reason.empty()) return clipped(result.reason, message_octets);
    const std::string first = clipped(result.findings.front().message, message_octets);
    const std::size_t others = result.findings.size() - 1;
    return others == 0 ? first : fmt::format("{} (and {})", first, counted(others, "other finding"));
}

/// The one-line attribute that lists of results show.
std::string message_of(const CaseResult& result) {
    if (result.flaky)
        return clipped(record::attempts_text(result) + "; " + message_of_findings(result), message_octets);
    return message_of_findings(result);
}

/// "SHALL, DSP0226 5.1.2.2 R5.1.2.2-1"
std::string clause_of(const std::string& id, const record::Rules& rules) {
    const auto rule = rules.find(id);
    if (rule == rules.end()) return "not in the catalogue";
    const auto& [_, facts] = *rule;
    const std::string number = facts.number.empty() ? "" : " " + facts.number;
    return fmt::format("{}, {} {}{}", to_text(facts.level), facts.specification, facts.section, number);
}

void append(std::string& text, const record::Finding& finding, const record::Rules& rules) {
    text += fmt::format("\n{} ({})\n  {}\n", finding.rule, clause_of(finding.rule, rules),
                        clipped(finding.message, text_octets));
    if (!finding.expected.empty()) text += "  expected: " + clipped(finding.expected, text_octets) + '\n';
    if (!finding.actual.empty()) text += "  actual:   " + clipped(finding.actual, text_octets) + '\n';
    for (const record::KnownQuirk& quirk : finding.quirks)
        text += "  " + clipped(quirk_text(quirk), text_octets) + '\n';
    if (!finding.place) return;
    const record::Place& place = *finding.place;
    text += fmt::format("  at: exchange {}, {}", place.exchange, to_text(place.part));
    if (place.line > 0) text += fmt::format(", line {}, column {}", place.line, place.column);
    text += place.path.empty() ? "\n" : ", " + place.path + '\n';
}

/// The exchange that the first finding points into; nullptr when there is none.
const record::Exchange* exchange_of(const CaseResult& result, const RunRecord& run) {
    if (result.findings.empty() || !result.findings.front().place) return nullptr;
    const auto found =
        std::ranges::find(run.exchanges, result.findings.front().place->exchange, &record::Exchange::id);
    return found == run.exchanges.end() ? nullptr : &*found;
}

/// What a person reads after opening the case.
std::string details_of(const CaseResult& result, const RunRecord& run) {
    std::string text = result.title + '\n';
    if (!result.attempts.empty()) text += record::attempts_text(result) + '\n';
    if (!result.reason.empty()) text += clipped(result.reason, text_octets) + '\n';
    const std::size_t shown = std::min(result.findings.size(), findings_a_case);
    for (std::size_t i = 0; i < shown; ++i) append(text, result.findings[i], run.rules);
    if (shown < result.findings.size())
        text += fmt::format("\nand {}\n", counted(result.findings.size() - shown, "further finding"));
    return text + "\nagain: " + command_for(run, result, exchange_of(result, run)) + '\n';
}

/// The deviation of the first finding that has one.
std::string known_of(const CaseResult& result) {
    for (const record::Finding& finding : result.findings) {
        if (finding.known) return deviation_text(*finding.known);
    }
    return {};
}

void write_outcome(Markup& xml, const CaseResult& result, const RunRecord& run) {
    if (!is_overlong(result) && record::is_known(result, run.rules))
        return xml.leaf("skipped", {{"message", clipped(known_of(result), message_octets)}}, "");
    const std::string verdict{to_text(result.verdict)};
    switch (result.verdict) {
        case Verdict::passed: return;
        case Verdict::failed: {
            const std::string rule = result.findings.empty() ? verdict : result.findings.front().rule;
            return xml.leaf("failure", {{"message", message_of(result)}, {"type", rule}},
                            details_of(result, run));
        }
        case Verdict::setup_failed:
        case Verdict::harness_error:
            return xml.leaf("error", {{"message", message_of(result)}, {"type", verdict}},
                            details_of(result, run));
        case Verdict::not_applicable:
        case Verdict::blocked:
            if (result.overran)
                return xml.leaf("error", {{"message", message_of(result)}, {"type", "time"}},
                                details_of(result, run));
            return xml.leaf("skipped", {{"message", spoken(verdict) + ": " + message_of(result)}}, "");
        case Verdict::warned:
        case Verdict::observed: return xml.leaf("system-out", verdict + ": " + details_of(result, run));
    }
}

void write_properties(Markup& xml, const RunRecord& run) {
    const record::RunHeader& header = run.header;
    const auto properties = xml.element("properties");
    const auto property = [&](std::string_view name, const std::string& value) {
        xml.leaf("property", {{"name", std::string{name}}, {"value", value}}, "");
    };
    property("assay.version", header.tool_version);
    property("assay.target", header.target);
    property("assay.profile", header.profile_name);
    property("assay.plan", header.plan_hash);
    property("assay.seed", std::to_string(header.seed));
    property("assay.complete", run.complete ? "true" : "false");
}

/// "2026-11-20T19:00:00Z" without its zone, as the format's schema has it; times in it are UTC.
std::string timestamp_of(const std::string& began) {
    return began.ends_with('Z') ? began.substr(0, began.size() - 1) : began;
}

void write_suite(Markup& xml, const SuiteResult& suite, const RunRecord& run) {
    const std::string name = class_of(suite.name);
    Sums sums;
    for (const CaseResult* result : suite.cases) sums.add(*result, run.rules);
    const auto element = xml.element("testsuite", {{"name", name},
                                                   {"tests", std::to_string(suite.cases.size())},
                                                   {"failures", std::to_string(sums.failures)},
                                                   {"errors", std::to_string(sums.errors)},
                                                   {"skipped", std::to_string(sums.skipped)},
                                                   {"time", seconds(suite.elapsed)},
                                                   {"timestamp", timestamp_of(run.header.began)}});
    write_properties(xml, run);
    for (const CaseResult* result : suite.cases) {
        const auto testcase = xml.element(
            "testcase", {{"classname", name}, {"name", result->id}, {"time", seconds(result->elapsed)}});
        write_outcome(xml, *result, run);
    }
}

}  // namespace

void JunitReport::write(const RunRecord& run, std::ostream& out) const {
    Sums sums;
    for (const CaseResult& result : run.cases) sums.add(result, run.rules);
    Markup xml{out};
    xml.trusted("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    {
        const auto root = xml.element("testsuites", {{"name", "assay"},
                                                     {"tests", std::to_string(run.cases.size())},
                                                     {"failures", std::to_string(sums.failures)},
                                                     {"errors", std::to_string(sums.errors)},
                                                     {"time", seconds(run.elapsed)}});
        for (const SuiteResult& suite : by_suite(run)) write_suite(xml, suite, run);
    }
    xml.line();
}

}  // namespace assay::reports
