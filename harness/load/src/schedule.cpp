#include "assay/load/schedule.hpp"

#include <cassert>

namespace assay::load {

Schedule Schedule::open_loop(base::Instant start, double per_second, Share share) {
    assert(per_second > 0 && share.index < share.of);
    return {start, 1e9L / static_cast<long double>(per_second), share, unlimited};
}

Schedule Schedule::closed_loop(base::Instant start, std::uint64_t limit) { return {start, 0, {}, limit}; }

base::Instant Schedule::due(std::uint64_t n) const {
    if (!is_open()) return start_;
    const auto position = static_cast<long double>(share_.index) +
                          static_cast<long double>(n) * static_cast<long double>(share_.of);
    return start_ + base::Duration{static_cast<base::Duration::rep>(position * period_ns_)};
}

std::optional<base::Instant> Schedule::take(base::Instant now) {
    const base::Instant intended = next_due();
    if (intended > now || taken_ >= limit_) return std::nullopt;
    ++taken_;
    return is_open() ? intended : now;
}

std::uint64_t Schedule::due_before(base::Instant end) const {
    if (!is_open() || end <= start_) return 0;
    const auto positions = static_cast<long double>((end - start_).count()) / period_ns_;
    auto n = static_cast<std::uint64_t>(positions / static_cast<long double>(share_.of));
    while (n > 0 && due(n - 1) >= end) --n;
    while (due(n) < end) ++n;
    return n;
}

}  // namespace assay::load
