#include "product_data.hpp"

#include <set>

#include <fmt/format.h>

#include "assay/base/home.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/suite/catalogue.hpp"
#include "assay/suite/quirks.hpp"

namespace assay::apps {
namespace {

namespace fs = std::filesystem;

bool looks_like_a_path(const std::string& argument) {
    return argument.starts_with('/') || argument.starts_with("./") || argument.starts_with("../") ||
           argument == "." || argument == "..";
}

bool is_on_disk(const std::string& argument) {
    std::error_code error;
    return fs::is_directory(argument, error) || (argument.ends_with(".lua") && fs::exists(argument, error));
}

/// The glob that means a path inside our own suites; "" for a path outside.
std::string glob_of_ours(const fs::path& path, const fs::path& suites) {
    const std::string relative =
        fs::canonical(path).lexically_relative(fs::canonical(suites)).generic_string();
    if (relative.empty() || relative.starts_with("..")) return {};
    if (relative == ".") return "*";
    return fs::is_directory(path) ? relative + "/*" : relative;
}

/// What one argument of --suite adds and selects.
std::string take_suite(ProductData& data, const std::string& argument) {
    const bool has_wildcards = argument.find_first_of("*?") != std::string::npos;
    if (has_wildcards && !is_on_disk(argument)) return argument;
    if (!is_on_disk(argument) && !looks_like_a_path(argument)) return argument;
    if (is_on_disk(argument)) {
        if (std::string ours = glob_of_ours(argument, data.home / "suites"); !ours.empty()) return ours;
    }
    data.outside.push_back(suite::add_outside(data, argument));
    return data.outside.back().glob;
}

/// Suites outside the tree that are still where they were; tells of the others.
std::vector<std::string> paths_there_are(const std::vector<std::string>& paths) {
    std::vector<std::string> there;
    for (const std::string& path : paths) {
        if (std::filesystem::exists(path)) {
            there.push_back(path);
        } else {
            fmt::print(stderr,
                       "assay: {}: the suites of this run are not there any more; their cases are blocked\n"
                       "  say where they are now with --suite PATH\n",
                       path);
        }
    }
    return there;
}

}  // namespace

ProductData load_product_data(const std::vector<std::string>& suites) {
    ProductData data;
    data.home = base::home();
    data.rules = suite::read_catalogue(data.home / "suites/catalogue");
    data.collection = suite::read_suites(data.home / "suites", data.rules);
    data.profiles = suite::read_profiles(data.home / "suites/profiles");
    data.dialects = suite::read_dialects(data.home / "suites/dialects");
    data.deviations = {data.home / "suites/deviations"};
    for (const std::string& argument : suites) data.globs.push_back(take_suite(data, argument));
    return data;
}

suite::Profile profile_of(const std::filesystem::path& file, const ProductData& data) {
    suite::Profile profile = suite::read_profile(file, data.home / "suites/profiles");
    suite::check_features(profile, features_of(data.collection));
    suite::check_quirks(profile, data.rules);
    return profile;
}

std::vector<std::string> features_of(const suite::Collection& collection) {
    std::set<std::string> features;
    for (const script::CaseDefinition& definition : collection.cases) {
        if (!definition.provides.empty()) features.insert(definition.provides);
        for (const std::string& need : definition.needs) {
            if (need.starts_with("feature.")) features.insert(need);
        }
    }
    return {features.begin(), features.end()};
}

ProductData load_product_data_of(const record::RunHeader& run) {
    return load_product_data(paths_there_are(run.suite_paths));
}

ExitCode exit_code_of(const ProductData& data) {
    return data.collection.troubles.empty() ? ExitCode::conforming : ExitCode::harness;
}

void warn_of(const std::vector<record::SuiteTrouble>& troubles) {
    std::set<std::string> told;
    for (const record::SuiteTrouble& trouble : troubles) {
        if (told.insert(trouble.reason).second) fmt::print(stderr, "assay: {}\n", trouble.reason);
    }
}

}  // namespace assay::apps
