#include "judging.hpp"

#include <algorithm>
#include <iostream>
#include <set>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/clock.hpp"
#include "assay/drive/drive.hpp"
#include "assay/judge/judge.hpp"
#include "assay/peer/peer.hpp"
#include "assay/reports/html_report.hpp"
#include "assay/reports/json_report.hpp"
#include "assay/reports/junit_report.hpp"
#include "assay/reports/report_file.hpp"
#include "assay/rules/standard_rules.hpp"
#include "assay/script/verdict.hpp"
#include "assay/suite/deviations.hpp"
#include "assay/suite/quirks.hpp"
#include "console.hpp"
#include "mutants.hpp"

namespace assay::apps {
namespace {

std::vector<suite::Deviation> deviations_for(const ProductData& data, const std::filesystem::path& file) {
    std::vector<suite::Deviation> deviations;
    if (!file.empty()) deviations = suite::read_deviations(file);
    for (const std::filesystem::path& folder : data.deviations) {
        if (!file.empty()) break;
        for (suite::Deviation& deviation : suite::read_deviations_in(folder))
            deviations.push_back(std::move(deviation));
    }
    std::vector<std::string> cases;
    for (const auto* definitions : {&data.collection.cases, &data.collection.client_cases}) {
        for (const script::CaseDefinition& definition : *definitions) cases.push_back(definition.id);
    }
    suite::check_deviations(deviations, data.rules, cases);
    return deviations;
}

using record::CaseResult;
using record::Verdict;

bool has_any(const record::RunRecord& run, Verdict verdict) {
    return std::ranges::find(run.cases, verdict, &CaseResult::verdict) != run.cases.end();
}

/// Was a case blocked because no connection could be made any more?
bool lost_target(const record::RunRecord& run) {
    std::set<std::uint32_t> unreachable;
    for (const record::Exchange& exchange : run.exchanges) {
        if (exchange.ending == record::Ending::unreachable) unreachable.insert(exchange.id);
    }
    return std::ranges::any_of(run.cases, [&](const CaseResult& result) {
        return result.verdict == Verdict::blocked &&
               std::ranges::any_of(result.exchanges, [&](auto id) { return unreachable.contains(id); });
    });
}

/// Were there cases for this target, and did none of them come to a result?
bool proved_nothing(const record::RunRecord& run) {
    bool applicable = false;
    for (const CaseResult& result : run.cases) {
        if (result.id.starts_with("passive.") || result.verdict == Verdict::not_applicable) continue;
        if (result.verdict == Verdict::failed || script::is_good_enough(result.verdict)) return false;
        applicable = true;
    }
    return applicable;
}

bool was_unreachable(const record::RunRecord& run) {
    return std::ranges::find(run.exchanges, record::Ending::unreachable, &record::Exchange::ending) !=
           run.exchanges.end();
}

/// Of what others did: there are no cases, and where nobody did anything, nothing is proved.
ExitCode exit_code_of_observed(const record::RunRecord& run, const suite::Reckoning& reckoning) {
    if (reckoning.findings > 0) return ExitCode::findings;
    if (was_unreachable(run)) return ExitCode::target;
    if (!run.complete || run.exchanges.empty()) return ExitCode::harness;
    return reckoning.stale.empty() ? ExitCode::conforming : ExitCode::stale_deviation;
}

suite::Reckoning reckoning_of(record::RunRecord& run, const ProductData& data,
                              const Presentation& presentation) {
    const std::string today = base::to_rfc3339(base::SystemClock{}.wall()).substr(0, 10);
    return suite::reckon(run, deviations_for(data, presentation.deviations), today, !presentation.only_shall);
}

/// Our own trouble comes first: where we erred, nothing is proved. What was found outweighs what could not be
/// looked at, and that outweighs what was expected to be found.
ExitCode exit_code_of(const record::RunRecord& run, const suite::Reckoning& reckoning) {
    if (has_any(run, Verdict::harness_error)) return ExitCode::harness;
    if (run.header.is_observed()) return exit_code_of_observed(run, reckoning);
    if (reckoning.findings > 0) return ExitCode::findings;
    if (lost_target(run)) return ExitCode::target;
    const bool overran = std::ranges::find(run.cases, true, &CaseResult::overran) != run.cases.end();
    if (has_any(run, Verdict::setup_failed) || overran || proved_nothing(run)) return ExitCode::harness;
    if (!reckoning.stale.empty()) return ExitCode::stale_deviation;
    return run.complete ? ExitCode::conforming : ExitCode::harness;
}

}  // namespace

StandardBook::StandardBook(const std::filesystem::path& home)
    : schemas_{xml::SchemaSet::load(xerces_, home / "fixtures/schemas")},
      validator_{schemas_},
      schema_validator_{validator_},
      book_{rules::standard_rules(schema_validator_)} {}

namespace {

record::RunRecord judge_client_journal(const record::Journal& journal, const ProductData& data,
                                       const rules::RuleBook& book) {
    const record::RunHeader& header = journal.header;
    std::optional<suite::Driver> driver;
    if (!header.profile_toml.empty())
        driver = suite::parse_driver(header.profile_toml, header.profile_name + ".toml");
    const suite::Driver* known = driver ? &*driver : nullptr;
    const suite::Plan plan = suite::client_plan_of(data.collection, data.rules, known, header.case_ids);
    const auto elsewhere = header.options.find(elsewhere_option);
    const script::Setting setting = peer::setting_for(
        drive::parse_target(header.target).target.authority(),
        elsewhere == header.options.end() ? std::string{} : elsewhere->second, known, header.seed);
    return judge::judge(journal, {plan, data.collection.library, data.rules, book, setting, known});
}

/// Beside what the service did, what services of its like are known to do.
void show_quirks(record::RunRecord& run, const suite::Profile& profile, const ProductData& data) {
    const std::string speaks = run.dialects.empty() ? std::string{} : run.dialects.front().name;
    const std::vector<suite::ProductQuirk> quirks = suite::quirks_for(profile, data.profiles, speaks);
    for (CaseResult& result : run.cases) {
        if (result.suite != judge::client_suite) suite::note_quirks(result, quirks);
    }
}

record::RunRecord judge_observed_journal(const record::Journal& journal, const ProductData& data,
                                         const rules::RuleBook& book) {
    record::RunRecord run = judge::judge(
        journal, {suite::Plan{}, data.collection.library, data.rules, book, {}, nullptr, data.dialects});
    show_quirks(run, {}, data);
    return run;
}

}  // namespace

suite::Profile profile_of_run(const record::RunHeader& header) {
    suite::Profile profile = suite::parse_profile(header.profile_toml, header.profile_name + ".toml");
    if (header.options.contains(record::destructive_option)) profile.target.destructive = true;
    return profile;
}

record::RunRecord judge_journal(const record::Journal& journal, const ProductData& data) {
    const StandardBook standard{data.home};
    if (journal.header.is_observed()) return judge_observed_journal(journal, data, standard.book());
    if (journal.header.judges_client()) return judge_client_journal(journal, data, standard.book());
    const suite::Profile profile = profile_of_run(journal.header);
    const suite::Plan plan =
        suite::plan_of(data.collection, data.rules, profile, data.profiles, journal.header.case_ids);
    const drive::Target target = drive::parse_target(journal.header.target).target;
    record::RunRecord run = judge::judge(
        journal, {plan, data.collection.library, data.rules, standard.book(),
                  drive::setting_for(target, profile, journal.header.seed), nullptr, data.dialects});
    show_mutants(run, data);
    show_quirks(run, profile, data);
    return run;
}

void add_presentation_options(CLI::App& command, Presentation& presentation) {
    command.add_option("--out", presentation.out, "write run.json, junit.xml and index.html into DIR")
        ->type_name("DIR");
    command
        .add_option("--deviations", presentation.deviations,
                    "known deviations; else those of suites/deviations")
        ->type_name("FILE");
    command.add_flag("--times", presentation.times, "list how long each case took, and which wait");
    command.add_flag("--json", presentation.json, "print run.json instead of the summary");
}

void write_reports(const record::RunRecord& run, const std::filesystem::path& out) {
    reports::write_file(reports::JsonReport{}, run, out / "run.json");
    reports::write_file(reports::JunitReport{}, run, out / "junit.xml");
    reports::write_file(reports::HtmlReport{}, run, out / "index.html");
}

bool counts_only_shall(const record::RunHeader& header) {
    const auto level = header.options.find("level");
    return level != header.options.end() && level->second == "shall";
}

ExitCode reckoned(record::RunRecord& run, const ProductData& data, const Presentation& presentation) {
    return exit_code_of(run, reckoning_of(run, data, presentation));
}

ExitCode present(record::RunRecord run, const ProductData& data, const Presentation& presentation) {
    const suite::Reckoning reckoning = reckoning_of(run, data, presentation);
    if (!presentation.out.empty()) write_reports(run, presentation.out);
    if (presentation.json) {
        reports::JsonReport{}.write(run, std::cout);
    } else {
        if (presentation.times) print_times(run);
        print_summary(run, reckoning, presentation.out);
    }
    return exit_code_of(run, reckoning);
}

}  // namespace assay::apps
