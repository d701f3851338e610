#include "assay/load/schedule.hpp"

#include <set>

#include <gtest/gtest.h>

namespace assay::load {
namespace {

using namespace std::chrono_literals;
using base::Instant;

const Instant start{1000h};

TEST(OpenLoop, MakesTheNthRequestDueAtStartPlusNPeriods) {
    const Schedule schedule = Schedule::open_loop(start, 1000);
    EXPECT_EQ(schedule.due(0), start);
    EXPECT_EQ(schedule.due(1), start + 1ms);
    EXPECT_EQ(schedule.due(60'000), start + 60s);
}

TEST(OpenLoop, DoesNotDriftWithAPeriodThatIsNoWholeNumber) {
    const Schedule schedule = Schedule::open_loop(start, 3);
    EXPECT_EQ(schedule.due(3'000'000'000), start + 1'000'000'000s);
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
        for (unsigned n = 0; n < 10; ++n) together.insert(share.due(n));
    }
    std::set<Instant> expected;
    for (unsigned n = 0; n < 30; ++n) expected.insert(whole.due(n));
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
