#include "assay/bmc/power_statistics.hpp"

#include <algorithm>

namespace assay::bmc {
namespace {

template <class Value>
void put_into_ring(std::vector<Value>& ring, std::size_t& next, std::size_t kept, const Value& value) {
    if (ring.size() < kept) {
        ring.push_back(value);
    } else {
        ring[next] = value;
    }
    next = (next + 1) % kept;
}

/// Takes the latest `count` values of a ring.
template <class Value>
void include_latest(PowerSpan& span, const std::vector<Value>& ring, std::size_t next, std::size_t count) {
    for (std::size_t back = 1; back <= std::min(count, ring.size()); ++back) {
        span.include(ring[(next + ring.size() - back) % ring.size()]);
    }
}

}  // namespace

void PowerSpan::include(std::uint16_t watts) { include(PowerSpan{watts, watts, watts, 1}); }

void PowerSpan::include(const PowerSpan& other) {
    least = std::min(least, other.least);
    most = std::max(most, other.most);
    sum += other.sum;
    samples += other.samples;
}

std::uint16_t PowerSpan::average() const {
    return samples == 0 ? std::uint16_t{0} : static_cast<std::uint16_t>(sum / samples);
}

void PowerStatistics::add(std::uint16_t watts) {
    put_into_ring(seconds_, second_, seconds_kept, watts);
    begun_minute_.include(watts);
    if (begun_minute_.samples < seconds_kept) return;
    put_into_ring(minutes_, minute_, minutes_kept, begun_minute_);
    begun_minute_ = {};
}

PowerSpan PowerStatistics::over(std::chrono::seconds period) const {
    PowerSpan span;
    const auto seconds =
        static_cast<std::size_t>(std::clamp(period, std::chrono::seconds{0}, longest).count());
    if (seconds <= seconds_kept) {
        include_latest(span, seconds_, second_, seconds);
        return span;
    }
    span.include(begun_minute_);
    include_latest(span, minutes_, minute_, seconds / seconds_kept);
    return span;
}

}  // namespace assay::bmc
