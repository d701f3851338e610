// Rules, suites and profiles: those that come with the product, and those that --suite adds.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "assay/record/journal.hpp"
#include "assay/suite/dialects.hpp"
#include "assay/suite/outside.hpp"
#include "commands.hpp"

namespace assay::apps {

struct ProductData : suite::Holdings {
    std::filesystem::path home;
    std::vector<suite::Dialect> dialects;
    std::vector<suite::Outside> outside;
    std::vector<std::string> globs;  ///< what --suite selects; empty for everything
};

/// What comes with the product, and the suites outside the tree that --suite names.
/// @param suites what --suite was given: globs over suites, and paths of folders and *.lua files
/// @throws base::UsageError for a path where nothing is
/// @throws base::SetupError with file:line for a catalogue or profile of the product that cannot be read
[[nodiscard]] ProductData load_product_data(const std::vector<std::string>& suites = {});

/// The same for a run that was: with the suites outside the tree that it had, as far as they are still where
/// they were; of the others is told on standard error.
[[nodiscard]] ProductData load_product_data_of(const record::RunHeader& run);

/// The profile in a file of the user's, with what it is based on; its features are held against the suites.
/// @throws base::SetupError with file:line:column
[[nodiscard]] suite::Profile profile_of(const std::filesystem::path& file, const ProductData& data);

/// Every feature that a case needs or provides, sorted, each once.
[[nodiscard]] std::vector<std::string> features_of(const suite::Collection& collection);

/// Conforming, or harness when a suite cannot be used.
[[nodiscard]] ExitCode exit_code_of(const ProductData& data);

/// Tells of suites that cannot be used, each once, on standard error.
void warn_of(const std::vector<record::SuiteTrouble>& troubles);

}  // namespace assay::apps
