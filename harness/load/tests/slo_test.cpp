#include "assay/load/slo.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/base/setup_error.hpp"

namespace assay::load {
namespace {

using namespace std::chrono_literals;

// 100 successes a second for 10 s: response times 1..1000 ms, service times a tenth of that.
LoadRecord record() {
    LoadRecord record{
        .scenario = {}, .started = {}, .measured = 10s, .complete = true, .operations = {}, .generator = {}};
    Tally& tally = record.operations.emplace_back();
    tally.offered = tally.sent = tally.succeeded = tally.completed = 1000;
    for (int i = 1; i <= 1000; ++i) {
        tally.response_time.record(1ms * i);
        tally.service_time.record(100us * i);
    }
    return record;
}

bool met(std::string_view objective, const LoadRecord& record) {
    return judge(parse_objectives(objective).at(0), record).met;
}

TEST(Slo, JudgesPercentilesOfTheResponseTime) {
    EXPECT_TRUE(met("p99<1s", record()));
    EXPECT_FALSE(met("p99<900ms", record()));
    EXPECT_TRUE(met("p50 < 510ms", record()));
    EXPECT_FALSE(met("p50<490ms", record()));
    EXPECT_TRUE(met("p99.9<=1s", record()));
    EXPECT_EQ(judge(parse_objectives("max<1s").at(0), record()).actual, "1.00 s");
}

TEST(Slo, JudgesTheServiceTimeOnlyWhenNamed) { EXPECT_TRUE(met("service.p99<100ms", record())); }

TEST(Slo, TellsLessFromLessOrEqual) {
    EXPECT_FALSE(met("max<1s", record()));
    EXPECT_TRUE(met("max<=1s", record()));
    EXPECT_FALSE(met("throughput>100", record()));
    EXPECT_TRUE(met("throughput>=100/s", record()));
}

TEST(Slo, JudgesMeanErrorsAndThroughput) {
    LoadRecord failing = record();
    failing.operations[0].offered = 1010;
    EXPECT_TRUE(met("mean<501ms", record()));
    EXPECT_TRUE(met("errors<0.1%", record()));
    EXPECT_FALSE(met("errors<0.9%", failing));
    EXPECT_TRUE(met("errors<1%", failing));
    EXPECT_TRUE(met("errors<0.01", failing));
    EXPECT_FALSE(met("throughput>101", record()));
    EXPECT_EQ(judge(parse_objectives("errors<1%").at(0), failing).actual, "0.99 %");
}

TEST(Slo, IsNotMetByARunWithoutASuccess) {
    LoadRecord dead{
        .scenario = {}, .started = {}, .measured = 10s, .complete = true, .operations = {}, .generator = {}};
    dead.operations.emplace_back();
    EXPECT_FALSE(met("p99<1h", dead));
    EXPECT_FALSE(met("errors<50%", dead));
    EXPECT_FALSE(met("throughput>0", dead));
}

TEST(Slo, ReadsSeveral) {
    const auto objectives = parse_objectives("p99<20ms, errors<0.1%");
    ASSERT_EQ(objectives.size(), 2U);
    EXPECT_EQ(objectives[0].text, "p99<20ms");
    EXPECT_EQ(objectives[1].text, "errors<0.1%");
}

TEST(Slo, JoinsWithAndOrAndNot) {
    EXPECT_TRUE(met("p99 < 1 s and errors == 0", record()));
    EXPECT_FALSE(met("p99 < 1s and max < 500ms", record()));
    EXPECT_TRUE(met("max < 500ms or p99 < 1s", record()));
    EXPECT_FALSE(met("not p99 < 1s", record()));
    EXPECT_TRUE(met("not (max < 500ms and p99 < 1s)", record()));
    EXPECT_TRUE(met("max<1ms and max<1ms or p99<1s", record())) << "'and' binds more tightly";
    EXPECT_FALSE(met("max<1ms and (max<1ms or p99<1s)", record()));
    EXPECT_EQ(judge(parse_objectives("min >= 1ms and (p50<1s or min<0ms)").at(0), record()).actual,
              "min 1.00 ms, p50 500 ms");
}

// An enumeration, its Enumerate and its Pull; one Pull in a hundred is a fault, one in a hundred times out.
LoadRecord enumeration() {
    LoadRecord whole = record();
    whole.operations[0].operation = "enumerate";
    for (const char* name : {"Enumerate", "Pull"}) {
        Tally& tally = whole.operations.emplace_back();
        tally.operation = name;
        tally.offered = tally.sent = 200;
        tally.succeeded = tally.completed = 196;
        tally.errors[static_cast<std::size_t>(ErrorKind::fault)] = 2;
        tally.errors[static_cast<std::size_t>(ErrorKind::timed_out)] = 2;
        tally.response_time.record(name[0] == 'E' ? 1ms : 3ms, 196);
    }
    return whole;
}

TEST(Slo, JudgesOneOperationOrTheWhole) {
    EXPECT_TRUE(met("p99(Pull) <= 3ms and p99(Pull) > 2ms", enumeration()));
    EXPECT_TRUE(met("p99(pull) > 2ms", enumeration()));
    EXPECT_TRUE(met("p99(Enumerate) < 2ms", enumeration()));
    EXPECT_TRUE(met("p99(enumerate) > 900ms", enumeration())) << "spelt exactly like the whole";
    EXPECT_TRUE(met("p99(*) > 900ms", enumeration()));
    EXPECT_TRUE(met("faults(Pull) == 1%", enumeration()));
    EXPECT_TRUE(met("faults(Pull) < 2% and timed_out(Pull) >= 1% and errors(Pull) == 2%", enumeration()));
    EXPECT_TRUE(met("faults == 0", enumeration()));
    EXPECT_TRUE(met("rate(Pull) > 19/s and offered(Pull) == 20", enumeration()));
    EXPECT_FALSE(met("p99(Gett) < 1h", enumeration()));
}

TEST(Slo, KnowsItsOperationsBeforeTheLoadBegins) {
    const auto names = enumeration().operation_names();
    EXPECT_NO_THROW(check_operations(parse_objectives("p99(PULL)<1s or not p50(*)<1s, errors<1%"), names));
    try {
        check_operations(parse_objectives("errors<1%, not (p99<1s or p50(Pul)<1s)"), names);
        FAIL();
    } catch (const base::SetupError& error) {
        EXPECT_THAT(error.what(), testing::HasSubstr("no operation 'Pul'"));
        EXPECT_THAT(error.what(), testing::HasSubstr("enumerate, Enumerate, Pull"));
    }
}

TEST(Slo, FindsNothingInNoAnswerNotEvenTheOpposite) {
    LoadRecord dead = record();
    dead.operations[0] = {};
    EXPECT_FALSE(met("not p99 > 5ms", dead));
    EXPECT_FALSE(met("not (p99 > 5ms and errors <= 1)", dead));
    EXPECT_TRUE(met("p99 < 5ms or errors == 100%", dead));
    EXPECT_FALSE(met("p99 < 5ms and errors == 100%", dead));
}

std::string complaint(std::string_view text, const SloSource& source = {}) {
    try {
        (void)parse_objectives(text, source);
    } catch (const base::SetupError& error) {
        return error.what();
    }
    return {};
}

TEST(Slo, PointsAtWhatItCannotRead) {
    EXPECT_THAT(complaint("p99(Get) < 5 parsecs and faults < 0.1%"),
                testing::StartsWith("--slo, column 12: expected a duration such as 250us, 5ms or 1.5s, found "
                                    "'5 parsecs'\n"
                                    "    p99(Get) < 5 parsecs and faults < 0.1%\n"
                                    "               ^~~~~~~~~\n"));
    EXPECT_THAT(complaint("p99<1s and"),
                testing::StartsWith("--slo, column 11: expected a metric, found the end\n"
                                    "    p99<1s and\n"
                                    "              ^\n"));
    EXPECT_THAT(complaint("\tp99 ! 1s", {.file = "goals.slo", .line = 7}),
                testing::StartsWith("goals.slo:7:6: expected <, <=, >, >= or ==, found '!'\n"
                                    "    \tp99 ! 1s\n"
                                    "    \t    ^\n"));
}

TEST(Slo, RefusesWhatItCannotRead) {
    for (const std::string_view text : {"",
                                        "p99",
                                        "p99=20ms",
                                        "p101<1s",
                                        "p<1s",
                                        "latency<1s",
                                        "errors<x%",
                                        "errors<-1",
                                        "errors<5",
                                        "faults<101%",
                                        "throughput>fast",
                                        "p99<20ms,",
                                        "service.errors<1%",
                                        "(p99<1s",
                                        "p99<1s)",
                                        "p99<1s p50<1s",
                                        "not",
                                        "and",
                                        "p99(<1s",
                                        "p99()<1s",
                                        "p99(Get<1s",
                                        "p99<1s or or p50<1s",
                                        "rate>5ms",
                                        "p99<5%",
                                        "p99<5/s",
                                        "p99 << 1s",
                                        "p99<1e3s",
                                        "p99nan<1s",
                                        "5ms>p99"}) {
        EXPECT_THROW((void)parse_objectives(text), base::SetupError) << text;
    }
    std::string nested;
    for (int i = 0; i < 100'000; ++i) nested += "not ";
    EXPECT_THROW((void)parse_objectives(nested + "p99<1s"), base::SetupError);
}

TEST(Slo, ReadsAFileALineAtATime) {
    const auto objectives = parse_objective_file(
        "# what we promised\n"
        "p99(Get) < 5ms and faults < 0.1%   # contract, section 3\n"
        "\n"
        "rate >= 500/s, errors < 1%",
        "goals.slo");
    ASSERT_EQ(objectives.size(), 3U);
    EXPECT_EQ(objectives[0].text, "p99(Get) < 5ms and faults < 0.1%");
    EXPECT_EQ(objectives[2].text, "errors < 1%");
    EXPECT_THROW((void)parse_objective_file("# nothing\n\n", "goals.slo"), base::SetupError);
    try {
        (void)parse_objective_file("p99<1s\n\nrate > 5 ms\n", "goals.slo");
        FAIL();
    } catch (const base::SetupError& error) {
        EXPECT_THAT(error.what(), testing::StartsWith("goals.slo:3:8: expected a rate"));
    }
}

// 1000 Gets, of which 4 ran into a fault of one name and 1 of another.
LoadRecord faulting() {
    LoadRecord failing = record();
    Tally& tally = failing.operations[0];
    tally.operation = "Get";
    for (int i = 0; i < 4; ++i) tally.faults.add({"s:Sender", "wsman:SchemaValidationError", ""}, 1ms);
    tally.faults.add({"s:Receiver", "wsman:InternalError", "2147942405"}, 1ms);
    tally.errors[static_cast<std::size_t>(ErrorKind::fault)] = 5;
    return failing;
}

TEST(Slo, JudgesFaultsOfOneCode) {
    EXPECT_TRUE(met("faults(wsman:SchemaValidationError) < 0.5%", faulting()));
    EXPECT_FALSE(met("faults(wsman:SchemaValidationError) < 0.4%", faulting()));
    EXPECT_TRUE(met("faults(Get, wsman:InternalError) == 0.1%", faulting()));
    EXPECT_TRUE(met("faults(wsman:TimedOut) == 0", faulting()));
    EXPECT_FALSE(met("faults(s:Sender) == 0", faulting())) << "a code without its subcode is all of them";
    EXPECT_TRUE(met("faults(Get) == 0.5%", faulting()));
    const ObjectiveResult two =
        judge(parse_objectives("faults(get,wsman:InternalError) < 1% and faults < 1%").at(0), faulting());
    EXPECT_EQ(two.actual, "faults(get, wsman:InternalError) 0.1 %, faults 0.5 %");
}

TEST(Slo, JudgesCompletionCodes) {
    LoadRecord refused = record();
    Tally& tally = refused.operations[0];
    tally.operation = "device-id";
    tally.faults.add({.code = "C3h"}, 1ms);
    for (int i = 0; i < 4; ++i) tally.faults.add({.code = "CBh"}, 1ms);
    tally.errors[static_cast<std::size_t>(ErrorKind::completion_code)] = 5;
    EXPECT_TRUE(met("completion_code == 0.5% and completion_code(CBh) == 0.4%", refused));
    EXPECT_TRUE(met("completion_code(device-id, C3h) == 0.1% and completion_code(C1h) == 0", refused));
    EXPECT_TRUE(met("completion_code(device-id) == 0.5%", refused));
}

TEST(Slo, JudgesFindings) {
    LoadRecord judged = record();
    judged.conformance = Conformance{.share = 0.01, .judged = 10};
    judged.conformance->rules = {{.rule = "reply.to-all", .examined = 10, .broken = 3, .findings = 4},
                                 {.rule = "http.framing", .examined = 10}};
    EXPECT_FALSE(met("findings == 0", judged));
    EXPECT_TRUE(met("findings <= 4 and findings(http.framing) == 0", judged));
    EXPECT_FALSE(met("findings(reply.to-all) < 4", judged));
    EXPECT_EQ(judge(parse_objectives("findings==0").at(0), judged).actual, "4");
}

TEST(Slo, HasNoFindingsWhereNothingWasJudged) {
    LoadRecord judged = record();
    EXPECT_FALSE(met("findings == 0", judged));
    EXPECT_FALSE(met("not findings == 0", judged));
    judged.conformance = Conformance{.share = 0.01};
    EXPECT_FALSE(met("findings == 0", judged)) << "the sample was empty";
    EXPECT_EQ(judge(parse_objectives("findings==0").at(0), judged).actual, "nothing judged");
}

TEST(Slo, KnowsWhichRulesItAsksFor) {
    EXPECT_THAT(rules_in(parse_objectives("p99<1s, not (rate<5 or findings(a.b)>0), findings==0")),
                testing::ElementsAre("a.b", ""));
    EXPECT_THAT(rules_in(parse_objectives("p99<1s")), testing::IsEmpty());
}

TEST(Slo, RefusesArgumentsThatMakeNoSense) {
    EXPECT_THAT(complaint("faults(wsman:A, wsman:B) < 1%"),
                testing::StartsWith("--slo, column 17: that is said already"));
    EXPECT_THAT(complaint("findings() == 0"), testing::StartsWith("--slo, column 10: expected a rule"));
    EXPECT_THAT(complaint("findings < 1%"), testing::StartsWith("--slo, column 12: expected a count"));
    EXPECT_THAT(complaint("p99(Get, Pull) < 1s"), testing::HasSubstr("that is said already"));
}

}  // namespace
}  // namespace assay::load
