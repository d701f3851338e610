// Where the target is and who we are to it: the options of each command that talks to one.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "assay/drive/drive.hpp"
#include "assay/suite/profile.hpp"
#include "commands.hpp"

namespace assay::apps {

struct TargetOptions {
    std::string url;
    std::filesystem::path profile;
    double timeout_seconds = 10;
};

/// The URL, --target and --timeout.
/// @param options outlives the parsing
void add_target_options(CLI::App& command, TargetOptions& options);

/// Who the profile's [second_user] is; nobody when there is none.
[[nodiscard]] std::shared_ptr<drive::Authentication> second_user_of(const suite::TargetSettings& settings);

/// How to reach the target, within the limits it asks for. Credentials are those of the URL's user part, else
/// of ASSAY_USER and ASSAY_PASSWORD, else of the profile.
/// @param command for the message when no target is given
/// @throws base::UsageError without a URL, or with one that is none
[[nodiscard]] drive::Access access_for(const TargetOptions& options, const suite::TargetSettings& settings,
                                       const char* command);

/// From now on no more requests and connections than the target asks for.
void keep_to_limits(drive::Access& access, const suite::TargetSettings& settings);

}  // namespace assay::apps
