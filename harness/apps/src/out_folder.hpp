// Where a run leaves its journal and reports.
#pragma once

#include <filesystem>
#include <optional>

#include "assay/base/temporary_folder.hpp"

namespace assay::apps {

/// The folder asked for, or one that goes away with this object.
class OutFolder {
public:
    /// @param asked empty: a temporary one. Reports of an earlier run in it are removed, so that none is
    /// taken for this one's.
    /// @throws base::SetupError when it cannot be made
    explicit OutFolder(const std::filesystem::path& asked);

    [[nodiscard]] bool is_kept() const { return !temporary_; }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }
    [[nodiscard]] std::filesystem::path journal() const { return path_ / "journal"; }

private:
    std::optional<base::TemporaryFolder> temporary_;
    std::filesystem::path path_;
};

}  // namespace assay::apps
