// A folder of our own that goes away with the object.
#pragma once

#include <filesystem>
#include <string_view>

namespace assay::base {

class TemporaryFolder {
public:
    /// @throws SetupError when none can be made in $TMPDIR, else /tmp
    TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder();

    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

    /// Writes a file into it, and the folders above that file.
    /// @return the file's path
    /// @throws SetupError when it cannot
    // NOLINTNEXTLINE(modernize-use-nodiscard): mostly the folder is what the caller goes on with
    std::filesystem::path write(const std::filesystem::path& name, std::string_view text) const;

private:
    std::filesystem::path path_;
};

}  // namespace assay::base
