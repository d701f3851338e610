#include "assay/model/duration.hpp"

#include <gtest/gtest.h>

namespace assay::model {
namespace {

using namespace std::chrono_literals;

TEST(Duration, ReadsTheWholeLexicalSpace) {
    const auto time = [](std::string_view text) { return parse_duration(text).value().time; };
    EXPECT_EQ(time("PT0.5S"), 500ms);
    EXPECT_EQ(time("P1DT2H"), 26h);
    EXPECT_EQ(time("PT1M30S"), 90s);
    EXPECT_EQ(time("PT90M"), 90min);
    EXPECT_EQ(time("-PT1S"), -1s);
    EXPECT_EQ(time("PT0S"), 0s);
    EXPECT_EQ(time(" \n P2D\t"), 48h);
    EXPECT_EQ(time("PT1.123456789999S"), 1'123'456'789ns);
    EXPECT_EQ(parse_duration("P1Y2M3DT4H5M6.5S"), (XsDuration{.months = 14, .time = 76h + 5min + 6500ms}));
    EXPECT_EQ(parse_duration("P0Y"), XsDuration{});
}

TEST(Duration, RefusesEverythingElse) {
    for (const char* wrong : {"",     "P",     "PT",      "P1DT",  "1D",    "PT5",      "P5",     "T5S",
                              "pt5s", "P-1D",  "PT1.S",   "PT.5S", "P1.5D", "PT1H1H",   "PT1S1M", "P1S",
                              "PT1D", "+PT1S", "P1Y1D1M", "60000", "soon",  "PT1S ago", "P 1D",   "--PT1S"}) {
        EXPECT_FALSE(parse_duration(wrong)) << wrong;
    }
}

TEST(Duration, SaturatesInsteadOfOverflowing) {
    const auto huge = parse_duration("P99999999999999999999999Y99999999999999999999D");
    ASSERT_TRUE(huge);
    EXPECT_TRUE(huge->positive());
    EXPECT_GT(huge->approximate(), 24h * 365 * 100);
    EXPECT_LT(parse_duration("-PT99999999999999999999999H")->approximate(), -24h);
}

TEST(Duration, IsPositiveOnlyAboveZero) {
    EXPECT_TRUE(parse_duration("P1M")->positive());
    EXPECT_FALSE(parse_duration("PT0S")->positive());
    EXPECT_FALSE(parse_duration("-P1M")->positive());
}

TEST(Duration, IsWrittenInSeconds) { EXPECT_EQ(to_xs_duration(10min), "PT600S"); }

}  // namespace
}  // namespace assay::model
