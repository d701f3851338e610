// assay report: the reports of a load that has been, written again.
#include <filesystem>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/usage_error.hpp"
#include "assay/load/report.hpp"
#include "load_folder.hpp"
#include "slo_options.hpp"

namespace assay::apps {
namespace {

struct ReportOptions {
    std::string run;
    std::string html;
    bool json = false;
    SloOptions slo;
};

ExitCode report(const ReportOptions& options) {
    if (options.html.empty() && !options.json)
        throw base::UsageError{"no report is asked for", "report", "give --html FILE or --json"};
    const auto objectives = options.slo.objectives();
    const load::LoadRecord record = read_load(options.run);
    load::check_operations(objectives, record.operation_names());
    const auto results = load::judge_all(objectives, record);
    if (!options.html.empty()) write_load_report(options.html, record, results);
    if (options.json) fmt::print("{}", load::to_json(record, results));
    std::fflush(stdout);
    return exit_code_of(record, results);
}

}  // namespace

void add_report_command(CLI::App& app, ExitCode& code) {
    auto options = std::make_shared<ReportOptions>();
    CLI::App* command = app.add_subcommand(
        "report", "Write the report of a load that has been, perhaps with other objectives");
    command->footer(
        "Exit codes: 0 written; 1 no request succeeded; 4 the run was interrupted, a\n"
        "shard is missing or a file cannot be written; 5 an objective is breached;\n64 usage.");
    command->add_option("run", options->run, "A run's folder, a folder of shards, or a load.json")
        ->required();
    command->add_option("--html", options->html, "The file to write; it needs nothing but a browser");
    command->add_flag("--json", options->json, "Print JSON (format assay-load-1)");
    add_slo_options(*command, options->slo);
    command->callback([options, &code] { code = report(*options); });
}

}  // namespace assay::apps
