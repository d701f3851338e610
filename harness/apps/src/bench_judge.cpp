#include "bench_judge.hpp"

#include <fmt/format.h>

#include "assay/base/clock.hpp"
#include "assay/base/home.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/record/journal.hpp"
#include "assay/suite/catalogue.hpp"
#include "assay/suite/names.hpp"
#include "text.hpp"
#include "version.hpp"

namespace assay::apps {
namespace {

/// How the journal of a sample says which share of the exchanges was judged.
constexpr const char* sampled_option = "sampled";

std::string where_of(const record::Place& place) {
    if (place.line == 0) return place.path;
    return fmt::format("{}{}line {}", place.path, place.path.empty() ? "" : ", ", place.line);
}

load::BrokenExample example_of(const record::Finding& finding, const std::string& run) {
    const record::Place place = finding.place.value_or(record::Place{});
    return {.run = run,
            .exchange = place.exchange,
            .where = printable(where_of(place)),
            .message = printable(finding.message),
            .expected = printable(finding.expected),
            .actual = printable(finding.actual)};
}

}  // namespace

BenchJudge::BenchJudge(double share)
    : share_{share},
      rules_{suite::read_catalogue(base::home() / "suites/catalogue")},
      standard_{base::home()},
      judge_{standard_.book()} {}

load::Sampling BenchJudge::sampling(std::uint64_t seed) {
    return {.share = share_, .seed = seed, .sink = this};
}

load::RuleCount BenchJudge::count_of(const rules::RuleReport& report, const std::string& run) const {
    load::RuleCount count{.rule = report.rule,
                          .level = rules_.at(report.rule).level,
                          .of_requests = report.judged == rules::Judged::request,
                          .examined = report.examined,
                          .broken = report.broken,
                          .findings = report.findings.size() + report.left_out};
    if (!report.findings.empty()) count.example = example_of(report.findings.front(), run);
    return count;
}

load::LiveConformance BenchJudge::so_far() const {
    const judge::SampleProgress progress = judge_.progress();
    return {.judged = progress.judged,
            .dropped = progress.dropped,
            .broken = {progress.broken.begin(), progress.broken.end()}};
}

void BenchJudge::finish(load::LoadRecord& record) {
    judge::SampleReport report = judge_.finish();
    load::Conformance& found = record.conformance.emplace();
    found.share = share_;
    found.judged = report.judged;
    found.dropped = report.dropped;
    for (const rules::RuleReport& each : report.reports) {
        if (each.examined > 0) found.rules.push_back(count_of(each, record.parts.front().run));
    }
    found.sort();
    evidence_ = std::move(report.evidence);
}

void BenchJudge::write_journal(const std::filesystem::path& file, const load::LoadRecord& record) const {
    record::RunHeader header;
    header.tool_version = tool_version;
    header.began = base::to_rfc3339(record.started);
    header.target = record.scenario.url;
    header.profile_name = observed_profile;
    header.options[record::observed_option] = record::observed_live;
    header.options[sampled_option] = fmt::format("{:g} %", share_ * 100);
    record::JournalWriter journal{file, header};
    for (const record::Exchange& exchange : evidence_) journal.exchanged(exchange);
    journal.noted(
        fmt::format("of {} exchanges of a load that were judged, these are the first and one for each rule "
                    "that was broken",
                    record.conformance->judged));
    journal.run_ended(evidence_.empty() ? record::RunTime{} : evidence_.back().times.finished);
}

void BenchJudge::check_rules(const std::vector<load::Objective>& objectives) const {
    std::vector<std::string> known;
    for (const auto& [id, rule] : rules_) known.push_back(id);
    for (const std::string& rule : load::rules_in(objectives)) {
        if (rule.empty() || rules_.contains(rule)) continue;
        throw base::UsageError{fmt::format("there is no rule '{}'", rule), "--slo",
                               suite::did_you_mean(rule, known, "`assay list --rules` shows what there is")};
    }
}

}  // namespace assay::apps
