#include "assay/load/quantity.hpp"

#include <gtest/gtest.h>

namespace assay::load {
namespace {

using namespace std::chrono_literals;

TEST(Quantity, ReadsDurationsWithTheirUnits) {
    EXPECT_EQ(parse_duration("250us"), 250us);
    EXPECT_EQ(parse_duration("20ms"), 20ms);
    EXPECT_EQ(parse_duration("1.5s"), 1500ms);
    EXPECT_EQ(parse_duration("2m"), 2min);
    EXPECT_EQ(parse_duration("1h"), 1h);
    EXPECT_EQ(parse_duration("7"), 7s);
    EXPECT_EQ(parse_duration("0"), 0s);
}

TEST(Quantity, RefusesWhatIsNoDuration) {
    for (const std::string_view text :
         {"", "s", "-1s", "1 s", "1d", "10sec", "1e3s", "nan", "inf", "9000h"}) {
        EXPECT_EQ(parse_duration(text), std::nullopt) << text;
    }
}

TEST(Quantity, WritesThreeDigitsInTheUnitThatFits) {
    EXPECT_EQ(to_text(0ns), "0 ns");
    EXPECT_EQ(to_text(999ns), "999 ns");
    EXPECT_EQ(to_text(1234ns), "1.23 us");
    EXPECT_EQ(to_text(12'340ns), "12.3 us");
    EXPECT_EQ(to_text(999'600ns), "1.00 ms");
    EXPECT_EQ(to_text(123'400us), "123 ms");
    EXPECT_EQ(to_text(2500ms), "2.50 s");
    EXPECT_EQ(to_text(1h), "3600 s");
}

TEST(Quantity, GroupsDigits) {
    EXPECT_EQ(grouped(0), "0");
    EXPECT_EQ(grouped(999), "999");
    EXPECT_EQ(grouped(1000), "1 000");
    EXPECT_EQ(grouped(1234567), "1 234 567");
}

TEST(Quantity, ReadsSharesWithAndWithoutPercent) {
    EXPECT_EQ(parse_share("1%"), 0.01);
    EXPECT_EQ(parse_share("0.1 %"), 0.001);
    EXPECT_EQ(parse_share("100%"), 1.0);
    EXPECT_EQ(parse_share("0.25"), 0.25);
    EXPECT_EQ(parse_share("0"), 0.0);
    for (const std::string_view text : {"", "%", "101%", "1.1", "-1%", "one", "1%%", "nan", "1e-2"})
        EXPECT_EQ(parse_share(text), std::nullopt) << text;
}

TEST(Quantity, WritesOctetsWithThreeDigits) {
    EXPECT_EQ(octets_text(0), "0 B");
    EXPECT_EQ(octets_text(999.4), "999 B");
    EXPECT_EQ(octets_text(1234), "1.23 kB");
    EXPECT_EQ(octets_text(999'999), "1.00 MB");
    EXPECT_EQ(octets_text(4.56e15), "4560 TB");
}

}  // namespace
}  // namespace assay::load
