// assay diff: two loads compared with confidence, or two conformance runs case by case.
#include <memory>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/usage_error.hpp"
#include "assay/load/compare.hpp"
#include "commands.hpp"
#include "load_folder.hpp"
#include "run_diff.hpp"

namespace assay::apps {
namespace {

struct DiffOptions {
    std::string before;
    std::string after;
    double margin = 5;
    bool json = false;
};

ExitCode diff_runs(const DiffOptions& options) {
    const record::RunDifference difference = compare_runs(options.before, options.after);
    fmt::print("{}", options.json ? to_json(difference) : to_text(difference));
    std::fflush(stdout);
    return difference.has_worse() ? ExitCode::findings : ExitCode::conforming;
}

ExitCode diff(const DiffOptions& options) {
    if (is_run(options.before) != is_run(options.after))
        throw base::UsageError{"one is a conformance run and the other a load",
                               fmt::format("{} and {}", options.before, options.after), "give two of a kind"};
    if (is_run(options.before)) return diff_runs(options);
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
    CLI::App* command =
        app.add_subcommand("diff", "Compare two loads or two conformance runs: what became better or worse");
    command->footer(
        "Of loads, a figure is worse when it changed by the margin or more and the\n"
        "interval of the change does not hold zero; it is the same when the whole\n"
        "interval is within the margin. The intervals come from a block bootstrap over\n"
        "time and hold together with 95 %. A rule that --judge found broken in the\n"
        "second load only is worse, too.\n"
        "Conformance runs are judged by the rules of today, then compared case by case:\n"
        "a finding that is new and no known deviation is worse, and a case that came to\n"
        "no good end any more.\n"
        "Exit codes: 0 nothing is worse; 1 something is; 4 a run cannot be read; 64\n"
        "usage.");
    command
        ->add_option("before", options->before,
                     "A run's folder, its journal or run.json; of a load its folder, a folder of shards or a "
                     "load.json")
        ->required();
    command->add_option("after", options->after, "The other one")->required();
    command->add_option("--margin", options->margin, "The change that matters, in percent")
        ->capture_default_str();
    command->add_flag("--json", options->json, "Print JSON (format assay-load-diff-1 or assay-run-diff-1)");
    command->callback([options, &code] { code = diff(*options); });
}

}  // namespace assay::apps
