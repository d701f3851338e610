#include "assay/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cmath>

namespace assay::load {
namespace {

// HdrHistogram: the linear part resolves 2 × 10^digits steps, rounded up to a power of two.
unsigned half_magnitude_for(int significant_digits) {
    assert(significant_digits >= 1 && significant_digits <= 5);
    const auto steps = 2 * static_cast<std::uint64_t>(std::pow(10, significant_digits));
    return static_cast<unsigned>(std::bit_width(steps - 1)) - 1;
}

std::size_t bucket_count(std::uint64_t highest, unsigned half_magnitude) {
    std::size_t buckets = 1;
    for (std::uint64_t covered = std::uint64_t{2} << half_magnitude; covered <= highest; covered <<= 1U)
        ++buckets;
    return buckets;
}

}  // namespace

Histogram::Histogram(Geometry geometry)
    : geometry_{geometry}, half_magnitude_{half_magnitude_for(geometry.significant_digits)} {
    assert(geometry.highest.count() > 1);
    const std::size_t buckets =
        bucket_count(static_cast<std::uint64_t>(geometry.highest.count()), half_magnitude_);
    counters_.resize((buckets + 1) << half_magnitude_);
}

std::optional<Histogram> Histogram::restored(Geometry geometry, std::span<const std::uint64_t> counters,
                                             const Extremes& extremes) {
    Histogram histogram{geometry};
    if (counters.size() > histogram.counters_.size()) return std::nullopt;
    std::ranges::copy(counters, histogram.counters_.begin());
    for (const std::uint64_t counter : counters) histogram.count_ += counter;
    histogram.clipped_ = extremes.clipped;
    if (histogram.count_ == 0) return histogram;
    histogram.min_ = extremes.min;
    histogram.max_ = extremes.max;
    histogram.sum_ = extremes.sum_ns;
    return histogram;
}

std::size_t Histogram::index_of(std::uint64_t value) const {
    const std::uint64_t linear_mask = (std::uint64_t{2} << half_magnitude_) - 1;
    const unsigned bucket = static_cast<unsigned>(std::bit_width(value | linear_mask)) - half_magnitude_ - 1;
    return (static_cast<std::size_t>(bucket) << half_magnitude_) + static_cast<std::size_t>(value >> bucket);
}

std::uint64_t Histogram::highest_in(std::size_t index) const {
    const std::size_t half = std::size_t{1} << half_magnitude_;
    const std::size_t bucket = index < 2 * half ? 0 : (index >> half_magnitude_) - 1;
    const std::uint64_t step = index - (bucket << half_magnitude_);
    return ((step + 1) << bucket) - 1;
}

void Histogram::record(base::Duration value, std::uint64_t times) {
    if (times == 0) return;
    if (value > geometry_.highest) {
        value = geometry_.highest;
        clipped_ += times;
    }
    value = std::max(value, base::Duration::zero());
    counters_[index_of(static_cast<std::uint64_t>(value.count()))] += times;
    count_ += times;
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
    sum_ += static_cast<double>(value.count()) * static_cast<double>(times);
}

void Histogram::merge(const Histogram& other) {
    assert(geometry_ == other.geometry_);
    for (std::size_t i = 0; i < counters_.size(); ++i) counters_[i] += other.counters_[i];
    count_ += other.count_;
    clipped_ += other.clipped_;
    min_ = std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
    sum_ += other.sum_;
}

base::Duration Histogram::min() const { return count_ == 0 ? base::Duration::zero() : min_; }

base::Duration Histogram::mean() const {
    if (count_ == 0) return {};
    return base::Duration{std::llround(sum_ / static_cast<double>(count_))};
}

base::Duration Histogram::at_percentile(double percentile) const {
    if (count_ == 0) return {};
    const double share = std::clamp(percentile, 0.0, 100.0) / 100.0;
    const auto wanted = std::max<std::uint64_t>(
        1, static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(count_) - 1e-9)));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < counters_.size(); ++i) {
        seen += counters_[i];
        if (seen >= wanted) {
            return std::min(end_of(i), max_);
        }
    }
    return max_;
}

}  // namespace assay::load
