// The folder where BMCs keep what outlives a loss of power: one TOML file a BMC that was ever changed, named
// by its GUID.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "assay/bmc/chassis.hpp"

namespace assay::state {

/// One process at a time has a folder. Files are replaced at once and are on disk when save() returns, so
/// that whatever ends the process leaves an old or a new one. Blocks while it reads and writes.
class Store {
public:
    /// Makes the folder, for its owner only, and locks it.
    /// @param model  the name of the chassis model
    /// @throws base::SetupError when it cannot be made, read or written, or another process has it
    Store(std::filesystem::path folder, std::string model);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// Adds a BMC that was just made, and restores it where the folder has a file of it.
    /// @param chassis must outlive the store
    /// @throws base::SetupError with file:line about a file that is wrong
    void add(bmc::Chassis& chassis, base::Instant now);

    /// Writes at most `most` of those that changed since they were written; the next call goes on.
    /// @return how many files were written
    /// @throws base::SetupError when one cannot be written; it is tried again with the next call
    std::size_t save(base::Instant now, std::size_t most);

    /// Writes those that changed, and those that have a file already, in which time passed at least.
    /// @return how many files were written
    /// @throws base::SetupError when one cannot be written
    std::size_t finish(base::Instant now);

    using Place = std::size_t;  ///< of a BMC among those that were added, from 0 on
    /// Writes one, whether it changed or not. @throws base::SetupError when it cannot be written
    void save_one(Place place, base::Instant now);
    /// Takes the file of one away, which is as its model says from now on.
    /// @throws base::SetupError when it cannot be taken away
    void forget(Place place);

private:
    struct Member {
        bmc::Chassis* chassis;
        std::uint64_t saved_changes;
        std::size_t saved_text;  ///< its hash; 0: none is known
    };
    /// @return false when the file has the same text already
    bool write(Member& member, base::Instant now);
    [[nodiscard]] std::filesystem::path file_of(const bmc::Chassis& chassis) const;
    void replace(const std::filesystem::path& file, const std::string& text) const;

    std::filesystem::path folder_;
    std::string model_;
    int lock_ = -1;
    std::vector<std::string> found_;  ///< names of the files that were there, sorted
    std::vector<Member> members_;
    std::size_t next_ = 0;
};

}  // namespace assay::state
