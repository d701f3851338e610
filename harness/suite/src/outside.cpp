#include "assay/suite/outside.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/suite/catalogue.hpp"
#include "folder.hpp"
#include "read_cases.hpp"

namespace assay::suite {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> toml_files(const fs::path& folder) {
    return fs::is_directory(folder) ? files_in(folder, ".toml", false) : std::vector<fs::path>{};
}

/// Is it the first part of the path of any script?
bool is_taken(const script::Library& library, const std::string& name) {
    return library.outside.contains(name) || std::ranges::any_of(library.texts, [&](const auto& each) {
               return each.first.starts_with(name + "/") || each.first == name;
           });
}

/// The folder's own name, with a number behind it when that is taken.
std::string name_for(const script::Library& library, const fs::path& folder) {
    const std::string wanted = folder.filename().empty() ? "outside" : folder.filename().string();
    std::string name = wanted;
    for (int number = 2; is_taken(library, name); ++number) name = fmt::format("{}-{}", wanted, number);
    return name;
}

/// One folder on its way in.
class Newcomer {
public:
    Newcomer(Holdings& holdings, const fs::path& path, bool is_file)
        : holdings_{holdings},
          folder_{is_file ? path.parent_path() : path},
          only_{is_file ? path : fs::path{}},
          name_{name_for(holdings.collection.library, folder_)} {}

    Outside move_in() {
        holdings_.collection.library.outside.emplace(name_, folder_.string());
        take_scripts();
        for (const fs::path& file : toml_files(folder_ / "catalogue"))
            try_to_use(holdings_.collection, named(file), [&] { add_catalogue(holdings_.rules, file); });
        take_profiles();
        if (fs::is_directory(folder_ / "deviations")) holdings_.deviations.push_back(folder_ / "deviations");
        read_cases_of(holdings_.collection, name_ + "/", holdings_.rules);
        return {only_.empty() ? folder_ : only_, name_, only_.empty() ? name_ + "/*" : named(only_)};
    }

private:
    [[nodiscard]] std::string named(const fs::path& file) const {
        return name_ + "/" + file.lexically_relative(folder_).generic_string();
    }

    void take_scripts() {
        bool any = false;
        for (const fs::path& file : scripts()) {
            try_to_use(holdings_.collection, named(file), [&] { take_script(file); });
            any = any || !named(file).starts_with(name_ + "/lib/");
        }
        if (!any)
            throw base::UsageError{"there is no suite in it", folder_.string(),
                                   "a suite is a *.lua file that does not stand in lib/"};
    }

    [[nodiscard]] std::vector<fs::path> scripts() const {
        if (only_.empty()) return files_in(folder_, ".lua", true);
        std::vector<fs::path> files{only_};
        if (fs::is_directory(folder_ / "lib")) {
            for (const fs::path& file : files_in(folder_ / "lib", ".lua", true)) files.push_back(file);
        }
        return files;
    }

    /// A library that hides one of ours would change what our libraries require.
    void take_script(const fs::path& file) {
        const std::string relative = file.lexically_relative(folder_).generic_string();
        auto& library = holdings_.collection.library;
        if (relative.starts_with("lib/") && library.texts.contains(relative)) {
            throw base::SetupError{"a library of this name is there already, in " + library.path_of(relative),
                                   file.string(), "give it another name"};
        }
        library.texts.emplace(named(file), base::read_file(file));
    }

    void take_profiles() {
        std::vector<Profile> profiles;
        for (const fs::path& file : toml_files(folder_ / "profiles")) {
            try_to_use(holdings_.collection, named(file),
                       [&] { profiles.push_back(read_profile(file, folder_ / "profiles")); });
        }
        holdings_.profiles.insert(holdings_.profiles.begin(), profiles.begin(), profiles.end());
    }

    Holdings& holdings_;
    fs::path folder_;
    fs::path only_;  ///< a file that stands alone; else empty
    std::string name_;
};

}  // namespace

Outside add_outside(Holdings& holdings, const fs::path& path) {
    std::error_code error;
    const fs::path whole = fs::canonical(path, error);
    const bool is_file = !error && fs::is_regular_file(whole) && whole.extension() == ".lua";
    if (error || (!is_file && !fs::is_directory(whole))) {
        throw base::UsageError{error ? "there is no such suite: " + error.message() : "it is no suite",
                               path.string(),
                               "name a folder or a *.lua file, or a glob over `assay list --cases`"};
    }
    return Newcomer{holdings, whole, is_file}.move_in();
}

}  // namespace assay::suite
