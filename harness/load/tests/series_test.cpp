#include "assay/load/series.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>
#include <malloc.h>

#include "assay/load/tally.hpp"

namespace assay::load {
namespace {

using namespace std::chrono_literals;

TEST(Series, HasASlotASecondAndNoGap) {
    Series series;
    series.success(100ms, 2ms);
    series.failure(900ms);
    series.success(3200ms, 4ms);
    const auto slots = series.slots();
    ASSERT_EQ(slots.size(), 4U);
    EXPECT_EQ(series.width(), 1s);
    EXPECT_EQ(slots[0].succeeded, 1U);
    EXPECT_EQ(slots[0].failed, 1U);
    EXPECT_EQ(slots[1].succeeded + slots[2].succeeded, 0U);
    EXPECT_EQ(slots[3].response_time.max(), 4ms);
    EXPECT_EQ(slots[3].response_time.count(), 1U);
}

TEST(Series, CountsWhatComesLateInTheSecondThatIsOpen) {
    Series series;
    series.success(2s, 1ms);
    series.success(1999ms, 1ms);
    series.success(-1ms, 1ms);
    EXPECT_EQ(series.slots().at(2).succeeded, 3U);
}

TEST(Series, KeepsTheTimesOfASlotWithinOnePercent) {
    Series series;
    for (int i = 1; i <= 1000; ++i) series.success(10ms, 1ms * i);
    const Histogram times = series.slots().at(0).response_time.dense();
    EXPECT_NEAR(static_cast<double>(times.at_percentile(50).count()), 500e6, 5e6);
    EXPECT_EQ(times.max(), 1000ms);
    EXPECT_EQ(times.min(), 1ms);
    EXPECT_EQ(times.mean(), 500500us);
}

TEST(Series, HalvesItsResolutionAndLosesNoEvent) {
    Series series;
    for (int i = 0; i < 5000; ++i) {
        series.success(1s * i, 1ms + 1us * i);
        if (i % 2 == 0) series.failure(1s * i);
    }
    EXPECT_EQ(series.width(), 4s);
    const auto slots = series.slots();
    ASSERT_EQ(slots.size(), 1250U);
    for (const Slot& slot : slots) {
        EXPECT_EQ(slot.succeeded, 4U);
        EXPECT_EQ(slot.failed, 2U);
        EXPECT_EQ(slot.response_time.count(), 4U);
    }
    EXPECT_EQ(slots.back().response_time.max(), 5999us);
}

TEST(Series, HasSlotsOfTheWidthThatItNames) {
    Series series;
    series.success(2047s, 1ms);
    EXPECT_EQ(series.width(), 1s);
    EXPECT_EQ(series.slots().size(), 2048U);
    series.success(2048s, 1ms);
    EXPECT_EQ(series.width(), 2s);
    ASSERT_EQ(series.slots().size(), 1025U);
    EXPECT_EQ(series.slots()[1023].succeeded, 1U);
    EXPECT_EQ(series.slots()[1024].succeeded, 1U);
}

TEST(Series, MergesALongOneAndAShortOneEitherWay) {
    Series brief;
    Series lengthy;
    for (int i = 0; i < 100; ++i) brief.success(1s * i, 1ms);
    for (int i = 0; i < 9000; ++i) lengthy.success(1s * i, 2ms);
    Series one = brief;
    one.merge(lengthy);
    Series other = lengthy;
    other.merge(brief);
    for (const Series& merged : {one, other}) {
        EXPECT_EQ(merged.width(), 8s);
        const auto slots = merged.slots();
        ASSERT_EQ(slots.size(), 1125U);
        EXPECT_EQ(slots[0].succeeded, 16U);
        EXPECT_EQ(slots[12].succeeded, 12U);
        EXPECT_EQ(slots[13].succeeded, 8U);
        EXPECT_EQ(slots[0].response_time.dense().mean(), 1500us);
    }
}

TEST(Series, TellsOfEachSecondWhenItIsOver) {
    Series series;
    std::vector<std::pair<std::uint64_t, std::uint64_t>> told;
    series.watch([&](std::uint64_t second, const Slot& slot) { told.emplace_back(second, slot.succeeded); });
    series.success(100ms, 1ms);
    series.success(200ms, 1ms);
    EXPECT_TRUE(told.empty());
    series.advance(1s);
    series.advance(5s);
    series.success(5s, 1ms);
    series.advance(6s);
    EXPECT_EQ(told, (decltype(told){{0, 2}, {5, 1}}));
}

// A day of 160 requests every eight seconds on a clock that does not wait: what malloc has handed out stays
// what it was when the slots of a few hours were full of the load's response times.
TEST(Series, NeedsNoMoreMemoryForADayThanForAnHour) {
    constexpr int burst = 160;
    const base::Instant start{1000h};
    const PhasePlan plan{start, 0s, 24h, 10s};
    Tally tally;
    std::uint64_t random = 1;
    int second = 0;
    const auto play_until = [&](int end) {
        for (; second < end; second += 8) {
            for (int i = 0; i < burst; ++i) {
                random = random * 6364136223846793005U + 1442695040888963407U;
                const base::Instant due = start + 1s * second + 5ms * i;
                tally.on_sent(plan, due);
                tally.on_success(plan, {due, due, due + 1ms + base::Duration{random >> 44U}});
            }
        }
        return mallinfo2().uordblks;
    };
    const std::size_t before = mallinfo2().uordblks;
    std::size_t most = 0;
    for (int hour = 1; hour <= 8; ++hour) most = std::max(most, play_until(3600 * hour) - before);
    for (int hour = 9; hour <= 24; ++hour)
        EXPECT_LE(play_until(3600 * hour) - before, most + most / 2) << hour;
    RecordProperty("octets_at_most", std::to_string(most));
    EXPECT_LT(most, 4'000'000U);
    EXPECT_EQ(tally.succeeded, 24U * 3600 / 8 * burst);
    EXPECT_EQ(tally.series.width(), 64s);
    std::uint64_t in_slots = 0;
    for (const Slot& slot : tally.series.slots()) in_slots += slot.succeeded;
    EXPECT_EQ(in_slots, tally.succeeded);
}

}  // namespace
}  // namespace assay::load
