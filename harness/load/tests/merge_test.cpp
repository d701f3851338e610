#include "assay/load/merge.hpp"

#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/base/setup_error.hpp"
#include "assay/load/report.hpp"
#include "sample_records.hpp"

namespace assay::load {
namespace {

using namespace std::chrono_literals;
using testing::Contains;
using testing::HasSubstr;

NamedRecord shard(unsigned index, unsigned of) {
    return {"shard-" + std::to_string(index), sample_record({.seed = index,
                                                             .seconds = 10,
                                                             .failing = 0.05,
                                                             .shard = {index, of},
                                                             .run = "run-" + std::to_string(index)})};
}

std::vector<NamedRecord> shards(unsigned count) {
    std::vector<NamedRecord> records;
    for (unsigned i = 0; i < count; ++i) records.push_back(shard(i, count));
    return records;
}

TEST(Merge, AddsUpEveryCounterOfEveryHistogram) {
    const auto parts = shards(4);
    const LoadRecord whole = merge(parts);
    const Tally& tally = whole.operation();
    std::uint64_t succeeded = 0;
    for (const NamedRecord& each : parts) succeeded += each.record.operation().succeeded;
    EXPECT_EQ(tally.succeeded, succeeded);
    EXPECT_EQ(tally.sent, tally.succeeded + tally.failed() + tally.abandoned);
    for (std::size_t i = 0; i < tally.response_time.counters().size(); ++i) {
        std::uint64_t counter = 0;
        for (const NamedRecord& each : parts) counter += each.record.operation().response_time.counters()[i];
        ASSERT_EQ(tally.response_time.counters()[i], counter) << i;
    }
    EXPECT_EQ(whole.scenario.rate, 800);
    EXPECT_EQ(whole.scenario.connections, 32U);
    EXPECT_DOUBLE_EQ(whole.offered_rate(), 800);
    EXPECT_TRUE(whole.complete);
    EXPECT_EQ(whole.parts.size(), 4U);
    EXPECT_EQ(tally.series.slots().at(3).succeeded + tally.series.slots().at(3).failed, 800U);
}

TEST(Merge, DoesNotDependOnTheOrder) {
    auto backwards = shards(3);
    std::ranges::reverse(backwards);
    EXPECT_EQ(to_json(merge(backwards), {}), to_json(merge(shards(3)), {}));
}

TEST(Merge, OfMergedOnesIsTheWhole) {
    auto all = shards(4);
    std::vector<NamedRecord> left{all[0], all[3]};
    std::vector<NamedRecord> right{all[1], all[2]};
    const LoadRecord whole = merge({{"right", merge(right)}, {"left", merge(left)}});
    EXPECT_EQ(whole.operation().succeeded, merge(all).operation().succeeded);
    EXPECT_TRUE(std::ranges::equal(whole.operation().response_time.counters(),
                                   merge(all).operation().response_time.counters()));
    EXPECT_TRUE(whole.complete);
}

TEST(Merge, SaysWhichShardIsMissing) {
    auto some = shards(4);
    some.erase(some.begin() + 2);
    const LoadRecord whole = merge(some);
    EXPECT_FALSE(whole.complete);
    EXPECT_EQ(missing_shards(whole), std::vector{2U});
    EXPECT_THAT(notes_on(whole), Contains(HasSubstr("shard 2 of 4 is missing")));
}

TEST(Merge, IsNotCompleteWhenAPartWasInterrupted) {
    auto parts = shards(2);
    parts[1].record.parts[0].measured = parts[1].record.measured = 7s;
    EXPECT_FALSE(merge(parts).complete);
}

std::string complaint(std::vector<NamedRecord> records) {
    try {
        (void)merge(std::move(records));
    } catch (const base::SetupError& error) {
        return error.what();
    }
    return "nothing";
}

TEST(Merge, RefusesWhatIsNotOneLoad) {
    EXPECT_THAT(complaint({shard(0, 2), shard(0, 2)}),
                HasSubstr("shard-0 and shard-0: both hold the run run-0"));
    auto twice = shards(2);
    twice[1].record.parts[0].shard.index = 0;
    EXPECT_THAT(complaint(twice), HasSubstr("shard-0 and shard-1: both hold shard 0 of 2"));
    EXPECT_THAT(complaint({shard(0, 2), shard(1, 3)}), HasSubstr("number of shards: 2 and 3"));
    auto other = shards(2);
    other[1].record.scenario.duration = 9s;
    EXPECT_THAT(complaint(other), HasSubstr("differ in duration"));
    auto names = shards(2);
    names[1].record.operations[0].operation = "identify";
    EXPECT_THAT(complaint(names), HasSubstr("differ in operations: get and identify"));
    auto resource = shards(2);
    resource[1].record.scenario.details = "{\"resource\":\"urn:b\"}";
    EXPECT_THAT(complaint(resource), HasSubstr("details of the scenario"));
}

TEST(Merge, TellsOfBeginningsThatAreFarApartAndOfClocksThatNobodyKeeps) {
    auto parts = shards(3);
    for (NamedRecord& each : parts) {
        Part& part = each.record.parts[0];
        part.start_at = part.started;
        part.clock = ClockState{.synchronised = true, .most_error = 1ms};
    }
    EXPECT_THAT(notes_on(merge(parts)), testing::Not(Contains(HasSubstr("clock"))));
    parts[1].record.parts[0].started += 2s;
    parts[2].record.parts[0].clock->synchronised = false;
    const auto notes = notes_on(merge(parts));
    EXPECT_THAT(notes, Contains(HasSubstr("began up to 2.00 s apart")));
    EXPECT_THAT(notes, Contains(HasSubstr("shard 1 began more than 500 ms after --start-at")));
    EXPECT_THAT(notes, Contains(HasSubstr("clock where shard 2 ran")));
}

TEST(Merge, AddsUpFaultsOctetsAndWhatWasJudged) {
    std::vector<NamedRecord> parts;
    for (unsigned i = 0; i < 3; ++i) {
        parts.push_back({"shard", sample_record({.seed = i,
                                                 .seconds = 10,
                                                 .failing = 0.05,
                                                 .breaches = i,
                                                 .shard = {i, 3},
                                                 .run = "run-" + std::to_string(i)})});
    }
    const LoadRecord whole = merge(parts);
    EXPECT_EQ(whole.operation().faults.count("wsman:InternalError"), whole.operation().failed());
    EXPECT_EQ(whole.operation().volume.sent, 500 * whole.operation().sent);
    EXPECT_EQ(whole.generator.messages, whole.operation().sent);
    ASSERT_TRUE(whole.conformance);
    EXPECT_EQ(whole.conformance->judged, 360U);
    EXPECT_EQ(whole.conformance->findings(), 3U);
    EXPECT_EQ(whole.conformance->rules.at(0).example.value().run, "run-1") << "the first that has one";
}

TEST(Merge, RefusesShardsOfWhichSomeWereNotJudged) {
    auto parts = shards(2);
    parts[1].record.conformance = Conformance{.share = 0.01};
    EXPECT_THAT(complaint(parts), HasSubstr("the share that was judged: 0 and 0.01"));
}

}  // namespace
}  // namespace assay::load
