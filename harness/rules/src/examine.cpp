#include "assay/rules/examine.hpp"

namespace assay::rules {
namespace {

bool is_judged(const observe::Reading& reading, Judged judged) {
    return judged == Judged::response || reading.exchange->unlawful_because.empty();
}

/// @return how many findings were kept
std::size_t take(RuleReport& report, Outcome outcome, std::size_t keep) {
    if (!outcome.examined) return 0;
    ++report.examined;
    if (!outcome.findings.empty()) ++report.broken;
    std::size_t kept = 0;
    for (record::Finding& finding : outcome.findings) {
        if (report.findings.size() == keep) {
            ++report.left_out;
            continue;
        }
        finding.rule = report.rule;
        record::shorten(finding);
        report.findings.push_back(std::move(finding));
        ++kept;
    }
    return kept;
}

}  // namespace

Examination::Examination(const RuleBook& book, std::size_t keep) : book_{book}, keep_{keep} {
    const auto report = [](const auto& rule) {
        return RuleReport{
            .rule = std::string{rule.rule}, .judged = rule.judged, .examined = 0, .findings = {}};
    };
    for (const PassiveRule& rule : book.passive()) reports_.push_back(report(rule));
    for (const RunRule& rule : book.run()) reports_.push_back(report(rule));
    forget();
}

void Examination::forget() {
    examiners_.clear();
    for (const RunRule& rule : book_.run()) examiners_.push_back(rule.begin());
}

std::size_t Examination::take(const observe::Reading& reading) {
    std::size_t kept = 0;
    auto report = reports_.begin();
    for (const PassiveRule& rule : book_.passive()) {
        if (is_judged(reading, rule.judged)) kept += rules::take(*report, rule.examine(reading), keep_);
        ++report;
    }
    for (const RunExaminer& examiner : examiners_) kept += rules::take(*report++, examiner(reading), keep_);
    return kept;
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
