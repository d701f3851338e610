#include "assay/load/report.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace assay::load {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

LoadRecord with_volume_and_findings(LoadRecord record) {
    record.operations[0].volume = {.sent = 600'000, .received = 2'000'000, .items = 5000};
    record.generator.connections_opened = 4;
    record.generator.messages = 1000;
    record.conformance = Conformance{.share = 0.01, .judged = 1200, .dropped = 30};
    record.conformance->rules = {
        {.rule = "addressing.relatesto.present",
         .examined = 1200,
         .broken = 7,
         .findings = 7,
         .example = BrokenExample{"run", 9, "/s:Envelope", "it has none", "one", "none"}},
        {.rule = "identify.product", .level = record::Level::may, .examined = 1, .broken = 1, .findings = 1}};
    return record;
}

LoadRecord record() {
    LoadRecord record{.scenario = Scenario{.target = parse_target("http://assay:secret@10.1.2.3/wsman"),
                                           .request = {.operation = Operation::get, .resource = "urn:a"},
                                           .rate = 100,
                                           .connections = 4,
                                           .duration = 10s},
                      .started = base::WallTime{1'795'199'467s},
                      .measured = 10s,
                      .complete = true,
                      .operations = {},
                      .generator = {}};
    Tally& tally = record.operations.emplace_back();
    tally.operation = "get";
    tally.offered = tally.sent = 1000;
    tally.succeeded = tally.completed = 990;
    tally.errors[static_cast<std::size_t>(ErrorKind::fault)] = 10;
    tally.response_time.record(2ms, 990);
    tally.service_time.record(1ms, 990);
    FaultCounts::Entry internal{.name = {"s:Receiver", "wsman:InternalError", "2150858793"}, .count = 7};
    internal.response_time.record(5ms, 7);
    tally.faults = FaultCounts::restored({internal}, 3);
    record.generator.connections_at_start = 4;
    record.generator.opening = 1250ms;
    record.generator.lateness.record(60us, 1000);
    return with_volume_and_findings(record);
}

TEST(LoadTable, FitsTheConsoleAndShowsBothTimes) {
    const auto objectives = parse_objectives("p99<1ms,errors<5%");
    const std::vector<ObjectiveResult> results{judge(objectives[0], record()),
                                               judge(objectives[1], record())};
    const std::string table = to_table(record(), results);
    EXPECT_EQ(table,
              "http://10.1.2.3:5985/wsman\n"
              "  get, open loop at 100/s, 4 connections, 1 thread\n"
              "  10.0 s measured after 1.00 s of warm-up\n"
              "                     p50      p90      p99    p99.9   p99.99      max     mean\n"
              "get            1 000 offered, 1 000 sent, 990 succeeded, 10 failed\n"
              "  errors       10 fault\n"
              "  fault        7 wsman:InternalError (2150858793): p50 5.00 ms, p99 5.00 ms, max\n"
              "               5.00 ms\n"
              "  fault        3 others\n"
              "  throughput   99.0/s of 100.0/s offered\n"
              "  octets       600 kB sent, 2.00 MB received; 600 B and 2.00 kB a request\n"
              "  items        5 000, 500.0/s, 5.0 a request; 400 B received for each\n"
              "  response time  2.00 ms  2.00 ms  2.00 ms  2.00 ms  2.00 ms  2.00 ms  2.00 ms\n"
              "  service time   1.00 ms  1.00 ms  1.00 ms  1.00 ms  1.00 ms  1.00 ms  1.00 ms\n"
              "connections    4 opened, 250.0 messages on each, the schedule began after 1.25 s\n"
              "  sent late      60.0 us  60.0 us  60.0 us  60.0 us  60.0 us  60.0 us  60.0 us\n"
              "judged         1 200 exchanges (1 %), 2 rules; 30 more were drawn and left out\n"
              "  BROKEN       SHALL addressing.relatesto.present in 7 of 1 200: it has none;\n"
              "               expected one, was none (exchange 9, /s:Envelope)\n"
              "  seen         MAY identify.product in 1 of 1:\n"
              "BREACHED       p99<1ms: 2.00 ms\n"
              "met            errors<5%: 1 %\n"
              "note           30 exchanges of the sample were left out, because they came\n"
              "               faster than they could be judged: the busiest moments have fewer\n"
              "               of them. Judge a smaller share.\n");
    std::istringstream lines{table};
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST(LoadTable, WrapsLongNotes) {
    LoadRecord interrupted = record();
    interrupted.complete = false;
    interrupted.measured = 3s;
    interrupted.operations[0].unsent = 1234567;
    interrupted.operations[0].offered += 1234567;
    std::istringstream lines{to_table(interrupted, {})};
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST(LoadJson, HoldsEveryFigureAndNoCredentials) {
    const std::string text = to_json(record(), {});
    EXPECT_THAT(text, Not(HasSubstr("secret")));
    const auto json = nlohmann::json::parse(text);
    EXPECT_EQ(json["format"], "assay-load-1");
    EXPECT_EQ(json["scenario"]["loop"], "open");
    EXPECT_EQ(json["scenario"]["resource"], "urn:a");
    EXPECT_EQ(json["offered_rate"], 100.0);
    EXPECT_EQ(json["achieved_rate"], 99.0);
    const auto& operation = json["operations"][0];
    EXPECT_EQ(operation["succeeded"], 990);
    EXPECT_EQ(operation["errors"], nlohmann::json({{"fault", 10}}));
    EXPECT_EQ(operation["response_time_ns"]["p99.9"], 2'000'000);
    EXPECT_EQ(operation["service_time_ns"]["max"], 1'000'000);
    EXPECT_THAT(operation["response_time_ns"]["hdr"].get<std::string>(), testing::StartsWith("HIST"));
}

TEST(LoadTable, WrapsTheStagesOfARate) {
    LoadRecord staged = record();
    staged.scenario.details =
        R"({"rate_profile":"100..400/6s, 400/4s, 400..900/30s, 900/1m, 900..0/10s","resource":"urn:a"})";
    const std::string table = to_table(staged, {});
    EXPECT_THAT(table, HasSubstr("  get, open loop in stages 100..400/6s, 400/4s,"));
    EXPECT_THAT(table, Not(HasSubstr("s/s")));
    std::istringstream lines{table};
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST(Notes, AreNoneWhenTheFiguresSpeakForThemselves) {
    LoadRecord fine = record();
    fine.conformance->dropped = 0;
    EXPECT_TRUE(notes_on(fine).empty());
}

TEST(Notes, SayHowFarTheSampleCanBeBelieved) {
    LoadRecord judged = record();
    judged.conformance->rules[0].of_requests = true;
    EXPECT_THAT(notes_on(judged), Contains(HasSubstr("30 exchanges of the sample were left out")));
    EXPECT_THAT(notes_on(judged),
                Contains(HasSubstr("own requests break addressing.relatesto.present (7 of 1 200)")));
    judged.conformance = Conformance{.share = 0.0001};
    EXPECT_THAT(notes_on(judged), Contains(HasSubstr("no exchange was judged")));
}

TEST(Notes, SayWhatTheFiguresDoNot) {
    LoadRecord troubled = record();
    troubled.complete = false;
    troubled.measured = 4s;
    troubled.scenario.host = "127.0.0.1";
    Tally& tally = troubled.operations[0];
    tally.offered = 2000;
    tally.unsent = 1000;
    tally.abandoned = 3;
    tally.warm_up_failures = 7;
    tally.response_time.record(2h);
    troubled.generator.busiest_thread = 0.97;
    troubled.generator.lateness.record(30ms, 100);
    troubled.generator.connections_at_start = 3;
    const auto notes = notes_on(troubled);
    for (const char* expected : {"interrupted", "due but never sent", "in flight",
                                 "failed during the warm-up", "longer than the histogram",
                                 "used 97 % of its core", "3 of 4 connections stood when the schedule began",
                                 "generator itself was late", "on this machine"}) {
        EXPECT_THAT(notes, Contains(HasSubstr(expected)));
    }
}

TEST(Notes, SayThatAClosedLoopIsNoIndependentLoad) {
    LoadRecord closed = record();
    closed.scenario.rate.reset();
    EXPECT_THAT(notes_on(closed), Contains(HasSubstr("closed loop")));
}

TEST(LoadRecord, HasNoRatesWhenNothingWasMeasured) {
    LoadRecord none = record();
    none.measured = 0s;
    EXPECT_EQ(none.offered_rate(), 0);
    EXPECT_EQ(none.achieved_rate(none.operation()), 0);
}

}  // namespace
}  // namespace assay::load
