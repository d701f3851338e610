#include "out_folder.hpp"

#include "assay/base/setup_error.hpp"

namespace assay::apps {
namespace {

namespace fs = std::filesystem;

void prepare(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error)
        throw base::SetupError{"cannot make the folder: " + error.message(), folder.string(),
                               "choose another with --out"};
    for (const char* report : {"run.json", "junit.xml", "index.html"}) {
        fs::remove(folder / report, error);
        if (error)
            throw base::SetupError{"cannot remove an older report: " + error.message(),
                                   (folder / report).string(), "remove it, or choose another folder"};
    }
}

}  // namespace

OutFolder::OutFolder(const fs::path& asked) : path_{asked} {
    if (asked.empty()) {
        path_ = temporary_.emplace().path();
    } else {
        prepare(path_);
    }
}

}  // namespace assay::apps
