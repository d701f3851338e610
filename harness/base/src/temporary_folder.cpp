#include "assay/base/temporary_folder.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>

#include "assay/base/setup_error.hpp"

namespace assay::base {
namespace {

namespace fs = std::filesystem;

}  // namespace

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (fs::temp_directory_path() / "assay-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw SetupError{std::string{"cannot make a temporary folder: "} + std::strerror(errno), pattern,
                         "set TMPDIR to a folder that can be written to"};
    }
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

fs::path TemporaryFolder::write(const fs::path& name, std::string_view text) const {
    fs::path file = path_ / name;
    fs::create_directories(file.parent_path());
    if (!(std::ofstream{file, std::ios::binary} << text << std::flush)) {
        throw SetupError{std::string{"cannot write it: "} + std::strerror(errno), file.string(),
                         "check the free space there"};
    }
    return file;
}

}  // namespace assay::base
