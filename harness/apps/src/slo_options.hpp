// --slo and --slo-file, for every command that judges a load.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "assay/load/slo.hpp"
#include "commands.hpp"

namespace assay::apps {

struct SloOptions {
    std::vector<std::string> expressions;
    std::vector<std::string> files;

    /// @throws base::UsageError for what cannot be read
    [[nodiscard]] std::vector<load::Objective> objectives() const;
};

void add_slo_options(CLI::App& command, SloOptions& options);

/// What a load came to: interrupted or not whole, an objective breached, no success or findings, or fine.
[[nodiscard]] ExitCode exit_code_of(const load::LoadRecord& record,
                                    std::span<const load::ObjectiveResult> results);

}  // namespace assay::apps
