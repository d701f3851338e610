// Finds the product's data files (suites/, fixtures/) whether it runs from the build tree or installed.
#pragma once

#include <filesystem>
#include <string>

namespace assay::base {

/// The folder that holds suites/ and fixtures/: $ASSAY_HOME, else the nearest such folder above the
/// running program, else <prefix>/share/assay.
/// @throws SetupError when there is none.
[[nodiscard]] std::filesystem::path home();

/// The search behind home(), for a program at `program` and a value of $ASSAY_HOME (empty for none).
[[nodiscard]] std::filesystem::path home_of(const std::filesystem::path& program,
                                            const std::string& variable);

/// The whole of a file.
/// @throws SetupError that names the file when it cannot be read.
[[nodiscard]] std::string read_file(const std::filesystem::path& file);

}  // namespace assay::base
