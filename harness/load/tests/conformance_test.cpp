#include "assay/load/conformance.hpp"

#include <gmock/gmock.h>

namespace assay::load {
namespace {

using record::Level;
using testing::ElementsAre;
using testing::Field;

RuleCount count(const char* rule, Level level, std::uint64_t examined, std::uint64_t broken) {
    RuleCount count{.rule = rule, .level = level, .examined = examined, .broken = broken, .findings = broken};
    if (broken > 0) count.example = BrokenExample{.run = "run", .exchange = 3, .message = rule};
    return count;
}

TEST(Conformance, CountsWhatAnswersBreakThatTheyShallOrShouldKeep) {
    Conformance found{.share = 0.01, .judged = 100};
    found.rules = {count("a", Level::shall, 100, 4), count("b", Level::should_not, 50, 1),
                   count("c", Level::may, 100, 7), count("d", Level::shall, 100, 0),
                   count("e", Level::shall, 100, 9)};
    found.rules[4].of_requests = true;
    EXPECT_EQ(found.findings(), 5U);
    EXPECT_EQ(found.findings("a"), 4U);
    EXPECT_EQ(found.findings("c"), 0U) << "a MAY is never wrong";
    EXPECT_EQ(found.findings("e"), 0U) << "the load's own requests are not the service's fault";
    EXPECT_EQ(found.broken().size(), 4U);
}

TEST(Conformance, AddsUpRuleByRule) {
    Conformance one{.share = 0.01, .judged = 10, .dropped = 1, .rules = {count("b", Level::shall, 10, 0)}};
    const Conformance other{.share = 0.01,
                            .judged = 20,
                            .dropped = 2,
                            .rules = {count("a", Level::shall, 3, 1), count("b", Level::shall, 20, 2)}};
    one.merge(other);
    EXPECT_EQ(one.judged, 30U);
    EXPECT_EQ(one.dropped, 3U);
    EXPECT_THAT(one.rules, ElementsAre(Field(&RuleCount::rule, "a"), Field(&RuleCount::rule, "b")));
    EXPECT_EQ(one.rules[1].examined, 30U);
    EXPECT_EQ(one.rules[1].broken, 2U);
    EXPECT_EQ(one.rules[1].example.value().exchange, 3U);
    EXPECT_EQ(one.findings(), 3U);
}

TEST(Conformance, ShowsAnExampleInOneSentence) {
    RuleCount broken = count("a", Level::shall, 1, 1);
    broken.example = BrokenExample{.run = "run",
                                   .exchange = 7,
                                   .where = "/s:Envelope, line 1",
                                   .message = "it has no To",
                                   .expected = "one",
                                   .actual = "none"};
    EXPECT_EQ(broken.example_text(),
              "it has no To; expected one, was none (exchange 7, /s:Envelope, line 1)");
    broken.example = BrokenExample{.exchange = 7, .message = "it is cut"};
    EXPECT_EQ(broken.example_text(), "it is cut (exchange 7)");
}

}  // namespace
}  // namespace assay::load
