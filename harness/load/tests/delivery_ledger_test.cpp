#include "assay/load/delivery_ledger.hpp"

#include <gtest/gtest.h>

namespace assay::load {
namespace {

using namespace std::chrono_literals;

const base::Instant start{1h};
const base::WallTime civil{1'795'199'467s};

Delivery delivery(Delivery::Kind kind, std::uint64_t events, std::vector<base::WallTime> created = {}) {
    return {.kind = kind, .events = events, .created = std::move(created)};
}

/// A ledger of a load that has begun at `start`: a second of warm-up, ten of measurement.
class Begun : public testing::Test {
protected:
    Begun() {
        line_.arrive(start - StartLine::lead);
        ledger.measure(line_, PhasePlan{base::Instant{}, 1s, 10s, 5s});
    }
    /// What arrives so long after the start.
    void take(const Delivery& what, base::Duration since) {
        ledger.take(what, false, start + since, civil + since);
    }

    DeliveryLedger ledger;

private:
    StartLine line_{1};
};

TEST_F(Begun, TellsHowOldEventsWereThatArrivedInTheMeasuredPhase) {
    take(delivery(Delivery::Kind::push, 1, {civil}), 500ms);  // in the warm-up
    take(delivery(Delivery::Kind::push, 1, {civil + 1999ms}), 2s);
    take(delivery(Delivery::Kind::events, 3, {civil + 2990ms, civil + 3s}), 3s);
    take(delivery(Delivery::Kind::push, 1, {civil}), 11s);  // in the drain
    const Tally tally = ledger.tally();
    EXPECT_EQ(tally.operation, "delivery");
    EXPECT_EQ(tally.succeeded, 4U);
    EXPECT_EQ(tally.offered, 4U);
    EXPECT_EQ(tally.completed, 4U);
    EXPECT_EQ(tally.response_time.count(), 3U);
    EXPECT_EQ(tally.response_time.max(), 10ms);
    EXPECT_EQ(tally.response_time.min(), 0ms);
    EXPECT_EQ(tally.series.slots().at(1).succeeded, 1U);
    EXPECT_EQ(tally.series.slots().at(2).succeeded, 2U);
}

TEST_F(Begun, CountsAllOfTheWholeRunByTheirKind) {
    ledger.subscribed();
    ledger.subscribed();
    take(delivery(Delivery::Kind::push, 1), 0s);
    take(delivery(Delivery::Kind::heartbeat, 0), 2s);
    take(delivery(Delivery::Kind::end, 0), 2s);
    ledger.take(delivery(Delivery::Kind::events, 5, {civil}), true, start + 2s, civil);
    ledger.take(delivery(Delivery::Kind::push_with_ack, 1, {civil}), true, start + 20s, civil);
    ledger.reject(start + 2s);
    const DeliveryReport report = ledger.report();
    EXPECT_EQ(report.subscriptions, 2U);
    EXPECT_EQ(report.events, 7U);
    EXPECT_EQ(report.push + report.push_with_ack + report.batches, 3U);
    EXPECT_EQ(report.acknowledged, 2U);
    EXPECT_EQ(report.heartbeats, 1U);
    EXPECT_EQ(report.ends, 1U);
    EXPECT_EQ(report.undated, 5U);
    EXPECT_EQ(report.rejected, 1U);
    const Tally tally = ledger.tally();
    EXPECT_EQ(tally.succeeded, 5U);
    EXPECT_EQ(tally.failed(), 1U);
    EXPECT_EQ(tally.sent, tally.succeeded + tally.failed());
    EXPECT_EQ(ledger.latest(), start + 2s);
}

TEST_F(Begun, TakesNoEventForYoungerThanNew) {
    take(delivery(Delivery::Kind::push, 1, {civil + 5s}), 2s);  // its clock goes ahead of ours
    EXPECT_EQ(ledger.tally().response_time.max(), 0s);
}

TEST(DeliveryLedger, MeasuresNothingBeforeTheStart) {
    DeliveryLedger ledger;
    ledger.take(delivery(Delivery::Kind::push, 1, {civil}), false, start, civil);
    StartLine line{1};
    ledger.measure(line, PhasePlan{base::Instant{}, 0s, 10s, 5s});
    ledger.take(delivery(Delivery::Kind::push, 1, {civil}), false, start, civil);
    EXPECT_EQ(ledger.tally().succeeded, 0U);
    EXPECT_EQ(ledger.report().events, 2U);
}

}  // namespace
}  // namespace assay::load
