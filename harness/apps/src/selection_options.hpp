// The options that select cases: those of `run` and of `list`.
#pragma once

#include <filesystem>
#include <string>

#include "assay/suite/plan.hpp"
#include "commands.hpp"
#include "product_data.hpp"

namespace assay::apps {

struct SelectionOptions {
    suite::Selection globs;  ///< what is said in globs alone; suites are for load_product_data()
    std::string level;
    std::filesystem::path failed_of;
};

/// @param options outlives the parsing
void add_selection_options(CLI::App& command, SelectionOptions& options);

/// What was asked for as a whole; reads the run that --failed-of names.
/// @throws base::SetupError when that cannot be read, base::UsageError when none of its cases failed
[[nodiscard]] suite::Selection selection_of(const SelectionOptions& options, const ProductData& data);

/// Where --failed-of names a run that was allowed to change its target, and the plan leaves cases out because
/// they would, says so on standard error.
void hint_at_changes(const SelectionOptions& options, const suite::Plan& plan, const ProductData& data);

}  // namespace assay::apps
