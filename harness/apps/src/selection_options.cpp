#include "selection_options.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include "assay/base/usage_error.hpp"
#include "past_run.hpp"

namespace assay::apps {

void add_selection_options(CLI::App& command, SelectionOptions& options) {
    const auto globs = [&command](const char* name, std::vector<std::string>& into, const char* what) {
        command.add_option(name, into, what)->type_name("GLOB");
    };
    command.add_option("--suite", options.globs.suites, suite_help)->type_name("GLOB|PATH");
    globs("--case", options.globs.cases, "only cases whose id matches GLOB, and what they need");
    globs("--rule", options.globs.rules, "only cases that prove a rule that matches GLOB");
    globs("--tag", options.globs.tags, "only cases with a tag that matches GLOB");
    globs("--exclude", options.globs.excluded,
          "leave out cases whose id or suite matches GLOB, unless others need them");
    command
        .add_option("--failed-of", options.failed_of,
                    "only cases that did not pass in RUN: its folder, run.json or journal")
        ->type_name("RUN");
    command.add_option("--level", options.level, "only cases that prove a rule at least this strict")
        ->check(CLI::IsMember({"shall", "should", "may"}));
}

suite::Selection selection_of(const SelectionOptions& options, const ProductData& data) {
    suite::Selection selection = options.globs;
    selection.suites = data.globs;
    if (!options.level.empty()) {
        selection.level = options.level == "shall"    ? record::Level::shall
                          : options.level == "should" ? record::Level::should
                                                      : record::Level::may;
    }
    if (options.failed_of.empty()) return selection;
    selection.ids = failed_cases(read_past_run(options.failed_of, data));
    if (selection.ids->empty()) {
        throw base::UsageError{"every case of that run passed or was not applicable", "--failed-of",
                               "leave the option out to run all cases"};
    }
    return selection;
}

void hint_at_changes(const SelectionOptions& options, const suite::Plan& plan, const ProductData& data) {
    if (options.failed_of.empty()) return;
    const auto left_out = std::ranges::count_if(plan.cases, [](const suite::PlannedCase& planned) {
        return planned.definition.destructive && !planned.not_applicable.empty();
    });
    if (left_out == 0) return;
    if (!read_past_run(options.failed_of, data).header.options.contains(record::destructive_option)) return;
    fmt::print(
        stderr,
        "assay: {} of the cases that did not pass change the target, and are left out\n  --destructive "
        "allowed that run to; give it to play them again\n",
        left_out);
}

}  // namespace assay::apps
