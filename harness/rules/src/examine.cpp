#include "assay/rules/examine.hpp"

#include <algorithm>

namespace assay::rules {
namespace {

bool is_judged(const observe::Reading& reading, Judged judged) {
    return judged == Judged::response || reading.exchange->unlawful_because.empty();
}

void take(RuleReport& report, std::vector<record::Finding> findings) {
    for (record::Finding& finding : findings) {
        finding.rule = report.rule;
        report.findings.push_back(std::move(finding));
    }
}

RuleReport examine_each(std::span<const observe::Reading> readings, const PassiveRule& rule) {
    RuleReport report{.rule = std::string{rule.rule}, .judged = rule.judged, .examined = 0, .findings = {}};
    for (const observe::Reading& reading : readings) {
        if (!is_judged(reading, rule.judged)) continue;
        Outcome outcome = rule.examine(reading);
        if (!outcome.examined) continue;
        ++report.examined;
        take(report, std::move(outcome.findings));
    }
    return report;
}

}  // namespace

std::vector<RuleReport> examine(std::span<const observe::Reading> readings, const RuleBook& book) {
    std::vector<RuleReport> reports;
    for (const PassiveRule& rule : book.passive()) reports.push_back(examine_each(readings, rule));
    for (const RunRule& rule : book.run()) {
        RunOutcome outcome = rule.examine(readings);
        reports.push_back({.rule = std::string{rule.rule},
                           .judged = rule.judged,
                           .examined = outcome.examined,
                           .findings = {}});
        take(reports.back(), std::move(outcome.findings));
    }
    return reports;
}

std::vector<RuleReport> examine(const observe::Reading& reading, const RuleBook& book) {
    std::vector<RuleReport> reports;
    for (const PassiveRule& rule : book.passive()) reports.push_back(examine_each({&reading, 1}, rule));
    return reports;
}

}  // namespace assay::rules
