// When requests are due. In an open loop that does not depend on what the service does.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>

#include "assay/base/clock.hpp"

namespace assay::load {

/// One of `of` workers that share a rate: it has the requests index, index + of, index + 2·of, …
struct Share {
    unsigned index = 0;
    unsigned of = 1;
};

/// Intended send times. Open loop: the n-th request of the whole load is due at start + n × period,
/// whatever happened before, so a slow answer never thins out the load. Closed loop: a request is due as
/// soon as a connection is free for it.
class Schedule {
public:
    static constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

    /// @param per_second of the whole load, all shares together; above zero
    [[nodiscard]] static Schedule open_loop(base::Instant start, double per_second, Share share = {});
    /// @param limit how many requests there are in all
    [[nodiscard]] static Schedule closed_loop(base::Instant start, std::uint64_t limit = unlimited);

    [[nodiscard]] bool is_open() const { return period_ns_ > 0; }

    /// Takes the next request if it is due at `now`.
    /// @return its intended send time: in an open loop perhaps long ago, in a closed loop `now`
    [[nodiscard]] std::optional<base::Instant> take(base::Instant now);

    /// When the next request is or was due.
    [[nodiscard]] base::Instant next_due() const { return due(taken_); }
    /// When the n-th request of this share is due, from 0.
    [[nodiscard]] base::Instant due(std::uint64_t n) const;
    [[nodiscard]] std::uint64_t taken() const { return taken_; }
    /// Closed loop with a limit: has everything been taken?
    [[nodiscard]] bool is_exhausted() const { return taken_ >= limit_; }
    /// Open loop: how many requests of this share are due before `end`.
    [[nodiscard]] std::uint64_t due_before(base::Instant end) const;

private:
    Schedule(base::Instant start, long double period_ns, Share share, std::uint64_t limit)
        : start_{start}, period_ns_{period_ns}, share_{share}, limit_{limit} {}

    base::Instant start_;
    long double period_ns_;  ///< of the whole load; 0 in a closed loop
    Share share_;
    std::uint64_t limit_;
    std::uint64_t taken_ = 0;
};

}  // namespace assay::load
