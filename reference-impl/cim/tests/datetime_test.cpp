#include "assay/cim/datetime.hpp"

#include <gtest/gtest.h>

namespace assay::cim {
namespace {

using namespace std::chrono_literals;

Datetime read(std::string_view text) {
    const auto made = Datetime::parse(text);
    EXPECT_TRUE(made.has_value()) << text;
    return made.value_or(Datetime{});
}

TEST(CimDatetime, GivesBackTheTextItWasReadFrom) {
    for (const std::string_view text :
         {"20261120183107.000000+000", "20261120183107.123456-330", "20261120******.******+060",
          "********183107.000000+000", "2026**********.******+000", "20261120183107.123***+000",
          "00000000000000.000000+000", "00000042010203.000004:000", "99999999235959.999999:000",
          "********235959.999999:000"}) {
        EXPECT_EQ(read(text).to_string(), text);
    }
}

TEST(CimDatetime, RefusesWhatIsNone) {
    for (const std::string_view text :
         {"", "20261120", "20261120183107,000000+000", "20261320183107.000000+000",
          "20260230183107.000000+000", "20261120243107.000000+000", "20261120183107.000000:001",
          "20261120183107.*00000+000", "20261120183107.000000*000", "2026112018310*.000000+000",
          "20261120183107.000000+***", "20261120183107.000000+0000", "2026-11-20T18:31:07Z",
          "20260020183107.000000+000"}) {
        EXPECT_FALSE(Datetime::parse(text)) << text;
    }
}

TEST(CimDatetime, IsKeptAsOctets) {
    for (const std::string_view text :
         {"20261120183107.123456-330", "20261120******.******+060", "20261120183107.123***+840",
          "00000000000000.000000+000", "99999999235959.999999:000", "20161231235960.000000+000"}) {
        const Datetime::Packed octets = read(text).packed();
        EXPECT_EQ(Datetime::unpacked({octets.data(), octets.size()}), read(text)) << text;
    }
}

TEST(CimDatetime, DoesNotReadOctetsThatNoDatetimeGives) {
    const Datetime::Packed whole = read("20260131183107.123456-330").packed();
    EXPECT_FALSE(Datetime::unpacked({whole.data(), whole.size() - 1}));
    const auto with = [&whole](std::size_t at, char octet) {
        Datetime::Packed twisted = whole;
        twisted[at] = octet;
        return Datetime::unpacked({twisted.data(), twisted.size()});
    };
    EXPECT_TRUE(with(0, 1));
    // in turn: day, month, microseconds, offset, hours, minutes, seconds, wildcards, digits, kind
    for (const auto& [at, octet] : {std::pair<std::size_t, char>{0, 32},
                                    {1, 13},
                                    {1, 2},
                                    {6, 16},
                                    {9, 4},
                                    {10, 24},
                                    {11, 60},
                                    {12, 61},
                                    {13, 64},
                                    {14, 7},
                                    {15, 2}}) {
        EXPECT_FALSE(with(at, octet)) << at;
    }
}

TEST(CimDatetime, KnowsTheInstantOfAPoint) {
    const auto local = read("20261120193107.250000+060");
    EXPECT_EQ(base::to_rfc3339(local.time().value()), "2026-11-20T18:31:07Z");
    EXPECT_EQ(Datetime::point(*local.time(), 60), local);
    EXPECT_FALSE(local.length());
    EXPECT_FALSE(read("20261120******.******+060").time());
}

TEST(CimDatetime, KnowsTheLengthOfAnInterval) {
    EXPECT_EQ(read("00000001000001.000001:000").length(), 24h + 1s + 1us);
    EXPECT_EQ(Datetime::interval(24h + 1s + 1us), read("00000001000001.000001:000"));
    EXPECT_FALSE(read("00000001000001.000001:000").time());
    EXPECT_EQ(Datetime{}.to_string(), "00000000000000.000000:000");
}

TEST(CimDatetime, ComparesByTimeNotByFields) {
    EXPECT_EQ(compare(read("20261120193107.000000+060"), read("20261120183107.000000+000")),
              std::partial_ordering::equivalent);
    EXPECT_EQ(compare(read("20261120193107.000000+060"), read("20261120183108.000000+000")),
              std::partial_ordering::less);
    EXPECT_EQ(compare(read("00000001000000.000000:000"), read("00000000235959.000000:000")),
              std::partial_ordering::greater);
    EXPECT_EQ(compare(read("00000001000000.000000:000"), read("20261120183108.000000+000")),
              std::partial_ordering::unordered);
}

TEST(CimDatetime, ComparesUnknownFieldsOnlyWhereTheyDoNotMatter) {
    const auto november = read("202611********.******+000");
    EXPECT_EQ(compare(november, read("20261201000000.000000+000")), std::partial_ordering::less);
    EXPECT_EQ(compare(november, read("20261031235959.999999+000")), std::partial_ordering::greater);
    EXPECT_EQ(compare(november, read("20261115000000.000000+000")), std::partial_ordering::unordered);
}

}  // namespace
}  // namespace assay::cim
