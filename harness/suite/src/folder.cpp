#include "folder.hpp"

#include <algorithm>

#include "assay/base/setup_error.hpp"

namespace assay::suite {
namespace {

namespace fs = std::filesystem;

template <class Iterator>
std::vector<fs::path> collect(const fs::path& folder, const std::string& extension) {
    std::vector<fs::path> files;
    for (const fs::directory_entry& entry :
         Iterator{folder, fs::directory_options::follow_directory_symlink}) {
        const fs::path& path = entry.path();
        const bool hidden = path.filename().string().starts_with('.');
        if (!hidden && path.extension() == extension && entry.is_regular_file()) files.push_back(path);
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace

std::vector<fs::path> files_in(const fs::path& folder, const std::string& extension, bool recursive) {
    try {
        return recursive ? collect<fs::recursive_directory_iterator>(folder, extension)
                         : collect<fs::directory_iterator>(folder, extension);
    } catch (const fs::filesystem_error& error) {
        throw base::SetupError{"cannot read the folder: " + error.code().message(), folder.string(),
                               "check the path and its permissions"};
    }
}

}  // namespace assay::suite
