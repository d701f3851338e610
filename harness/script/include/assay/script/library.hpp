// The Lua text that cases may reach: everything under suites/, read once, and nothing else.
#pragma once

#include <map>
#include <string>

namespace assay::script {

/// Scripts by path relative to suites/, e.g. "lib/items.lua". `require("lib.items")` finds that one.
/// Scripts have no other way to a file.
struct Library {
    std::map<std::string, std::string, std::less<>> texts;
    std::string shown_root = "suites";  ///< what stands before a path in messages
};

}  // namespace assay::script
