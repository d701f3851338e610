#include "assay/load/phase.hpp"

#include <gtest/gtest.h>

namespace assay::load {
namespace {

using namespace std::chrono_literals;
using base::Instant;

const Instant start{1000h};
const PhasePlan plan{start, 1s, 10s, 2s};

TEST(Phase, FollowsThePlanToTheNanosecond) {
    EXPECT_EQ(plan.at(start - 1ns), Phase::waiting);
    EXPECT_EQ(plan.at(start), Phase::warm_up);
    EXPECT_EQ(plan.at(start + 1s), Phase::measure);
    EXPECT_EQ(plan.at(start + 11s - 1ns), Phase::measure);
    EXPECT_EQ(plan.at(start + 11s), Phase::drain);
    EXPECT_EQ(plan.at(start + 13s), Phase::over);
}

TEST(Phase, MeasuresByTheIntendedSendTime) {
    EXPECT_FALSE(plan.measures(start + 999ms));
    EXPECT_TRUE(plan.measures(start + 1s));
    EXPECT_TRUE(plan.measures(start + 11s - 1ns));
    EXPECT_FALSE(plan.measures(start + 11s));
}

TEST(Phase, KeepsItsLengthsWhereverItBegins) {
    PhasePlan moved = plan;
    moved.begin_at(start + 1h);
    EXPECT_EQ(moved.start(), start + 1h);
    EXPECT_EQ(moved.measure_begin() - moved.start(), plan.measure_begin() - plan.start());
    EXPECT_EQ(moved.measured(), plan.measured());
    EXPECT_EQ(moved.at(start + 1h - 1ns), Phase::waiting);
    EXPECT_EQ(moved.at(moved.measure_end() + 3s), plan.at(plan.measure_end() + 3s));
}

TEST(Phase, EndsAtOnceWhenCutAndKeepsWhatWasMeasured) {
    PhasePlan cut = plan;
    cut.cut(start + 4s);
    EXPECT_EQ(cut.at(start + 4s), Phase::over);
    EXPECT_TRUE(cut.measures(start + 4s));
    EXPECT_FALSE(cut.measures(start + 5s));
    EXPECT_EQ(cut.measured(), 3s + 1ns);
}

TEST(Phase, HasMeasuredNothingWhenCutInTheWarmUp) {
    PhasePlan cut = plan;
    cut.cut(start + 500ms);
    EXPECT_EQ(cut.measured(), 0s);
    EXPECT_EQ(cut.at(start + 500ms), Phase::over);
}

TEST(Phase, HasMeasuredEverythingWhenCutInTheDrain) {
    PhasePlan cut = plan;
    cut.cut(start + 12s);
    EXPECT_EQ(cut.measured(), 10s);
    EXPECT_EQ(cut.at(start + 12s), Phase::over);
}

}  // namespace
}  // namespace assay::load
