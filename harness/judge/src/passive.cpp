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
    if (!header.is_observed() && !header.judges_client()) return "passive rules";
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

std::string blame(const record::Finding& finding, rules::Judged judged) {
    const char* const what = judged == rules::Judged::response ? "answer" : "request";
    std::string text = fmt::format("our own {} breaks {}: {}", what, finding.rule, finding.message);
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
            sender->reason = blame(finding, report.judged);
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

namespace {

/// What came to where no client was sent, or when a case had come to its end, is not judged by what every
/// request has to be: the case says what is wrong with it.
bool is_answered_for(const record::Exchange& exchange) {
    return exchange.label != script::elsewhere_label && exchange.label != script::unexpected_label;
}

/// The exchanges whose answer is ours to answer for: it was to be lawful, and the request gave no cause for
/// less.
std::vector<record::Exchange> of_our_own(const record::RunRecord& run,
                                         const std::vector<rules::RuleReport>& about_client) {
    std::set<std::uint32_t> broken;
    const auto note = [&broken](const std::vector<record::Finding>& findings) {
        for (const record::Finding& finding : findings) {
            if (finding.place) broken.insert(finding.place->exchange);
        }
    };
    for (const record::CaseResult& result : run.cases) note(result.findings);
    for (const rules::RuleReport& report : about_client) {
        if (report.judged == rules::Judged::request) note(report.findings);
    }
    std::vector<record::Exchange> own;
    std::ranges::copy_if(run.exchanges, std::back_inserter(own), [&](const record::Exchange& exchange) {
        return exchange.unlawful_because.empty() && exchange.ending == record::Ending::answered &&
               !broken.contains(exchange.id);
    });
    return own;
}

}  // namespace

void judge_client_passively(record::RunRecord& run, const Material& material) {
    rules::Examination of_client{material.book};
    for (const record::Exchange& exchange : run.exchanges) {
        if (!is_answered_for(exchange)) continue;
        // The client does not break rules on purpose, whatever the answer does.
        record::Exchange request = exchange;
        request.unlawful_because.clear();
        of_client.take(observe::read(request));
    }
    const auto about_client = std::move(of_client).reports();
    // Exchange by exchange: whom the service lets in, which a whole run shows, is the case's affair.
    for (const record::Exchange& exchange : of_our_own(run, about_client)) {
        for (const rules::RuleReport& report : rules::examine(observe::read(exchange), material.book)) {
            if (report.judged == rules::Judged::response) judge_ourselves(run, report);
        }
    }
    for (const rules::RuleReport& report : about_client) {
        if (report.judged == rules::Judged::request)
            run.cases.push_back(result_of(report, run.header, material));
    }
}

}  // namespace assay::judge
