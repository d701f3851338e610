// Where the facts about a machine come from: files, and a few calls to its kernel.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "assay/base/clock.hpp"

namespace assay::host {

struct Space {
    std::uint64_t size = 0;  ///< octets
    std::uint64_t free = 0;  ///< octets that anybody may take
    std::uint64_t name_length = 0;
};

struct Address {
    std::string interface;
    std::string text;  ///< "192.0.2.1", "2001:db8::1"
    std::string mask;  ///< "255.255.255.0", or the length of the prefix for IPv6
    bool v6 = false;
};

/// uname(2).
struct Kernel {
    std::string node;     ///< the name of the host
    std::string release;  ///< "6.1.0-18-amd64"
    std::string machine;  ///< "x86_64"
};

/// Offsets are minutes east of UTC.
struct Zone {
    int offset = 0;         ///< now
    bool daylight = false;  ///< is the clock put forward now?
    int standard_offset = 0;
    std::string standard_name = "UTC";
    int daylight_offset = 0;
    std::string daylight_name = {};  ///< empty where the clock is never put forward
};

/// Tests point it at a tree of their own.
struct Machine {
    std::filesystem::path proc = "/proc";
    std::filesystem::path sys = "/sys";
    std::filesystem::path etc = "/etc";
    std::function<std::optional<Space>(const std::string& mount_point)> space;
    std::function<std::vector<Address>()> addresses;
    std::function<Kernel()> kernel;
    std::function<Zone(base::WallTime)> zone;
    std::uint64_t page = 4096;           ///< octets
    std::uint64_t ticks_a_second = 100;  ///< of process times
};

/// The machine that this runs on.
[[nodiscard]] Machine this_machine();

}  // namespace assay::host
