#include "assay/rules/examine.hpp"

#include <gmock/gmock.h>

namespace assay::rules {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr std::string_view some_rule = "http.framing";

Outcome broken_by(const observe::Reading& reading) {
    Outcome outcome{.examined = true, .findings = {}};
    outcome.findings.push_back(
        {.rule = {}, .message = reading.exchange->label, .expected = {}, .actual = {}, .place = {}});
    return outcome;
}

std::vector<observe::Reading> readings_of(const std::vector<record::Exchange>& exchanges) {
    std::vector<observe::Reading> readings;
    readings.reserve(exchanges.size());
    for (const record::Exchange& exchange : exchanges) readings.push_back(observe::read(exchange));
    return readings;
}

std::vector<record::Exchange> two_exchanges() {
    std::vector<record::Exchange> exchanges(2);
    exchanges[0].label = "first";
    exchanges[1].label = "second";
    exchanges[1].unlawful_because = "on purpose";
    return exchanges;
}

TEST(Examine, NamesTheRuleInEachFindingInTheOrderOfTheExchanges) {
    RuleBook book;
    book.add(PassiveRule{.rule = some_rule, .judged = Judged::response, .examine = broken_by});
    const auto exchanges = two_exchanges();
    const auto reports = examine(readings_of(exchanges), book);
    ASSERT_THAT(reports, SizeIs(1));
    EXPECT_EQ(reports[0].examined, 2U);
    ASSERT_THAT(reports[0].findings, SizeIs(2));
    EXPECT_EQ(reports[0].findings[0].rule, some_rule);
    EXPECT_EQ(reports[0].findings[1].message, "second");
}

TEST(Examine, DoesNotJudgeRequestsThatBreakTheRulesOnPurpose) {
    RuleBook book;
    book.add(PassiveRule{.rule = some_rule, .judged = Judged::request, .examine = broken_by});
    const auto exchanges = two_exchanges();
    const auto reports = examine(readings_of(exchanges), book);
    EXPECT_EQ(reports[0].examined, 1U);
    EXPECT_EQ(reports[0].findings.at(0).message, "first");
}

TEST(Examine, ReportsARuleThatWasNeverExamined) {
    RuleBook book;
    book.add(PassiveRule{.rule = some_rule,
                         .judged = Judged::response,
                         .examine = [](const observe::Reading&) { return Outcome{}; }});
    const auto exchanges = two_exchanges();
    const auto reports = examine(readings_of(exchanges), book);
    ASSERT_THAT(reports, SizeIs(1));
    EXPECT_EQ(reports[0].examined, 0U);
    EXPECT_THAT(reports[0].findings, IsEmpty());
}

TEST(Examine, ShowsARunRuleEveryExchangeAtOnce) {
    RuleBook book;
    book.add(RunRule{.rule = some_rule, .judged = Judged::request, .examine = [](auto readings) {
                         return RunOutcome{.examined = readings.size(), .findings = {}};
                     }});
    const auto exchanges = two_exchanges();
    EXPECT_EQ(examine(readings_of(exchanges), book).at(0).examined, 2U);
}

TEST(Examine, LeavesRunRulesOutForOneExchange) {
    RuleBook book;
    book.add(PassiveRule{.rule = some_rule, .judged = Judged::response, .examine = broken_by});
    book.add(
        RunRule{.rule = some_rule, .judged = Judged::response, .examine = [](auto) { return RunOutcome{}; }});
    const auto exchanges = two_exchanges();
    EXPECT_THAT(examine(observe::read(exchanges[0]), book), SizeIs(1));
}

}  // namespace
}  // namespace assay::rules
