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

TEST(Slo, RefusesWhatItCannotRead) {
    for (const std::string_view text : {"", "p99", "p99=20ms", "p101<1s", "p<1s", "latency<1s", "errors<x%",
                                        "errors<-1", "throughput>fast", "p99<20ms,", "service.errors<1%"}) {
        EXPECT_THROW((void)parse_objectives(text), base::SetupError) << text;
    }
}

}  // namespace
}  // namespace assay::load
