#include "assay/drive/pace.hpp"

#include <gtest/gtest.h>

namespace assay::drive {
namespace {

using namespace std::chrono_literals;

TEST(Pace, KeepsRequestsThatComeAtOnceApart) {
    const base::ManualClock clock;
    Pace pace{10};
    EXPECT_EQ(pace.next(clock.now()) - clock.now(), 0ms);
    EXPECT_EQ(pace.next(clock.now()) - clock.now(), 100ms);
    EXPECT_EQ(pace.next(clock.now()) - clock.now(), 200ms);
}

TEST(Pace, LetsPassWhoCameLateEnough) {
    base::ManualClock clock;
    Pace pace{4};
    EXPECT_EQ(pace.next(clock.now()), clock.now());
    clock.advance(250ms);
    EXPECT_EQ(pace.next(clock.now()), clock.now());
    clock.advance(100ms);
    EXPECT_EQ(pace.next(clock.now()) - clock.now(), 150ms);
}

TEST(Pace, MakesNoBurstUpForASilence) {
    base::ManualClock clock;
    Pace pace{2};
    (void)pace.next(clock.now());
    clock.advance(1h);
    EXPECT_EQ(pace.next(clock.now()), clock.now());
    EXPECT_EQ(pace.next(clock.now()) - clock.now(), 500ms);
}

TEST(Pace, WithoutALimitHoldsNobodyUp) {
    const base::ManualClock clock;
    Pace pace;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(pace.next(clock.now()), clock.now());
}

}  // namespace
}  // namespace assay::drive
