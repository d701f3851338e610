// Durations counted in log-linear buckets: bounded memory, bounded relative error, merged without loss.
#pragma once

#include <cstdint>
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

    /// The value that `percentile` percent (0..100) of the recorded ones do not exceed, rounded up to the
    /// end of its bucket but never above max(). Zero when nothing was recorded.
    [[nodiscard]] base::Duration at_percentile(double percentile) const;

    [[nodiscard]] const Geometry& geometry() const { return geometry_; }
    /// The counters, in order of value, for an encoder.
    [[nodiscard]] std::span<const std::uint64_t> counters() const { return counters_; }

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
