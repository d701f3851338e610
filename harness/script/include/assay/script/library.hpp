// The Lua text that cases may reach: everything under suites/ and in folders that were named, read once, and
// nothing else.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace assay::script {

/// Scripts by path relative to suites/, e.g. "lib/items.lua". `require("lib.items")` finds that one.
/// Scripts have no other way to a file.
struct Library {
    std::map<std::string, std::string, std::less<>> texts;
    std::string shown_root = "suites";  ///< what stands before a path in messages
    /// Folders outside suites/, by the name that stands before their scripts' paths ("acme/lib/fans.lua"),
    /// and where they are. Their scripts find what they require in their own folder first.
    std::map<std::string, std::string, std::less<>> outside{};

    /// The folder outside that a script is of; "" for one of ours.
    [[nodiscard]] std::string_view outside_of(std::string_view file) const;
    /// How tracebacks and reports call a script: "suites/lib/items.lua", "acme/lib/fans.lua".
    [[nodiscard]] std::string shown(std::string_view file) const;
    /// Where people find it.
    [[nodiscard]] std::string path_of(std::string_view file) const;
    /// The script that `require(name)` in `from` means, if there is one.
    [[nodiscard]] std::string required(std::string_view name, std::string_view from) const;
};

}  // namespace assay::script
