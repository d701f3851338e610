#include "assay/fleet/simulated_clock.hpp"

#include <gmock/gmock.h>

namespace assay::fleet {
namespace {

using namespace std::chrono_literals;

class SimulatedTime : public testing::Test {
protected:
    base::ManualClock world{base::WallTime{100s}};
    base::Instant begin = world.now();
};

TEST_F(SimulatedTime, RunsAsFastAsItIsTold) {
    const SimulatedClock clock{world, 60, base::WallTime{1000s}};
    world.advance(2s);
    EXPECT_EQ(clock.now(), begin + 120s);
    EXPECT_EQ(clock.wall(), base::WallTime{1120s});
    EXPECT_EQ(clock.in_world(begin + 180s), begin + 3s);
    EXPECT_EQ(clock.in_world(base::Instant::max()), base::Instant::max());
}

TEST_F(SimulatedTime, LeapsAndKnowsWhenThatMakesSomethingDue) {
    SimulatedClock clock{world, 2, base::WallTime{}};
    clock.advance(10s);
    EXPECT_EQ(clock.now(), begin + 10s);
    EXPECT_EQ(clock.in_world(begin + 10s), begin);
    EXPECT_LT(clock.in_world(begin + 4s), begin) << "overdue";
    EXPECT_EQ(clock.in_world(begin + 20s), begin + 5s);
}

TEST_F(SimulatedTime, IsTheWorldsAtSpeedOne) {
    const SimulatedClock clock{world, 1, world.wall()};
    world.advance(123456789ns);
    EXPECT_EQ(clock.now(), world.now());
    EXPECT_EQ(clock.wall(), world.wall());
    EXPECT_EQ(clock.in_world(begin + 1s), begin + 1s);
}

}  // namespace
}  // namespace assay::fleet
