// Durations counted in log-linear buckets: bounded memory, bounded relative error, merged without loss.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "assay/base/clock.hpp"

namespace assay::load {

/// How finely and how far a histogram counts. Two of the same geometry merge without loss.
struct Geometry {
    int significant_digits = 3;  ///< 1..5; a bucket is at most 10^-digits of its value wide
    base::Duration highest = std::chrono::hours{1};  ///< longer ones are counted here and in clipped()

    friend bool operator==(const Geometry&, const Geometry&) = default;
};

/// The bucket layout of HdrHistogram at a resolution of 1 ns, so that its log format is exact.
/// Memory is fixed by the geometry (270 kB for the default). Not thread-safe: one a worker.
class Histogram {
public:
    Histogram() : Histogram{Geometry{}} {}
    explicit Histogram(Geometry geometry);

    /// What a histogram knows beside its counters; what its encodings leave out.
    struct Extremes {
        base::Duration min{};  ///< unused when nothing was counted
        base::Duration max{};
        double sum_ns = 0;
        std::uint64_t clipped = 0;
    };
    /// A histogram as it was written down.
    /// @param counters in order of value; those left out are empty
    /// @return nothing when there are more counters than the geometry has
    [[nodiscard]] static std::optional<Histogram> restored(Geometry geometry,
                                                           std::span<const std::uint64_t> counters,
                                                           const Extremes& extremes);

    /// Counts `value` `times` times. Negative values count as zero.
    void record(base::Duration value, std::uint64_t times = 1);

    /// Adds what `other` counted. Both must have the same geometry.
    void merge(const Histogram& other);

    [[nodiscard]] std::uint64_t count() const { return count_; }
    /// How many were longer than the geometry's highest and are counted as that.
    [[nodiscard]] std::uint64_t clipped() const { return clipped_; }
    [[nodiscard]] base::Duration min() const;
    [[nodiscard]] base::Duration max() const { return max_; }
    [[nodiscard]] base::Duration mean() const;
    /// Of all that was recorded, in ns.
    [[nodiscard]] double sum_ns() const { return sum_; }

    /// The value that `percentile` percent (0..100) of the recorded ones do not exceed, rounded up to the
    /// end of its bucket but never above max(). Zero when nothing was recorded.
    [[nodiscard]] base::Duration at_percentile(double percentile) const;

    [[nodiscard]] const Geometry& geometry() const { return geometry_; }
    /// The counters, in order of value, for an encoder.
    [[nodiscard]] std::span<const std::uint64_t> counters() const { return counters_; }
    /// The longest duration that the counter of this place counts.
    [[nodiscard]] base::Duration end_of(std::size_t place) const {
        return base::Duration{static_cast<base::Duration::rep>(highest_in(place))};
    }

private:
    [[nodiscard]] std::size_t index_of(std::uint64_t value) const;
    [[nodiscard]] std::uint64_t highest_in(std::size_t index) const;

    Geometry geometry_;
    unsigned half_magnitude_;  ///< log2 of half the number of linear steps in a bucket
    std::vector<std::uint64_t> counters_;
    std::uint64_t count_ = 0;
    std::uint64_t clipped_ = 0;
    base::Duration min_ = base::Duration::max();
    base::Duration max_{};
    double sum_ = 0;  ///< ns; a double cannot overflow, its rounding is far below the bucket width
};

}  // namespace assay::load
