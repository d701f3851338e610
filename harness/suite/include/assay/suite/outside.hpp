// A vendor's own suites, rules, profiles and deviations, in a folder outside the tree.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "assay/record/rule.hpp"
#include "assay/suite/collection.hpp"
#include "assay/suite/profile.hpp"

namespace assay::suite {

/// What the suites of a run stand on; ours, and what was added to it.
struct Holdings {
    record::Rules rules;
    Collection collection;
    std::vector<Profile> profiles;
    std::vector<std::filesystem::path> deviations;  ///< folders with *.toml
};

/// What was added, and what selects it.
struct Outside {
    std::filesystem::path path;  ///< absolute
    std::string name;            ///< stands before its files: "acme/fans.lua"
    std::string glob;            ///< over its suites
};

/// Adds a folder: every *.lua in it but those of lib/ and load/ is a suite; catalogue/*.toml, profiles/*.toml
/// and deviations/*.toml are taken when they are there, and its profiles are tried before ours. Of a *.lua
/// file, the file and what stands in these folders beside it. What is broken, or takes an id or a script's
/// name that is taken, is left out and told in Collection::troubles.
/// @throws base::UsageError when there is no such file or folder, or no suite in it
[[nodiscard]] Outside add_outside(Holdings& holdings, const std::filesystem::path& path);

}  // namespace assay::suite
