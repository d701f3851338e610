// assay merge: the shards of a load as one, judged as a whole.
#include <iterator>
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/load/report.hpp"
#include "load_folder.hpp"
#include "slo_options.hpp"

namespace assay::apps {
namespace {

struct MergeOptions {
    std::vector<std::string> runs;
    std::string out;
    SloOptions slo;
    bool json = false;
};

ExitCode merge(const MergeOptions& options) {
    const auto objectives = options.slo.objectives();
    std::vector<load::NamedRecord> records;
    for (const std::string& run : options.runs)
        std::ranges::move(read_loads(run), std::back_inserter(records));
    const load::LoadRecord whole = load::merge(std::move(records));
    load::check_operations(objectives, whole.operation_names());
    const auto results = load::judge_all(objectives, whole);
    if (!options.out.empty()) {
        prepare_load_folder(options.out);
        write_load_folder(options.out, whole, results);
    }
    fmt::print("{}", options.json ? load::to_json(whole, results) : load::to_table(whole, results));
    std::fflush(stdout);
    return exit_code_of(whole, results);
}

}  // namespace

void add_merge_command(CLI::App& app, ExitCode& code) {
    auto options = std::make_shared<MergeOptions>();
    CLI::App* command = app.add_subcommand("merge", "Make one of the runs that several generators left");
    command->footer(
        "Counts and histograms are added up exactly, whatever the order.\n"
        "Exit codes: 0 merged; 1 no request succeeded; 4 a run was interrupted or a shard\nis missing; "
        "5 an objective is breached; 64 usage.");
    command->add_option("run", options->runs, "A run's folder, a folder of such, or a load.json")->required();
    command->add_option("--out", options->out, "Folder for what the whole leaves");
    add_slo_options(*command, options->slo);
    command->add_flag("--json", options->json, "Print JSON (format assay-load-1)");
    command->callback([options, &code] { code = merge(*options); });
}

}  // namespace assay::apps
