#include "assay/load/live.hpp"

#include <algorithm>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace assay::load {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

Slot slot(std::uint64_t succeeded, std::uint64_t failed, base::Duration time) {
    Histogram times{slot_geometry};
    times.record(time, succeeded);
    return {.succeeded = succeeded, .failed = failed, .response_time = SparseHistogram{times}};
}

TEST(Live, AddsUpTheSecondsOfAllWorkers) {
    Live live;
    live.expect({"get"});
    live.add(0, 0, slot(10, 1, 1ms));
    live.add(0, 1, slot(20, 0, 2ms));
    live.add(0, 0, slot(5, 0, 3ms));
    const auto get = live.now().at(0);
    EXPECT_EQ(get.succeeded, 35U);
    EXPECT_EQ(get.failed, 1U);
    ASSERT_EQ(get.seconds.size(), 2U);
    EXPECT_EQ(get.seconds[0].slot.succeeded, 15U);
    EXPECT_EQ(get.response_time.count(), 35U);
}

TEST(Live, KeepsAMinute) {
    Live live;
    live.expect({"get"});
    for (std::uint64_t second = 0; second < 1000; ++second) live.add(0, second, slot(1, 0, 1ms));
    const auto get = live.now().at(0);
    EXPECT_EQ(get.seconds.size(), Live::kept);
    EXPECT_EQ(get.seconds.front().number, 940U);
    EXPECT_EQ(get.succeeded, 1000U);
}

TEST(Live, ShowsAPanelThatFitsATerminal) {
    Live live;
    live.expect({"get"});
    for (std::uint64_t second = 0; second < 100; ++second)
        if (second != 98) live.add(0, second, slot(123'456'789 + second * 1'000'000, 7'654'321, 999ms));
    const std::string panel = live_panel(live.now().at(0), 100s, 3600s, false);
    EXPECT_THAT(panel, HasSubstr("get  100 s of 3600 s  220 456 789/s"));
    EXPECT_THAT(panel, HasSubstr("p99 999 ms"));
    EXPECT_THAT(panel, HasSubstr("%_#\n")) << "a silent second, then the highest";
    std::istringstream lines{panel};
    std::size_t count = 0;
    for (std::string line; std::getline(lines, line); ++count) EXPECT_LE(line.size(), 80U) << line;
    EXPECT_EQ(count, 4U);
    EXPECT_THAT(live_panel(live.now().at(0), 100s, 3600s, true), HasSubstr("█"));
    EXPECT_THAT(live_panel(Live::Operation{.name = "get"}, 0s, 10s, true), HasSubstr("no answer yet"));
}

TEST(Live, SpeaksPrometheus) {
    Live live;
    live.expect({"g\"e\\t"});
    live.add(0, 0, slot(98, 2, 4ms));
    EXPECT_EQ(prometheus_text(live),
              "# HELP assay_requests_total Requests that came to an end in the measured phase.\n"
              "# TYPE assay_requests_total counter\n"
              "assay_requests_total{operation=\"g\\\"e\\\\t\",result=\"succeeded\"} 98\n"
              "assay_requests_total{operation=\"g\\\"e\\\\t\",result=\"failed\"} 2\n"
              "# HELP assay_response_time_seconds From the moment when a request was due to its answer.\n"
              "# TYPE assay_response_time_seconds summary\n"
              "assay_response_time_seconds{operation=\"g\\\"e\\\\t\",quantile=\"0.5\"} 0.004000000\n"
              "assay_response_time_seconds{operation=\"g\\\"e\\\\t\",quantile=\"0.9\"} 0.004000000\n"
              "assay_response_time_seconds{operation=\"g\\\"e\\\\t\",quantile=\"0.99\"} 0.004000000\n"
              "assay_response_time_seconds{operation=\"g\\\"e\\\\t\",quantile=\"0.999\"} 0.004000000\n"
              "assay_response_time_seconds_sum{operation=\"g\\\"e\\\\t\"} 0.392000000\n"
              "assay_response_time_seconds_count{operation=\"g\\\"e\\\\t\"} 98\n");
}

TEST(Live, CountsFaultsByName) {
    Live live;
    live.expect({"get"});
    live.add(0, 0, slot(1, 3, 1ms), {{"wsman:TimedOut", 3}});
    live.add(0, 1, slot(1, 3, 1ms), {{"wsman:TimedOut", 2}, {"x \"y\"", 1}});
    EXPECT_THAT(prometheus_text(live),
                HasSubstr("# TYPE assay_faults_total counter\n"
                          "assay_faults_total{operation=\"get\",fault=\"wsman:TimedOut\"} 5\n"
                          "assay_faults_total{operation=\"get\",fault=\"x \\\"y\\\"\"} 1\n"));
}

TEST(Live, SpeaksJson) {
    Live live;
    live.expect({"get"});
    for (std::uint64_t second = 0; second < 3; ++second)
        live.add(0, second, slot(50, 1, 4ms), {{"s:Sender", 1}});
    const std::string line = live_json(live.now().at(0), 2500ms);
    EXPECT_EQ(std::ranges::count(line, '\n'), 1);
    const auto json = nlohmann::json::parse(line);
    EXPECT_EQ(json["elapsed_s"], 2.5);
    EXPECT_EQ(json["operation"], "get");
    EXPECT_EQ(json["rate"], 50);
    EXPECT_EQ(json["succeeded"], 150);
    EXPECT_EQ(json["failed"], 3);
    EXPECT_EQ(json["faults"]["s:Sender"], 3);
    EXPECT_EQ(json["response_time_ns"]["max"], 4'000'000);
}

TEST(Live, TellsWhatWasJudged) {
    Live live;
    live.expect({"get"});
    EXPECT_THAT(prometheus_text(live), Not(HasSubstr("judged")));
    LiveConformance found{.judged = 1234, .dropped = 5};
    live.judged_by([&] { return found; });
    EXPECT_THAT(prometheus_text(live),
                AllOf(HasSubstr("\nassay_judged_total 1234\n"), HasSubstr("\nassay_judged_dropped_total 5\n"),
                      Not(HasSubstr("assay_broken_total"))));
    EXPECT_EQ(conformance_line(found), "  judged       1 234 exchanges, no rule broken\n");

    found.broken = {{"http.framing", 3}, {"addressing.relates-to", 1000}};
    EXPECT_THAT(prometheus_text(live), HasSubstr("# TYPE assay_broken_total counter\n"
                                                 "assay_broken_total{rule=\"addressing.relates-to\"} 1000\n"
                                                 "assay_broken_total{rule=\"http.framing\"} 3\n"));
    EXPECT_EQ(conformance_line(found),
              "  judged       1 234 exchanges, 2 rules broken: addressing.relates-to 1 000, ...\n");
    const auto json = nlohmann::json::parse(conformance_json(found, 1500ms));
    EXPECT_EQ(json["elapsed_s"], 1.5);
    EXPECT_EQ(json["judged"], 1234);
    EXPECT_EQ(json["dropped"], 5);
    EXPECT_EQ(json["broken"]["http.framing"], 3);
}

TEST(Live, TheLineOfWhatWasJudgedFitsATerminal) {
    LiveConformance found{.judged = 123'456'789};
    for (int i = 0; i < 300; ++i) {
        found.broken[std::string(static_cast<std::size_t>(i % 70 + 3), 'r') + std::to_string(i)] = 1'000'000;
        EXPECT_LE(conformance_line(found).size(), 81U) << conformance_line(found);
    }
}

}  // namespace
}  // namespace assay::load
