#include "assay/rules/examine.hpp"

namespace assay::rules {
namespace {

/// A target that breaks one rule a thousand times has broken it; the rest would only fill the memory.
constexpr std::size_t most_findings = 1000;

bool is_judged(const observe::Reading& reading, Judged judged) {
    return judged == Judged::response || reading.exchange->unlawful_because.empty();
}

void take(RuleReport& report, Outcome outcome) {
    if (!outcome.examined) return;
    ++report.examined;
    for (record::Finding& finding : outcome.findings) {
        if (report.findings.size() == most_findings) {
            ++report.left_out;
            continue;
        }
        finding.rule = report.rule;
        record::shorten(finding);
        report.findings.push_back(std::move(finding));
    }
}

void examine_each(const observe::Reading& reading, const RuleBook& book, std::vector<RuleReport>& reports) {
    auto report = reports.begin();
    for (const PassiveRule& rule : book.passive()) {
        if (is_judged(reading, rule.judged)) take(*report, rule.examine(reading));
        ++report;
    }
}

}  // namespace

Examination::Examination(const RuleBook& book) : book_{book} {
    const auto report = [](const auto& rule) {
        return RuleReport{
            .rule = std::string{rule.rule}, .judged = rule.judged, .examined = 0, .findings = {}};
    };
    for (const PassiveRule& rule : book.passive()) reports_.push_back(report(rule));
    for (const RunRule& rule : book.run()) {
        reports_.push_back(report(rule));
        examiners_.push_back(rule.begin());
    }
}

void Examination::take(const observe::Reading& reading) {
    examine_each(reading, book_, reports_);
    auto report = reports_.end() - static_cast<std::ptrdiff_t>(examiners_.size());
    for (const RunExaminer& examiner : examiners_) rules::take(*report++, examiner(reading));
}

std::vector<RuleReport> examine(std::span<const observe::Reading> readings, const RuleBook& book) {
    Examination examination{book};
    for (const observe::Reading& reading : readings) examination.take(reading);
    return std::move(examination).reports();
}

std::vector<RuleReport> examine(const observe::Reading& reading, const RuleBook& book) {
    RuleBook alone;
    for (const PassiveRule& rule : book.passive()) alone.add(rule);
    return examine({&reading, 1}, alone);
}

}  // namespace assay::rules
