// The requests of a past case as lines to paste into a shell.
#pragma once

#include <filesystem>
#include <string>

#include "assay/suite/profile.hpp"
#include "commands.hpp"
#include "past_case.hpp"
#include "target_options.hpp"

namespace assay::apps {

/// The URL given, else that of the run.
[[nodiscard]] TargetOptions target_of(const PastCase& past, TargetOptions options);

/// Those of the profile given, else those of the run's own, with the scheme that the run came to use.
/// @throws base::SetupError when the profile cannot be read
[[nodiscard]] suite::TargetSettings settings_of(const PastCase& past, const TargetOptions& options,
                                                const ProductData& data);

/// Prints a line an exchange; where a body cannot stand in it, writes the body to a file that it names.
/// @param url  of the target, for scheme and host
/// @param into where files go; empty: where the run's journal is
/// @throws base::SetupError when a file cannot be written
[[nodiscard]] ExitCode print_curl_lines(const PastCase& past, const std::string& url,
                                        const suite::TargetSettings& settings,
                                        const std::filesystem::path& into);

}  // namespace assay::apps
