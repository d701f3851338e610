// What /proc tells of one process.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "assay/host/machine.hpp"

namespace assay::host {

/// The fields of /proc/PID/stat that we use, and the files beside it.
struct Process {
    std::uint64_t id = 0;
    std::string name;  ///< what the kernel calls it, cut to 15 octets
    char state = '?';
    std::uint64_t parent = 0;
    std::uint64_t session = 0;
    std::uint64_t faults = 0;
    std::uint64_t user_ticks = 0;
    std::uint64_t kernel_ticks = 0;
    std::int64_t priority = 0;
    std::uint64_t threads = 0;
    std::uint64_t start_ticks = 0;  ///< since the machine started
    std::uint64_t virtual_size = 0;
    std::uint64_t resident_pages = 0;
};

/// Reads the text of a stat file, in which the name may hold anything, also spaces and parentheses.
[[nodiscard]] std::optional<Process> parse_stat(std::string_view text);

/// @return nothing when there is no such process any more
[[nodiscard]] std::optional<Process> read_process(const Machine& machine, std::uint64_t id);

/// The ids of all processes, ascending.
[[nodiscard]] std::vector<std::uint64_t> process_ids(const Machine& machine);

/// The user it runs as (its effective id).
[[nodiscard]] std::optional<std::uint64_t> owner_of(const Machine& machine, std::uint64_t id);

/// The name of a user id in etc/passwd; empty for none.
[[nodiscard]] std::string user_name(const Machine& machine, std::uint64_t uid);

/// When the machine started, in seconds since 1970.
[[nodiscard]] std::uint64_t boot_time(const Machine& machine);

/// The security identifier that Samba gives the users of Unix.
[[nodiscard]] std::string sid_of_user(std::uint64_t uid);

}  // namespace assay::host
