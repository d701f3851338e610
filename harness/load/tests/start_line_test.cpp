#include "assay/load/start_line.hpp"

#include <gtest/gtest.h>

namespace assay::load {
namespace {

using namespace std::chrono_literals;

const base::Instant now{1h};

TEST(StartLine, SendsNobodyOffBeforeTheLastHasArrived) {
    StartLine line{3};
    line.arrive(now);
    line.arrive(now + 5s);
    EXPECT_EQ(line.start(), std::nullopt);
    line.arrive(now + 7s);
    EXPECT_EQ(line.start(), now + 7s + StartLine::lead);
}

TEST(StartLine, KeepsAnAgreedStartWhenAllAreThereInTime) {
    StartLine line{1, now + 1min};
    line.arrive(now);
    EXPECT_EQ(line.start(), now + 1min);
}

TEST(StartLine, IsLateForAnAgreedStartRatherThanWithoutSomebody) {
    StartLine line{1, now};
    line.arrive(now + 2s);
    EXPECT_EQ(line.start(), now + 2s + StartLine::lead);
}

}  // namespace
}  // namespace assay::load
