#include "assay/rules/examine.hpp"

#include <algorithm>

#include <gmock/gmock.h>

#include "assay/rules/standard_rules.hpp"

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

TEST(Examine, LetsARunRuleRememberTheExchangesBeforeInTheSameRun) {
    RuleBook book;
    book.add(RunRule{.rule = some_rule, .judged = Judged::request, .begin = [] {
                         return [seen = 0](const observe::Reading& reading) mutable {
                             return ++seen == 2 ? broken_by(reading)
                                                : Outcome{.examined = true, .findings = {}};
                         };
                     }});
    const auto exchanges = two_exchanges();
    for (int run = 0; run < 2; ++run) {
        const auto reports = examine(readings_of(exchanges), book);
        EXPECT_EQ(reports.at(0).examined, 2U);
        ASSERT_THAT(reports.at(0).findings, SizeIs(1));
        EXPECT_EQ(reports.at(0).findings.at(0).message, "second");
    }
}

TEST(Examine, KeepsAThousandFindingsOfARuleAndCountsTheRest) {
    RuleBook book;
    book.add(PassiveRule{
        .rule = some_rule, .judged = Judged::response, .examine = [](const observe::Reading& reading) {
            Outcome outcome = broken_by(reading);
            outcome.findings.resize(600, outcome.findings.front());
            return outcome;
        }});
    const auto exchanges = two_exchanges();
    const auto reports = examine(readings_of(exchanges), book);
    EXPECT_THAT(reports.at(0).findings, SizeIs(1000));
    EXPECT_EQ(reports.at(0).left_out, 200U);
}

TEST(Examine, ShortensWhatATargetMadeLong) {
    std::vector<record::Exchange> exchanges(1);
    exchanges[0].label = std::string(1UL << 20U, 'x');
    RuleBook book;
    book.add(PassiveRule{.rule = some_rule, .judged = Judged::response, .examine = broken_by});
    EXPECT_LT(examine(readings_of(exchanges), book).at(0).findings.at(0).message.size(), 4200U);
}

TEST(RuleBook, KnowsWhichRulesAreAboutTheWire) {
    RuleBook book;
    book.add(PassiveRule{.rule = some_rule, .judged = Judged::response, .examine = broken_by});
    EXPECT_FALSE(book.is_about_the_wire(some_rule));
    book.needs_wire(some_rule);
    EXPECT_TRUE(book.is_about_the_wire(some_rule));
}

TEST(Examine, LeavesRunRulesOutForOneExchange) {
    RuleBook book;
    book.add(PassiveRule{.rule = some_rule, .judged = Judged::response, .examine = broken_by});
    book.add(RunRule{.rule = some_rule, .judged = Judged::response, .begin = [] { return broken_by; }});
    const auto exchanges = two_exchanges();
    EXPECT_THAT(examine(observe::read(exchanges[0]), book), SizeIs(1));
}

class ContentValidator : public Validator {
public:
    std::vector<xml::SchemaError> validate(std::string_view) override { return {}; }
};

/// A Get that was served without any authentication.
record::Exchange unauthenticated() {
    const std::string envelope =
        "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' "
        "xmlns:a='http://schemas.xmlsoap.org/ws/2004/08/addressing'><s:Header><a:Action>x</a:Action></"
        "s:Header><s:Body/>"
        "</s:Envelope>";
    const std::string rest = "\r\nContent-Length: " + std::to_string(envelope.size()) + "\r\n\r\n" + envelope;
    record::Exchange exchange;
    exchange.request = "POST / HTTP/1.1" + rest;
    exchange.response = "HTTP/1.1 200 OK" + rest;
    return exchange;
}

TEST(Anonymity, IsNotFoundOnConnectionsThatNobodySawBegin) {
    ContentValidator validator;
    const RuleBook book = standard_rules(validator);
    std::vector<record::Exchange> exchanges{unauthenticated()};
    for (const std::uint32_t connection : {1U, 0U}) {
        exchanges[0].connection = connection;
        const auto reports = examine(readings_of(exchanges), book);
        const auto report = std::ranges::find(reports, "security.no-anonymous-http", &RuleReport::rule);
        ASSERT_NE(report, reports.end());
        EXPECT_THAT(report->findings, SizeIs(connection));
    }
}

TEST(Examine, CountsEveryFindingAndKeepsAsManyAsItIsTold) {
    RuleBook book;
    book.add(PassiveRule{.rule = some_rule, .judged = Judged::response, .examine = broken_by});
    Examination examination{book, 1};
    const auto exchanges = two_exchanges();
    const auto readings = readings_of(exchanges);
    EXPECT_EQ(examination.take(readings[0]), 1U);
    EXPECT_EQ(examination.take(readings[1]), 0U) << "it is no example any more";
    const auto reports = std::move(examination).reports();
    EXPECT_EQ(reports[0].broken, 2U);
    EXPECT_EQ(reports[0].left_out, 1U);
    ASSERT_THAT(reports[0].findings, SizeIs(1));
    EXPECT_EQ(reports[0].findings[0].message, "first");
}

TEST(Examine, BeginsTheRulesOverARunAnewWhenItForgets) {
    RuleBook book;
    book.add(RunRule{.rule = some_rule, .judged = Judged::response, .begin = [] {
                         return [seen = 0](const observe::Reading& reading) mutable {
                             return ++seen > 1 ? broken_by(reading)
                                               : Outcome{.examined = true, .findings = {}};
                         };
                     }});
    Examination examination{book};
    const auto exchanges = two_exchanges();
    const auto readings = readings_of(exchanges);
    examination.take(readings[0]);
    examination.forget();
    examination.take(readings[0]);
    examination.take(readings[1]);
    const auto reports = std::move(examination).reports();
    EXPECT_EQ(reports[0].examined, 3U);
    EXPECT_EQ(reports[0].broken, 1U);
}

}  // namespace
}  // namespace assay::rules
