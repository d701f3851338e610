// When requests are due. In an open loop that does not depend on what the service does.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>

#include "assay/base/clock.hpp"
#include "assay/load/rate_profile.hpp"

namespace assay::load {

/// One of `of` workers that share a rate: it has the requests index, index + of, index + 2·of, …
struct Share {
    unsigned index = 0;
    unsigned of = 1;
};

enum class Arrivals : std::uint8_t {
    uniform,  ///< as far apart as the rate says
    poisson,  ///< independent of each other, as many users are: exponential times between them
};

[[nodiscard]] std::string_view name_of(Arrivals arrivals);

/// Numbers that look random and follow from a seed alone, on every machine (SplitMix64).
class SeededRandom {
public:
    explicit SeededRandom(std::uint64_t seed) : state_{seed} {}

    [[nodiscard]] std::uint64_t next();
    /// 0 <= x < 1
    [[nodiscard]] double fraction() { return static_cast<double>(next() >> 11U) * 0x1p-53; }
    /// Of mean 1, above or at 0.
    [[nodiscard]] double exponential();

private:
    std::uint64_t state_;
};

/// Intended send times. Open loop: each follows from the rate, the start and perhaps a seed, whatever
/// happened before, so a slow answer never thins out the load. Closed loop: a request is due as soon as a
/// connection is free for it. Copies go their own way.
class Schedule {
public:
    static constexpr std::uint64_t unlimited = std::numeric_limits<std::uint64_t>::max();

    /// The n-th request of the whole load is due when the rate's integral from `start` reaches n.
    /// @param rate of the whole load, all shares together
    [[nodiscard]] static Schedule open_loop(base::Instant start, RateProfile rate, Share share = {});
    /// Poisson arrivals: those of the shares together are a Poisson process of the whole rate, also where it
    /// changes. @param seed the same one gives the same times
    [[nodiscard]] static Schedule poisson(base::Instant start, RateProfile rate, std::uint64_t seed,
                                          Share share = {});
    /// @param limit how many requests there are in all
    [[nodiscard]] static Schedule closed_loop(base::Instant start, std::uint64_t limit = unlimited);

    [[nodiscard]] bool is_open() const { return rate_.has_value(); }

    /// Takes the next request if it is due at `now`.
    /// @return its intended send time: in an open loop perhaps long ago, in a closed loop `now`
    [[nodiscard]] std::optional<base::Instant> take(base::Instant now);
    /// Moves every intended time so that the first instant of the load is there.
    void begin_at(base::Instant start);
    /// Takes the next `n` whether they are due or not.
    void skip(std::uint64_t n);

    /// When the next request is or was due; Instant::max() when there will never be one.
    [[nodiscard]] base::Instant next_due() const { return next_; }
    [[nodiscard]] std::uint64_t taken() const { return taken_; }
    /// Closed loop with a limit: has everything been taken?
    [[nodiscard]] bool is_exhausted() const { return taken_ >= limit_; }
    /// Open loop: how many of this share's requests that were not taken are due before `end`. Poisson
    /// arrivals are counted one by one.
    [[nodiscard]] std::uint64_t due_before(base::Instant end) const;

private:
    Schedule(base::Instant start, std::uint64_t limit) : start_{start}, next_{start}, limit_{limit} {}
    Schedule(base::Instant start, RateProfile rate, Share share, std::optional<SeededRandom> random);

    /// When the integral of the rate reaches `position`.
    [[nodiscard]] base::Instant at(long double position) const;
    void find_next();

    base::Instant start_;
    base::Instant next_;
    std::optional<RateProfile> rate_{};  ///< of the whole load; none in a closed loop
    Share share_{};
    std::optional<SeededRandom> random_{};  ///< of Poisson arrivals
    long double position_ = 0;              ///< of the next request, in requests of the whole load
    std::uint64_t limit_ = unlimited;
    std::uint64_t taken_ = 0;
};

}  // namespace assay::load
