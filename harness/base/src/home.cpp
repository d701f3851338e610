#include "assay/base/home.hpp"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>

#include "assay/base/setup_error.hpp"

namespace assay::base {
namespace {

namespace fs = std::filesystem;

bool holds_the_data(const fs::path& folder) {
    std::error_code ignored;
    return fs::is_directory(folder / "suites", ignored) && fs::is_directory(folder / "fixtures", ignored);
}

}  // namespace

fs::path home_of(const fs::path& program, const std::string& variable) {
    if (!variable.empty()) {
        if (holds_the_data(variable)) return variable;
        throw SetupError{"no suites/ and fixtures/ there", "ASSAY_HOME=" + variable,
                         "point ASSAY_HOME at a checkout or at <prefix>/share/assay, or unset it"};
    }
    for (fs::path folder = program.parent_path();; folder = folder.parent_path()) {
        if (holds_the_data(folder)) return folder;
        if (holds_the_data(folder / "share/assay")) return folder / "share/assay";
        if (folder == folder.parent_path()) break;
    }
    throw SetupError{"no folder with suites/ and fixtures/ above the program", program.string(),
                     "set ASSAY_HOME to a checkout or to <prefix>/share/assay"};
}

fs::path home() {
    const char* variable = std::getenv("ASSAY_HOME");
    return home_of(fs::read_symlink("/proc/self/exe"), variable == nullptr ? "" : variable);
}

std::string read_file(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::ostringstream text;
    if (!in || fs::is_directory(file) || (text << in.rdbuf()).bad() || in.bad()) {
        const int reason = fs::is_directory(file) ? EISDIR : errno;
        throw SetupError{std::string{"cannot read it: "} + std::strerror(reason), file.string(),
                         "check the path and its permissions"};
    }
    return std::move(text).str();
}

}  // namespace assay::base
