#include "slo_options.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>

#include <CLI/CLI.hpp>

#include "assay/base/usage_error.hpp"

namespace assay::apps {

std::vector<load::Objective> SloOptions::objectives() const {
    std::vector<load::Objective> objectives;
    const auto take = [&](std::vector<load::Objective> some) {
        std::ranges::move(some, std::back_inserter(objectives));
    };
    for (const std::string& text : expressions) take(load::parse_objectives(text));
    for (const std::string& file : files) {
        std::ifstream in{file, std::ios::binary};
        const std::string content{std::istreambuf_iterator<char>{in}, {}};
        if (!in) throw base::UsageError{"cannot be read", file, "give a file of objectives, one a line"};
        take(load::parse_objective_file(content, file));
    }
    return objectives;
}

void add_slo_options(CLI::App& command, SloOptions& options) {
    command
        .add_option("--slo", options.expressions,
                    "p99(Get)<20ms and faults<0.1%, service.p99.9<=1s, not (rate<500 or max>5s); "
                    "p50 to p100, max, min, mean, errors, faults and each other kind of error, rate, "
                    "offered; faults(wsman:TimedOut), completion_code(C1h) of one code; findings and "
                    "findings(RULE) of what "
                    "was judged; may be repeated")
        ->allow_extra_args(false);
    command
        .add_option("--slo-file", options.files, "Objectives in a file, one or several a line; # comments")
        ->allow_extra_args(false);
}

ExitCode exit_code_of(const load::LoadRecord& record, std::span<const load::ObjectiveResult> results) {
    if (!record.complete) return ExitCode::harness;
    const bool all_met = std::ranges::all_of(results, &load::ObjectiveResult::met);
    if (!all_met) return ExitCode::slo_breached;
    const bool breaks_rules = record.conformance && record.conformance->findings() > 0;
    return record.operation().succeeded > 0 && !breaks_rules ? ExitCode::conforming : ExitCode::findings;
}

}  // namespace assay::apps
