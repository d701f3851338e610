#include "assay/load/schedule.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include <gtest/gtest.h>

namespace assay::load {
namespace {

using namespace std::chrono_literals;
using base::Instant;

const Instant start{1000h};

Instant due(Schedule schedule, std::uint64_t n) {
    schedule.skip(n);
    return schedule.next_due();
}

TEST(OpenLoop, MakesTheNthRequestDueAtStartPlusNPeriods) {
    const Schedule schedule = Schedule::open_loop(start, 1000);
    EXPECT_EQ(due(schedule, 0), start);
    EXPECT_EQ(due(schedule, 1), start + 1ms);
    EXPECT_EQ(due(schedule, 60'000), start + 60s);
}

TEST(OpenLoop, KeepsItsIntervalsWhereverItBegins) {
    for (Schedule schedule : {Schedule::open_loop(start, 1000, {1, 4}), Schedule::poisson(start, 1000, 7)}) {
        Schedule moved = schedule;
        moved.begin_at(start + 1h);
        EXPECT_EQ(moved.next_due(), schedule.next_due() + 1h);
        EXPECT_EQ(due(moved, 500), due(schedule, 500) + 1h);
        EXPECT_EQ(moved.due_before(start + 1h + 1s), schedule.due_before(start + 1s));
    }
}

TEST(OpenLoop, DoesNotDriftWithAPeriodThatIsNoWholeNumber) {
    const Schedule schedule = Schedule::open_loop(start, 3);
    EXPECT_EQ(due(schedule, 3'000'000'000), start + 1'000'000'000s);
}

TEST(OpenLoop, GivesNothingBeforeItIsDueAndEveryMissedRequestWithItsOwnTime) {
    Schedule schedule = Schedule::open_loop(start, 100);
    EXPECT_EQ(schedule.take(start - 1ns), std::nullopt);
    EXPECT_EQ(schedule.take(start), start);
    EXPECT_EQ(schedule.take(start + 9ms), std::nullopt);
    const Instant late = start + 35ms;
    EXPECT_EQ(schedule.take(late), start + 10ms);
    EXPECT_EQ(schedule.take(late), start + 20ms);
    EXPECT_EQ(schedule.take(late), start + 30ms);
    EXPECT_EQ(schedule.take(late), std::nullopt);
    EXPECT_EQ(schedule.next_due(), start + 40ms);
    EXPECT_EQ(schedule.taken(), 4U);
}

TEST(OpenLoop, SharesTheRateSoThatTogetherTheyAreTheWhole) {
    const Schedule whole = Schedule::open_loop(start, 70);
    std::set<Instant> together;
    for (unsigned worker = 0; worker < 3; ++worker) {
        const Schedule share = Schedule::open_loop(start, 70, {worker, 3});
        for (unsigned n = 0; n < 10; ++n) together.insert(due(share, n));
    }
    std::set<Instant> expected;
    for (unsigned n = 0; n < 30; ++n) expected.insert(due(whole, n));
    EXPECT_EQ(together, expected);
}

TEST(OpenLoop, CountsWhatIsDueBeforeAnInstant) {
    const Schedule schedule = Schedule::open_loop(start, 1000);
    EXPECT_EQ(schedule.due_before(start - 1s), 0U);
    EXPECT_EQ(schedule.due_before(start), 0U);
    EXPECT_EQ(schedule.due_before(start + 1ns), 1U);
    EXPECT_EQ(schedule.due_before(start + 10s), 10'000U);
    EXPECT_EQ(schedule.due_before(start + 10s + 1ns), 10'001U);
    EXPECT_EQ(Schedule::open_loop(start, 1000, {1, 4}).due_before(start + 10s), 2500U);
    EXPECT_EQ(Schedule::open_loop(start, 0.5, {3, 4}).due_before(start + 6s), 0U);
}

TEST(OpenLoop, CountsOnlyWhatWasNotTaken) {
    Schedule schedule = Schedule::open_loop(start, 1000);
    schedule.skip(10);
    EXPECT_EQ(schedule.due_before(start + 1s), 990U);
    EXPECT_EQ(schedule.due_before(start + 10ms), 0U);
}

TEST(OpenLoop, FollowsARamp) {
    // 0 to 100 a second in 10 s: the n-th is due at sqrt(2 n / 10) s
    const Schedule schedule = Schedule::open_loop(start, parse_rate("0..100/10s"));
    EXPECT_EQ(due(schedule, 0), start);
    EXPECT_EQ(due(schedule, 5), start + 1s);
    EXPECT_EQ(due(schedule, 20), start + 2s);
    EXPECT_EQ(schedule.due_before(start + 10s), 500U);
    EXPECT_EQ(schedule.due_before(start + 11s), 600U);
}

TEST(OpenLoop, NeverEndsButMayFallSilent) {
    Schedule schedule = Schedule::open_loop(start, parse_rate("10/1s,0/1s,10/1s,0/1s"));
    EXPECT_EQ(due(schedule, 9), start + 900ms);
    EXPECT_EQ(due(schedule, 10), start + 2s);
    EXPECT_EQ(due(schedule, 20), Instant::max());
    EXPECT_EQ(schedule.due_before(start + 1h), 20U);
    schedule.skip(20);
    EXPECT_EQ(schedule.take(start + 1000h), std::nullopt);
}

/// The mean of the times between arrivals, and their standard deviation, both in periods of the rate.
std::pair<double, double> spread(std::initializer_list<Schedule> shares, double rate, unsigned count) {
    std::vector<Instant> arrivals;
    for (Schedule share : shares)
        while (arrivals.size() < count * shares.size() && share.next_due() < start + 100s)
            arrivals.push_back(share.take(share.next_due()).value());
    std::ranges::sort(arrivals);
    double sum = 0;
    double squares = 0;
    for (std::size_t i = 1; i < arrivals.size(); ++i) {
        const double gap = std::chrono::duration<double>(arrivals[i] - arrivals[i - 1]).count() * rate;
        sum += gap;
        squares += gap * gap;
    }
    const auto n = static_cast<double>(arrivals.size() - 1);
    return {sum / n, std::sqrt(squares / n - sum / n * (sum / n))};
}

TEST(PoissonArrivals, AreExponentiallyFarApartAlsoWhenWorkersShareThem) {
    for (const auto& [mean, deviation] :
         {spread({Schedule::poisson(start, 1000, 7)}, 1000, 100'000),
          spread({Schedule::poisson(start, 1000, 7, {0, 2}), Schedule::poisson(start, 1000, 7, {1, 2})}, 1000,
                 100'000)}) {
        EXPECT_NEAR(mean, 1, 0.02);
        EXPECT_NEAR(deviation, 1, 0.02);  // uniform ones would have 0
    }
}

TEST(PoissonArrivals, FollowTheRateAndTheSeed) {
    const Schedule ramp = Schedule::poisson(start, parse_rate("0..1000/10s"), 3);
    EXPECT_NEAR(static_cast<double>(ramp.due_before(start + 5s)), 1250, 150);
    EXPECT_NEAR(static_cast<double>(ramp.due_before(start + 10s)), 5000, 300);
    EXPECT_EQ(due(ramp, 100), due(Schedule::poisson(start, parse_rate("0..1000/10s"), 3), 100));
    EXPECT_NE(due(ramp, 100), due(Schedule::poisson(start, parse_rate("0..1000/10s"), 4), 100));
}

TEST(ClosedLoop, IsAlwaysDueOnceItHasStarted) {
    Schedule schedule = Schedule::closed_loop(start);
    EXPECT_FALSE(schedule.is_open());
    EXPECT_EQ(schedule.take(start - 1ns), std::nullopt);
    EXPECT_EQ(schedule.take(start + 5s), start + 5s);
    EXPECT_EQ(schedule.take(start + 5s), start + 5s);
    EXPECT_FALSE(schedule.is_exhausted());
    EXPECT_EQ(schedule.due_before(start + 5s), 0U);
}

TEST(ClosedLoop, EndsAtItsLimit) {
    Schedule schedule = Schedule::closed_loop(start, 1);
    EXPECT_FALSE(schedule.is_exhausted());
    EXPECT_TRUE(schedule.take(start));
    EXPECT_TRUE(schedule.is_exhausted());
    EXPECT_EQ(schedule.take(start + 1h), std::nullopt);
}

}  // namespace
}  // namespace assay::load
