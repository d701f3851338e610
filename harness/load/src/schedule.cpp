#include "assay/load/schedule.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace assay::load {

std::string_view name_of(Arrivals arrivals) { return arrivals == Arrivals::poisson ? "poisson" : "uniform"; }

std::uint64_t SeededRandom::next() {
    std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15U;
    mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31U);
}

double SeededRandom::exponential() { return -std::log1p(-fraction()); }

Schedule::Schedule(base::Instant start, RateProfile rate, Share share, std::optional<SeededRandom> random)
    : start_{start}, rate_{std::move(rate)}, share_{share}, random_{random} {
    assert(share.index < share.of);
    position_ = random_ ? random_->exponential() * share.of : share.index;
    find_next();
}

Schedule Schedule::open_loop(base::Instant start, RateProfile rate, Share share) {
    return {start, std::move(rate), share, std::nullopt};
}

// Independent Poisson processes add up to one; each worker has its own.
Schedule Schedule::poisson(base::Instant start, RateProfile rate, std::uint64_t seed, Share share) {
    SeededRandom seeds{seed};
    for (unsigned i = 0; i < share.index; ++i) static_cast<void>(seeds.next());
    return {start, std::move(rate), share, SeededRandom{seeds.next()}};
}

Schedule Schedule::closed_loop(base::Instant start, std::uint64_t limit) { return {start, limit}; }

base::Instant Schedule::at(long double position) const {
    const auto time = rate_->when(position);
    return time ? start_ + *time : base::Instant::max();
}

void Schedule::find_next() { next_ = at(position_); }

std::optional<base::Instant> Schedule::take(base::Instant now) {
    if (next_ > now || taken_ >= limit_) return std::nullopt;
    const base::Instant intended = is_open() ? next_ : now;
    skip(1);
    return intended;
}

void Schedule::begin_at(base::Instant start) {
    start_ = start;
    next_ = is_open() ? at(position_) : start;
}

void Schedule::skip(std::uint64_t n) {
    taken_ += n;
    if (!is_open()) return;
    if (random_) {
        for (std::uint64_t i = 0; i < n; ++i) position_ += random_->exponential() * share_.of;
    } else {
        position_ = static_cast<long double>(share_.index) +
                    static_cast<long double>(taken_) * static_cast<long double>(share_.of);
    }
    find_next();
}

std::uint64_t Schedule::due_before(base::Instant end) const {
    if (!is_open() || next_ >= end) return 0;
    std::uint64_t n = 0;
    if (random_) {
        for (Schedule rest = *this; rest.next_ < end; ++n) rest.skip(1);
        return n;
    }
    const auto due = [&](std::uint64_t ahead) {
        return at(position_ + static_cast<long double>(ahead) * static_cast<long double>(share_.of));
    };
    const long double ahead = rate_->until(end - start_) - position_;
    n = static_cast<std::uint64_t>(std::max(0.0L, ahead / static_cast<long double>(share_.of)));
    while (n > 0 && due(n - 1) >= end) --n;
    while (due(n) < end) ++n;
    return n;
}

}  // namespace assay::load
