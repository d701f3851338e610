#include "assay/load/compare.hpp"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "assay/base/setup_error.hpp"
#include "sample_records.hpp"

namespace assay::load {
namespace {

using testing::Contains;
using testing::HasSubstr;

constexpr CompareOptions quick{.replicates = 500};

const Difference& figure(const RunComparison& comparison, std::string_view name) {
    for (const Difference& each : comparison.differences) {
        if (each.figure == name) return each;
    }
    throw std::out_of_range{std::string{name}};
}

TEST(Compare, FindsARunEqualToItself) {
    const LoadRecord run = sample_record();
    const RunComparison comparison = compare(run, run);
    EXPECT_FALSE(comparison.has_worse());
    for (const char* name : {"p50", "p90", "mean", "rate", "errors"}) {
        EXPECT_EQ(figure(comparison, name).verdict, Change::same) << name;
        EXPECT_EQ(figure(comparison, name).change, 0) << name;
    }
    EXPECT_THAT(comparison.notes, Contains(HasSubstr("same run")));
}

TEST(Compare, FindsATenthMoreTime) {
    const RunComparison comparison =
        compare(sample_record({.seed = 1}), sample_record({.seed = 2, .slower = 1.10, .run = "other"}));
    EXPECT_TRUE(comparison.has_worse());
    for (const char* name : {"p50", "p90", "p99", "mean"}) {
        const Difference& found = figure(comparison, name);
        EXPECT_EQ(found.verdict, Change::worse) << name;
        EXPECT_GT(found.low, 0) << name;
        EXPECT_LT(found.low, 0.10) << name;
        EXPECT_GT(found.high, 0.10) << name;
    }
    EXPECT_EQ(figure(comparison, "rate").verdict, Change::same);
}

TEST(Compare, TellsBetterFromWorse) {
    const RunComparison faster =
        compare(sample_record({.seed = 1}), sample_record({.seed = 2, .slower = 0.8}), quick);
    EXPECT_EQ(figure(faster, "p50").verdict, Change::better);
    EXPECT_FALSE(faster.has_worse());
    const RunComparison rarer = compare(sample_record(), sample_record({.seed = 2, .a_second = 100}), quick);
    EXPECT_EQ(figure(rarer, "rate").verdict, Change::worse);
    EXPECT_THAT(rarer.notes, Contains(HasSubstr("differ in their load")));
    EXPECT_EQ(figure(compare(sample_record({.a_second = 100}), sample_record(), quick), "rate").verdict,
              Change::better);
}

TEST(Compare, JudgesErrorsByTheirDifference) {
    const LoadRecord fine = sample_record();
    const RunComparison failing = compare(fine, sample_record({.seed = 2, .failing = 0.02}), quick);
    EXPECT_EQ(figure(failing, "errors").verdict, Change::worse);
    EXPECT_NEAR(figure(failing, "errors").change, 0.02, 0.005);
    EXPECT_EQ(figure(compare(sample_record({.seed = 2, .failing = 0.02}), fine, quick), "errors").verdict,
              Change::better);
}

// Of a hundred pairs of runs that differ in nothing but chance, few may be called different: the intervals
// hold together with 95 %.
TEST(Compare, SeldomFindsWhatIsNotThere) {
    int wrong = 0;
    constexpr int pairs = 40;
    for (unsigned i = 0; i < pairs; ++i) {
        const RunComparison comparison =
            compare(sample_record({.seed = 100 + 2 * i, .seconds = 30, .a_second = 40}),
                    sample_record({.seed = 101 + 2 * i, .seconds = 30, .a_second = 40}),
                    {.margin = 0.0, .error_margin = 0.0, .replicates = 400});
        for (const Difference& each : comparison.differences) {
            if (each.figure == "p50" || each.figure == "mean") wrong += each.low > 0 || each.high < 0 ? 1 : 0;
        }
    }
    EXPECT_LE(wrong, 6);  // two figures of forty pairs
}

TEST(Compare, SaysWhenThereIsTooLittle) {
    const RunComparison brief =
        compare(sample_record({.seconds = 5}), sample_record({.seconds = 5, .slower = 2}), quick);
    for (const Difference& each : brief.differences) {
        if (!each.has_series) continue;
        EXPECT_EQ(each.verdict, Change::unclear) << each.figure;
    }
    EXPECT_THAT(brief.notes, Contains(HasSubstr("measure longer")));
    const RunComparison rare =
        compare(sample_record({.a_second = 20}), sample_record({.a_second = 20}), quick);
    EXPECT_EQ(figure(rare, "p99.9").verdict, Change::unclear);
}

TEST(Compare, GivesTheSameAnswerTwice) {
    const LoadRecord one = sample_record({.seed = 1});
    const LoadRecord other = sample_record({.seed = 2});
    EXPECT_EQ(to_json(compare(one, other, quick)), to_json(compare(one, other, quick)));
}

TEST(Compare, RefusesRunsOfDifferentOperations) {
    LoadRecord other = sample_record();
    other.operations[0].operation = "identify";
    EXPECT_THROW((void)compare(sample_record(), other), base::SetupError);
}

TEST(Compare, ShowsATableThatFitsTheConsole) {
    const std::string table = to_table(
        compare(sample_record({.seed = 1, .breaches = 0}),
                sample_record({.seed = 2, .seconds = 70, .slower = 1.1, .failing = 0.05, .breaches = 1})));
    EXPECT_THAT(table, HasSubstr("WORSE"));
    std::istringstream lines{table};
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
    const auto json = nlohmann::json::parse(to_json(compare(sample_record(), sample_record({.seconds = 3}))));
    EXPECT_EQ(json["format"], "assay-load-diff-1");
    EXPECT_TRUE(json["differences"][0]["low"].is_null());
}

TEST(Compare, TellsOfFaultsThatAreNewAndThoseThatAreGone) {
    const RunComparison comparison =
        compare(sample_record({.failing = 0.02}),
                sample_record({.seed = 2, .failing = 0.02, .fault = "wsman:QuotaLimit"}), quick);
    EXPECT_EQ(figure(comparison, "fault wsman:QuotaLimit").verdict, Change::worse);
    EXPECT_EQ(figure(comparison, "fault wsman:InternalError").verdict, Change::better);
    EXPECT_NEAR(figure(comparison, "fault wsman:QuotaLimit").after, 0.02, 0.005);
    const RunComparison often =
        compare(sample_record({.failing = 0.02}), sample_record({.seed = 2, .failing = 0.05}), quick);
    EXPECT_EQ(figure(often, "fault wsman:InternalError").verdict, Change::unclear)
        << "there is no interval; the share of errors has one";
}

TEST(Compare, TellsOfRulesThatAreBrokenNow) {
    const LoadRecord fine = sample_record({.breaches = 0});
    const LoadRecord broken = sample_record({.breaches = 6});
    const RunComparison worse = compare(fine, broken, quick);
    EXPECT_TRUE(worse.has_worse());
    EXPECT_EQ(figure(worse, "addressing.relatesto.present").verdict, Change::worse);
    EXPECT_EQ(figure(worse, "addressing.relatesto.present").after, 0.05);
    EXPECT_EQ(figure(compare(broken, fine, quick), "addressing.relatesto.present").verdict, Change::better);
    EXPECT_EQ(figure(compare(broken, broken, quick), "addressing.relatesto.present").verdict, Change::same);
    LoadRecord elsewhere = fine;
    elsewhere.conformance->rules.clear();
    EXPECT_EQ(figure(compare(elsewhere, broken, quick), "addressing.relatesto.present").verdict,
              Change::unclear)
        << "it did not apply to anything before";
    EXPECT_THAT(compare(sample_record(), broken, quick).notes, Contains(HasSubstr("one run alone")));
}

TEST(Compare, ShowsWhatConnectionsCostAndWhatRequestsMove) {
    LoadRecord before = sample_record();
    LoadRecord after = sample_record({.seed = 2});
    before.generator.tls_time.record(std::chrono::milliseconds{1});
    after.generator.tls_time.record(std::chrono::milliseconds{3});
    const RunComparison comparison = compare(before, after, quick);
    EXPECT_EQ(figure(comparison, "TLS p50").verdict, Change::unclear);
    EXPECT_EQ(figure(comparison, "octets got").after, 1500);
    EXPECT_EQ(figure(comparison, "octets got").verdict, Change::same);
    EXPECT_EQ(figure(comparison, "items").before, 3);
    EXPECT_EQ(figure(comparison, "messages").before, 3000);
    EXPECT_FALSE(comparison.has_worse());
}

}  // namespace
}  // namespace assay::load
