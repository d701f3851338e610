#include "assay/base/clock.hpp"

#include <gtest/gtest.h>

namespace assay::base {
namespace {

using namespace std::chrono_literals;

TEST(Clock, PrintsUtcToTheSecond) {
    EXPECT_EQ(to_rfc3339(WallTime{}), "1970-01-01T00:00:00Z");
    EXPECT_EQ(to_rfc3339(WallTime{1'795'199'467s + 999ms}), "2026-11-20T18:31:07Z");
    EXPECT_EQ(to_rfc3339(WallTime{-1ms}), "1969-12-31T23:59:59Z");
}

TEST(ManualClock, MovesBothReadingsTogetherAndOnlyWhenTold) {
    ManualClock clock{WallTime{10s}};
    const Instant before = clock.now();
    EXPECT_EQ(clock.now(), before);
    clock.advance(1500ms);
    EXPECT_EQ(clock.now() - before, 1500ms);
    EXPECT_EQ(clock.wall(), WallTime{11'500ms});
}

}  // namespace
}  // namespace assay::base
