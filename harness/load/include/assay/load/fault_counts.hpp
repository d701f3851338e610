// How often which fault came, and after what time.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "assay/load/failure.hpp"
#include "assay/load/series.hpp"

namespace assay::load {

/// Not thread-safe: one a worker.
class FaultCounts {
public:
    /// Distinct names that are counted each; of a service that makes up names, the rest is counted together.
    static constexpr std::size_t most = 32;

    struct Entry {
        FaultName name{};
        std::uint64_t count = 0;
        Histogram response_time{slot_geometry};  ///< from the intended send time
    };

    void add(const FaultName& name, base::Duration response_time);
    /// Adds what another counted, name by name, however many there are.
    void merge(const FaultCounts& other);

    /// The most frequent first, then by name.
    [[nodiscard]] std::vector<const Entry*> entries() const;
    /// Faults of further names.
    [[nodiscard]] std::uint64_t unnamed() const { return unnamed_; }
    [[nodiscard]] std::uint64_t total() const;
    /// Of all that are called so; see FaultName::is().
    [[nodiscard]] std::uint64_t count(std::string_view name) const;

    /// What came since the last call, by text().
    using News = std::vector<std::pair<std::string, std::uint64_t>>;
    [[nodiscard]] News news();

    /// As it was written down.
    [[nodiscard]] static FaultCounts restored(std::vector<Entry> entries, std::uint64_t unnamed);

private:
    std::vector<Entry> entries_;
    std::vector<std::uint64_t> told_;  ///< by place in entries_
    std::uint64_t unnamed_ = 0;
    std::uint64_t unnamed_told_ = 0;
};

/// What the faults beyond FaultCounts::most are called.
inline constexpr std::string_view unnamed_faults = "others";

}  // namespace assay::load
