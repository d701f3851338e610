#include "out_folder.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

#include "assay/base/setup_error.hpp"

namespace assay::apps {
namespace {

namespace fs = std::filesystem;

fs::path temporary_folder() {
    std::string pattern = (fs::temp_directory_path() / "assay-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw base::SetupError{std::string{"cannot make a temporary folder: "} + std::strerror(errno),
                               pattern, "give one with --out, or set TMPDIR"};
    }
    return pattern;
}

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

OutFolder::OutFolder(const fs::path& asked)
    : path_{asked.empty() ? temporary_folder() : asked}, kept_{!asked.empty()} {
    if (kept_) prepare(path_);
}

OutFolder::~OutFolder() {
    std::error_code ignored;
    if (!kept_) fs::remove_all(path_, ignored);
}

}  // namespace assay::apps
