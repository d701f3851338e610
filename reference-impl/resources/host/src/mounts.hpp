// What is mounted where, as /proc/self/mounts tells it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assay::host {

struct Mount {
    std::string device;
    std::string point;
    std::string type;
};

/// Only those that hold files: on a device, in memory, or on a server. Sorted by mount point; of several
/// mounted on one point the last.
/// @param filesystems the text of /proc/filesystems, which tells the types without a device
[[nodiscard]] std::vector<Mount> parse_mounts(std::string_view mounts, std::string_view filesystems);

/// "a\040b" is "a b", as proc(5) writes spaces, tabs, line feeds and backslashes.
[[nodiscard]] std::string unescaped(std::string_view text);

}  // namespace assay::host
