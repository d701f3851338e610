#include "passive.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "assay/observe/reading.hpp"
#include "assay/rules/examine.hpp"

namespace assay::judge {
namespace {

using record::Verdict;

record::CaseResult not_judged(record::CaseResult result, std::string reason) {
    result.verdict = Verdict::not_applicable;
    result.reason = std::move(reason);
    return result;
}

/// Where the requests are somebody else's, the suite tells both sides apart.
std::string suite_of(const record::RunHeader& header, rules::Judged judged) {
    if (!header.is_observed()) return "passive rules";
    return judged == rules::Judged::request ? client_suite : service_suite;
}

record::CaseResult result_of(const rules::RuleReport& report, const record::RunHeader& header,
                             const Material& material) {
    const bool of_request = report.judged == rules::Judged::request;
    record::CaseResult result;
    result.id = fmt::format("passive.{}{}", report.rule, of_request ? ".request" : "");
    result.title = material.rules.at(report.rule).requirement;
    result.suite = suite_of(header, report.judged);
    result.proves = {report.rule};
    if (header.has_lost_the_wire() && material.book.is_about_the_wire(report.rule))
        return not_judged(std::move(result), header.options.at(record::wire_lost_option));
    if (report.examined == 0) return not_judged(std::move(result), "no exchange of the run shows it");
    result.findings = report.findings;
    result.verdict = record::verdict_of(result.findings, material.rules);
    std::set<std::uint32_t> exchanges;
    for (const record::Finding& finding : report.findings) {
        if (finding.place) exchanges.insert(finding.place->exchange);
    }
    result.exchanges.assign(exchanges.begin(), exchanges.end());
    if (report.left_out > 0) result.reason = fmt::format("{} further findings are not kept", report.left_out);
    return result;
}

std::string blame(const record::Finding& finding) {
    std::string text = fmt::format("our own request breaks {}: {}", finding.rule, finding.message);
    if (!finding.expected.empty()) text += fmt::format("; expected {}", finding.expected);
    if (!finding.actual.empty()) text += fmt::format(", sent {}", finding.actual);
    if (!finding.place) return text;
    text += fmt::format(" (exchange {}", finding.place->exchange);
    if (finding.place->line > 0) text += fmt::format(", line {}", finding.place->line);
    return text + (finding.place->path.empty() ? ")" : fmt::format(", {})", finding.place->path));
}

/// The case that sent the exchange; nullptr for what was sent between cases.
record::CaseResult* sender_of(record::RunRecord& run, const record::Finding& finding) {
    if (!finding.place) return nullptr;
    const auto exchange = std::ranges::find(run.exchanges, finding.place->exchange, &record::Exchange::id);
    if (exchange == run.exchanges.end()) return nullptr;
    const auto result = std::ranges::find(run.cases, exchange->case_id, &record::CaseResult::id);
    return result == run.cases.end() ? nullptr : &*result;
}

void judge_ourselves(record::RunRecord& run, const rules::RuleReport& report) {
    for (const record::Finding& finding : report.findings) {
        record::CaseResult* sender = sender_of(run, finding);
        if (sender == nullptr) {
            record::CaseResult own;
            own.id = fmt::format("passive.{}.request", report.rule);
            own.title = "What the harness sends between cases is lawful";
            own.suite = "passive rules";
            own.proves = {report.rule};
            sender = &run.cases.emplace_back(std::move(own));
        }
        if (sender->verdict != Verdict::harness_error || sender->reason.empty())
            sender->reason = blame(finding);
        sender->verdict = Verdict::harness_error;
    }
}

}  // namespace

void judge_passively(record::RunRecord& run, const record::Journal& journal, const Material& material) {
    rules::Examination examination{material.book};
    for (const record::Exchange& exchange : run.exchanges) {
        // A further answer on a connection has no request of its own to be compared with.
        if (exchange.request.empty()) continue;
        const record::Exchange whole = journal.whole(exchange);
        examination.take(observe::read(whole));
    }
    const auto reports = std::move(examination).reports();
    const bool ours = !run.header.is_observed();
    for (const rules::RuleReport& report : reports) {
        if (report.judged == rules::Judged::request && ours) judge_ourselves(run, report);
    }
    for (const rules::RuleReport& report : reports) {
        if (report.judged == rules::Judged::response)
            run.cases.push_back(result_of(report, run.header, material));
    }
    for (const rules::RuleReport& report : reports) {
        if (report.judged == rules::Judged::request && !ours)
            run.cases.push_back(result_of(report, run.header, material));
    }
}

}  // namespace assay::judge
