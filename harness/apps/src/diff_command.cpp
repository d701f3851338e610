// assay diff: two runs of a load compared, with confidence.
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/usage_error.hpp"
#include "assay/load/compare.hpp"
#include "commands.hpp"
#include "load_folder.hpp"

namespace assay::apps {
namespace {

struct DiffOptions {
    std::string before;
    std::string after;
    double margin = 5;
    bool json = false;
};

ExitCode diff(const DiffOptions& options) {
    if (!(options.margin >= 0 && options.margin <= 1000))
        throw base::UsageError{fmt::format("'{}' is not a percentage", options.margin), "--margin",
                               "write e.g. 5 for 5 %"};
    const load::RunComparison comparison =
        load::compare(read_load(options.before), read_load(options.after), {.margin = options.margin / 100});
    fmt::print("{}", options.json ? load::to_json(comparison) : load::to_table(comparison));
    std::fflush(stdout);
    return comparison.has_worse() ? ExitCode::findings : ExitCode::conforming;
}

}  // namespace

void add_diff_command(CLI::App& app, ExitCode& code) {
    auto options = std::make_shared<DiffOptions>();
    CLI::App* command = app.add_subcommand("diff", "Compare two runs of a load: what became better or worse");
    command->footer(
        "A figure is worse when it changed by the margin or more and the interval of the\nchange does not "
        "hold zero; it is the same when the whole interval is within the\nmargin. The intervals come from "
        "a block bootstrap over time and hold together\nwith 95 %.\n"
        "Exit codes: 0 nothing is worse; 1 something is; 4 a run cannot be read; 64\nusage.");
    command->add_option("before", options->before, "A run's folder, a folder of shards, or a load.json")
        ->required();
    command->add_option("after", options->after, "The other one")->required();
    command->add_option("--margin", options->margin, "The change that matters, in percent")
        ->capture_default_str();
    command->add_flag("--json", options->json, "Print JSON (format assay-load-diff-1)");
    command->callback([options, &code] { code = diff(*options); });
}

}  // namespace assay::apps
