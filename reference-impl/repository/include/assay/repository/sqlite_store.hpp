// The store that outlives the process: a SQLite database.
#pragma once

#include <atomic>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>

#include "assay/repository/store.hpp"

namespace assay::repository {

/// One file in write-ahead mode, synced at every change: what apply() acknowledged is there after a kill -9
/// and after a power cut. Readers have a connection of their own and never wait for a sync.
class SqliteStore final : public Store {
public:
    /// Opens the file or makes it.
    /// @param most_octets  how large the file may grow, rounded up to a page of 4096; 0: as large as the disk
    /// @throws base::SetupError when it cannot be opened, is somebody else's database, damaged, or of a newer
    ///         format
    explicit SqliteStore(std::filesystem::path file, std::uint64_t most_octets = 0);
    ~SqliteStore() override;

    Bin open(const std::string& name, const std::string& layout) override;
    [[nodiscard]] Outcome<std::optional<std::string>> get(Bin bin, std::string_view key) const override;
    Outcome<> next(Bin bin, const std::optional<std::string>& after, std::size_t most,
                   std::vector<Entry>& into) const override;
    [[nodiscard]] std::uint64_t size(Bin bin) const override;
    Outcome<bool> apply(std::span<const Change> changes) override;
    [[nodiscard]] bool waits() const override { return true; }

private:
    struct Reading;
    struct Writing;

    Outcome<bool> apply_in_transaction(std::span<const Change> changes);
    [[nodiscard]] model::Fault fault_of(int code, const char* message) const;

    std::filesystem::path file_;
    mutable std::mutex reading_mutex_;
    std::unique_ptr<Writing> writing_;
    std::unique_ptr<Reading> reading_;
    mutable std::mutex writing_mutex_;
    std::deque<std::atomic<std::uint64_t>> sizes_;
};

}  // namespace assay::repository
