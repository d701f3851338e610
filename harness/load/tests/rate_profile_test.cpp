#include "assay/load/rate_profile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/base/setup_error.hpp"

namespace assay::load {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;

TEST(RateProfile, IsReadFromStages) {
    EXPECT_THAT(parse_rate("500").stages(), ElementsAre(RateStage{500, 500}));
    EXPECT_THAT(parse_rate("0.5/2m").stages(), ElementsAre(RateStage{0.5, 0.5, 2min}));
    EXPECT_THAT(
        parse_rate("100..1000/30s, 1000/1m ,..0/500ms").stages(),
        ElementsAre(RateStage{100, 1000, 30s}, RateStage{1000, 1000, 1min}, RateStage{1000, 0, 500ms}));
    EXPECT_EQ(parse_rate("100..1000/30s,..0/500ms").text(), "100..1000/30s, 1000..0/0.5s");
}

TEST(RateProfile, KnowsHowLongItsStagesAre) {
    EXPECT_EQ(parse_rate("5/10s,5..50/30s").length(), 40s);
    EXPECT_EQ(parse_rate("5/10s,50").length(), std::nullopt);
    EXPECT_EQ(parse_rate("5/10s,..50/30s").highest(), 50);
    EXPECT_EQ(parse_rate("5/10s,..50/30s").lowest(), 5);
}

TEST(RateProfile, CountsAndInvertsAlike) {
    const RateProfile profile = parse_rate("10..110/10s,200/5s,0/5s,..50/10s");
    EXPECT_NEAR(static_cast<double>(profile.until(10s)), 600, 1e-9);
    EXPECT_NEAR(static_cast<double>(profile.until(15s)), 1600, 1e-9);
    EXPECT_NEAR(static_cast<double>(profile.until(20s)), 1600, 1e-9);
    EXPECT_NEAR(static_cast<double>(profile.until(30s)), 1850, 1e-9);
    EXPECT_NEAR(static_cast<double>(profile.until(31s)), 1900, 1e-9);
    for (long double n = 0; n < 2000; n += 7) {
        const base::Duration time = profile.when(n).value();
        EXPECT_NEAR(static_cast<double>(profile.until(time)), static_cast<double>(n), 1e-6);
    }
}

TEST(RateProfile, SlowsDownWithoutLosingPrecision) {
    const RateProfile profile = parse_rate("100..0/10s");
    EXPECT_NEAR(static_cast<double>(profile.until(10s)), 500, 1e-9);
    EXPECT_EQ(profile.when(0), 0ns);
    EXPECT_EQ(profile.when(375), 5s);
    EXPECT_EQ(profile.when(500), std::nullopt);
}

TEST(RateProfile, WarmsUpAtItsFirstRate) {
    const RateProfile profile = parse_rate("100..1000/10s").after(2s);
    EXPECT_NEAR(static_cast<double>(profile.until(2s)), 200, 1e-9);
    EXPECT_NEAR(static_cast<double>(profile.until(12s)), 200 + 5500, 1e-9);
}

std::string complaint(std::string_view text) {
    try {
        static_cast<void>(parse_rate(text));
    } catch (const base::SetupError& error) {
        return error.what();
    }
    return {};
}

TEST(RateProfile, SaysWhichStageItCannotRead) {
    EXPECT_THAT(complaint("fast"), HasSubstr("'fast' is not a rate"));
    EXPECT_THAT(complaint("-5"), HasSubstr("'-5' is not a rate"));
    EXPECT_THAT(complaint("10,20/5s"), HasSubstr("'20/5s' comes after a stage without a time"));
    EXPECT_THAT(complaint("10/5s,10..20"), HasSubstr("'10..20' is a ramp without its time"));
    EXPECT_THAT(complaint("10/0s"), HasSubstr("'10/0s' has no time above zero"));
    EXPECT_THAT(complaint("..10/5s"), HasSubstr("begins nowhere"));
    EXPECT_THAT(complaint("0/5s"), HasSubstr("makes no load"));
    EXPECT_THAT(complaint(""), HasSubstr("'' is not a rate"));
}

}  // namespace
}  // namespace assay::load
