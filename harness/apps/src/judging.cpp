#include "judging.hpp"

#include <algorithm>
#include <iostream>

#include <fmt/format.h>

#include "assay/base/clock.hpp"
#include "assay/drive/drive.hpp"
#include "assay/judge/judge.hpp"
#include "assay/reports/html_report.hpp"
#include "assay/reports/json_report.hpp"
#include "assay/reports/junit_report.hpp"
#include "assay/reports/report_file.hpp"
#include "assay/rules/standard_rules.hpp"
#include "assay/suite/deviations.hpp"
#include "assay/xml/validator.hpp"
#include "console.hpp"

namespace assay::apps {
namespace {

std::vector<suite::Deviation> deviations_for(const ProductData& data, const std::filesystem::path& file) {
    return file.empty() ? suite::read_deviations_in(data.home / "suites/deviations")
                        : suite::read_deviations(file);
}

void write_reports(const record::RunRecord& run, const std::filesystem::path& out) {
    reports::write_file(reports::JsonReport{}, run, out / "run.json");
    reports::write_file(reports::JunitReport{}, run, out / "junit.xml");
    reports::write_file(reports::HtmlReport{}, run, out / "index.html");
}

bool has_harness_errors(const record::RunRecord& run) {
    return std::ranges::any_of(run.cases, [](const record::CaseResult& result) {
        return result.verdict == record::Verdict::harness_error;
    });
}

/// Our own trouble comes first: where we erred, nothing is proved.
ExitCode exit_code_of(const record::RunRecord& run, const suite::Reckoning& reckoning) {
    if (has_harness_errors(run)) return ExitCode::harness;
    if (reckoning.findings > 0) return ExitCode::findings;
    if (!reckoning.stale.empty()) return ExitCode::stale_deviation;
    return run.complete ? ExitCode::conforming : ExitCode::harness;
}

}  // namespace

record::RunRecord judge_journal(const record::Journal& journal, const ProductData& data) {
    const xml::XercesRuntime xerces;
    const xml::SchemaSet schemas = xml::SchemaSet::load(xerces, data.home / "fixtures/schemas");
    xml::Validator validator{schemas};
    rules::SchemaValidator schema_validator{validator};
    const rules::RuleBook book = rules::standard_rules(schema_validator);
    const suite::Profile profile =
        suite::parse_profile(journal.header.profile_toml, journal.header.profile_name + ".toml");
    const suite::Plan plan =
        suite::plan_of(data.collection, data.rules, profile, data.profiles, journal.header.case_ids);
    const drive::Target target = drive::parse_target(journal.header.target).target;
    return judge::judge(journal, {plan, data.collection.library, data.rules, book,
                                  drive::setting_for(target, profile, journal.header.seed)});
}

ExitCode present(const record::RunRecord& run, const ProductData& data, const Presentation& presentation) {
    const std::string today = base::to_rfc3339(base::SystemClock{}.wall()).substr(0, 10);
    const suite::Reckoning reckoning =
        suite::reckon(run, deviations_for(data, presentation.deviations), today, !presentation.only_shall);
    if (!presentation.out.empty()) write_reports(run, presentation.out);
    if (presentation.json) {
        reports::JsonReport{}.write(run, std::cout);
    } else {
        print_summary(run, reckoning, presentation.out);
    }
    return exit_code_of(run, reckoning);
}

}  // namespace assay::apps
