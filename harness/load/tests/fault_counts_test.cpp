#include "assay/load/fault_counts.hpp"

#include <gmock/gmock.h>

namespace assay::load {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

FaultName named(const std::string& subcode, const std::string& provider = {}) {
    return {.code = "s:Sender", .subcode = subcode, .provider = provider};
}

TEST(FaultCounts, CountsEachNameWithItsTimes) {
    FaultCounts counts;
    counts.add(named("wsman:TimedOut"), 5ms);
    counts.add(named("wsman:InvalidSelectors"), 1ms);
    counts.add(named("wsman:TimedOut"), 9ms);
    counts.add(named("wsman:TimedOut", "2150858793"), 7ms);
    const auto entries = counts.entries();
    ASSERT_EQ(entries.size(), 3U);
    EXPECT_EQ(entries[0]->name, named("wsman:TimedOut"));
    EXPECT_EQ(entries[0]->count, 2U);
    EXPECT_EQ(entries[0]->response_time.max(), 9ms);
    EXPECT_EQ(entries[0]->response_time.min(), 5ms);
    EXPECT_EQ(counts.count("wsman:TimedOut"), 3U) << "whatever the provider says";
    EXPECT_EQ(counts.count("2150858793"), 1U);
    EXPECT_EQ(counts.count("s:Sender"), 4U);
    EXPECT_EQ(counts.total(), 4U);
}

TEST(FaultCounts, CountsTheRestTogetherWhenAServiceMakesUpNames) {
    FaultCounts counts;
    for (int i = 0; i < 100; ++i) counts.add(named("x:" + std::to_string(i)), 1ms);
    counts.add(named("x:0"), 1ms);
    EXPECT_EQ(counts.entries().size(), FaultCounts::most);
    EXPECT_EQ(counts.unnamed(), 100 - FaultCounts::most);
    EXPECT_EQ(counts.total(), 101U);
    EXPECT_EQ(counts.count("x:0"), 2U);
}

TEST(FaultCounts, AddUp) {
    FaultCounts one;
    FaultCounts other;
    one.add(named("wsman:TimedOut"), 1ms);
    other.add(named("wsman:TimedOut"), 2ms);
    for (std::size_t i = 0; i <= FaultCounts::most; ++i) other.add(named("x:" + std::to_string(i)), 3ms);
    one.merge(other);
    EXPECT_EQ(one.count("wsman:TimedOut"), 2U);
    EXPECT_EQ(one.entries()[0]->response_time.max(), 2ms);
    EXPECT_EQ(one.total(), 1 + other.total());
    EXPECT_EQ(one.unnamed(), 2U);
}

TEST(FaultCounts, TellWhatIsNew) {
    FaultCounts counts;
    EXPECT_THAT(counts.news(), IsEmpty());
    counts.add(named("wsman:TimedOut"), 1ms);
    counts.add(named("wsman:TimedOut"), 1ms);
    EXPECT_THAT(counts.news(), ElementsAre(Pair("wsman:TimedOut", 2U)));
    EXPECT_THAT(counts.news(), IsEmpty());
    counts.add(named("wsman:TimedOut"), 1ms);
    counts.add(named("wsa:ActionNotSupported", "7"), 1ms);
    EXPECT_THAT(counts.news(),
                ElementsAre(Pair("wsman:TimedOut", 1U), Pair("wsa:ActionNotSupported (7)", 1U)));
}

}  // namespace
}  // namespace assay::load
