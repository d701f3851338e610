// assay report: the reports of a load or of a conformance run that has been, written again.
#include <filesystem>
#include <iostream>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/usage_error.hpp"
#include "assay/load/report.hpp"
#include "assay/record/journal.hpp"
#include "assay/reports/html_report.hpp"
#include "assay/reports/json_report.hpp"
#include "assay/reports/junit_report.hpp"
#include "assay/reports/report_file.hpp"
#include "judging.hpp"
#include "load_folder.hpp"
#include "past_run.hpp"
#include "run_diff.hpp"
#include "slo_options.hpp"

namespace assay::apps {
namespace {

struct ReportOptions {
    std::string run;
    std::string html;
    std::string junit;
    bool json = false;
    SloOptions slo;
};

/// Of a conformance run: its journal is judged by the rules of today, as `assay judge` does.
ExitCode report_run(const ReportOptions& options) {
    if (!options.slo.objectives().empty())
        throw base::UsageError{"a conformance run has no objectives", "--slo",
                               "leave it out, or give a load"};
    const record::Journal journal = record::read_journal(journal_of(options.run));
    const ProductData data = load_product_data_of(journal.header);
    record::RunRecord run = judge_journal(journal, data);
    const ExitCode code = reckoned(run, data, {.only_shall = counts_only_shall(journal.header)});
    if (!options.html.empty()) reports::write_file(reports::HtmlReport{}, run, options.html);
    if (!options.junit.empty()) reports::write_file(reports::JunitReport{}, run, options.junit);
    if (options.json) reports::JsonReport{}.write(run, std::cout);
    return code;
}

ExitCode report_load(const ReportOptions& options) {
    if (!options.junit.empty())
        throw base::UsageError{"a load has no cases that JUnit could show", "--junit",
                               "leave it out, or give a conformance run"};
    const auto objectives = options.slo.objectives();
    const load::LoadRecord record = read_load(options.run);
    load::check_operations(objectives, record.operation_names());
    const auto results = load::judge_all(objectives, record);
    if (!options.html.empty()) write_load_report(options.html, record, results);
    if (options.json) fmt::print("{}", load::to_json(record, results));
    std::fflush(stdout);
    return exit_code_of(record, results);
}

ExitCode report(const ReportOptions& options) {
    if (options.html.empty() && options.junit.empty() && !options.json)
        throw base::UsageError{"no report is asked for", "report",
                               "give --html FILE, --junit FILE or --json"};
    return is_run(options.run) ? report_run(options) : report_load(options);
}

}  // namespace

void add_report_command(CLI::App& app, ExitCode& code) {
    auto options = std::make_shared<ReportOptions>();
    CLI::App* command = app.add_subcommand(
        "report", "Write the report of a load, perhaps with other objectives, or of a run again");
    command->footer(
        "Exit codes of a load: 0 written; 1 no request succeeded, or a rule is broken in\n"
        "what was judged; 4 the run was interrupted, a shard is missing or a file cannot\n"
        "be written; 5 an objective is breached; 64 usage. Of a run\n"
        "those of `assay judge`.");
    command
        ->add_option("run", options->run,
                     "A run's folder, its journal or run.json; of a load its folder, a folder of shards or a "
                     "load.json")
        ->required();
    command->add_option("--html", options->html, "The file to write; it needs nothing but a browser");
    command->add_option("--junit", options->junit, "The file to write, of a run");
    command->add_flag("--json", options->json, "Print JSON: format assay-load-1, or run.json of a run");
    add_slo_options(*command, options->slo);
    command->callback([options, &code] { code = report(*options); });
}

}  // namespace assay::apps
