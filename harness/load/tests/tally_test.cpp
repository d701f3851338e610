#include "assay/load/tally.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace assay::load {
namespace {

using namespace std::chrono_literals;
using base::Duration;
using base::Instant;

const Instant start{1000h};
const PhasePlan plan{start, 1s, 10s, 2s};
const Instant measured = start + 2s;

// One connection, an open loop, a service that takes 1 ms and once stalls for a second.
Tally load_a_stalling_service() {
    Tally tally;
    Schedule schedule = Schedule::open_loop(start, 100);
    Instant free = start;
    for (Instant due = schedule.next_due(); plan.at(due) < Phase::drain; due = schedule.next_due()) {
        const Instant sent = std::max(due, free);
        const Instant intended = schedule.take(sent).value();
        const bool stalls = intended == start + 5s;
        const Instant answered = sent + (stalls ? Duration{1s} : Duration{1ms});
        tally.on_sent(plan, intended);
        tally.on_success(plan, {intended, sent, answered});
        free = answered;
    }
    return tally;
}

TEST(Tally, ChargesTheServiceForTheWaitThatItsStallCaused) {
    const Tally tally = load_a_stalling_service();
    EXPECT_EQ(tally.offered, 1000U);
    EXPECT_EQ(tally.succeeded, 1000U);
    // The boast: one slow answer in a thousand, p99 does not see it.
    EXPECT_LE(tally.service_time.at_percentile(99), 1002us);
    EXPECT_EQ(tally.service_time.max(), 1s);
    // What users felt: the hundred requests that were due during the stall waited up to a second.
    EXPECT_GE(tally.response_time.at_percentile(99), 850ms);
    EXPECT_GE(tally.response_time.at_percentile(95), 400ms);
    EXPECT_LE(tally.response_time.at_percentile(85), 1002us);
    EXPECT_EQ(tally.response_time.max(), 1s);
}

TEST(Tally, CountsOnlyWhatWasDueInTheMeasuredPhase) {
    Tally tally;
    for (const Instant intended : {start + 999ms, start + 1s, start + 11s}) {
        tally.on_sent(plan, intended);
        tally.on_success(plan, {intended, intended, intended + 5ms});
    }
    EXPECT_EQ(tally.offered, 1U);
    EXPECT_EQ(tally.succeeded, 1U);
    EXPECT_EQ(tally.response_time.count(), 1U);
}

TEST(Tally, CountsThroughputByArrivalWheneverTheRequestWasDue) {
    Tally tally;
    tally.on_success(plan, {start + 999ms, start + 999ms, start + 1001ms});
    tally.on_success(plan, {start + 10s, start + 10s, start + 12s});
    EXPECT_EQ(tally.completed, 1U);
    EXPECT_EQ(tally.succeeded, 1U);
}

TEST(Tally, KeepsFailuresOutOfTheTimesButATimeOutIsALowerBound) {
    Tally tally;
    tally.on_failure(plan, ErrorKind::fault, {measured, measured, measured + 1ms});
    EXPECT_EQ(tally.response_time.count(), 0U);
    tally.on_failure(plan, ErrorKind::timed_out, {measured, measured + 1s, measured + 2s});
    EXPECT_EQ(tally.response_time.max(), 2s);
    EXPECT_EQ(tally.service_time.count(), 0U);
    EXPECT_EQ(tally.failed(), 2U);
    EXPECT_EQ(tally.errors[static_cast<std::size_t>(ErrorKind::fault)], 1U);
}

TEST(Tally, TellsOfFailuresInTheWarmUp) {
    Tally tally;
    tally.on_failure(plan, ErrorKind::reset, {start, start, start + 1ms});
    EXPECT_EQ(tally.failed(), 0U);
    EXPECT_EQ(tally.warm_up_failures, 1U);
}

TEST(Tally, ChargesForRequestsThatWereNeverSent) {
    Tally tally;
    Schedule schedule = Schedule::open_loop(start, 10);
    while (schedule.next_due() < start + 9s) (void)schedule.take(start + 9s);
    tally.on_unsent(plan, schedule, start + 12s);
    EXPECT_EQ(tally.unsent, 20U);  // due from 9.0 to 10.9 s
    EXPECT_EQ(tally.offered, 20U);
    EXPECT_EQ(tally.response_time.max(), 3s);
    EXPECT_EQ(tally.response_time.min(), 1100ms);
}

TEST(Tally, LeavesOutUnsentRequestsOfTheWarmUp) {
    Tally tally;
    tally.on_unsent(plan, Schedule::open_loop(start, 10), start + 13s);
    EXPECT_EQ(tally.unsent, 100U);
}

TEST(Tally, CountsVeryManyUnsentOnesInBoundedTime) {
    Tally tally;
    tally.on_unsent(plan, Schedule::open_loop(start, 1e7), start + 13s);
    EXPECT_EQ(tally.unsent, 100'000'000U);
    EXPECT_EQ(tally.response_time.count(), 100'000'000U);
    EXPECT_NEAR(static_cast<double>(tally.response_time.at_percentile(50).count()), 7e9, 1e7);
}

TEST(Tally, CountsWhatWasInFlightAtTheEnd) {
    Tally tally;
    tally.on_sent(plan, measured);
    tally.on_abandoned(plan, measured, measured + 4s);
    tally.on_abandoned(plan, start, measured);
    EXPECT_EQ(tally.abandoned, 1U);
    EXPECT_EQ(tally.response_time.max(), 4s);
}

TEST(Tally, MergesEveryCounter) {
    Tally left;
    Tally right;
    for (Tally* tally : {&left, &right}) {
        tally->on_sent(plan, measured);
        tally->on_success(plan, {measured, measured, measured + 1ms});
        tally->on_sent(plan, measured);
        tally->on_failure(plan, ErrorKind::closed, {measured, measured, measured + 1ms});
        tally->on_failure(plan, ErrorKind::closed, {start, start, start + 1ms});
        tally->on_sent(plan, measured);
        tally->on_abandoned(plan, measured, measured + 1s);
        tally->on_unsent(plan, Schedule::open_loop(start, 1), start + 12s);
    }
    left.merge(right);
    EXPECT_EQ(left.sent, 6U);
    EXPECT_EQ(left.unsent, 20U);
    EXPECT_EQ(left.offered, left.sent + left.unsent);
    EXPECT_EQ(left.sent, left.succeeded + left.failed() + left.abandoned);
    EXPECT_EQ(left.completed, 2U);
    EXPECT_EQ(left.warm_up_failures, 2U);
    EXPECT_EQ(left.errors[static_cast<std::size_t>(ErrorKind::closed)], 2U);
    EXPECT_EQ(left.response_time.count(), 24U);
    EXPECT_EQ(left.service_time.count(), 2U);
}

TEST(ErrorKind, HasANameOfItsOwnEach) {
    EXPECT_EQ(name_of(ErrorKind::connect_refused), "connect_refused");
    EXPECT_EQ(name_of(ErrorKind::timed_out), "timed_out");
    EXPECT_EQ(name_of(ErrorKind::completion_code), "completion_code");
    EXPECT_EQ(name_of(ErrorKind::wrong_action), "wrong_action");
    EXPECT_EQ(static_cast<std::size_t>(ErrorKind::wrong_action) + 1, error_kind_count);
}

TEST(Tally, CountsFaultsByNameAndWhatRequestsMoved) {
    Tally tally;
    const Failure fault{ErrorKind::fault, {"s:Sender", "wsman:TimedOut", ""}};
    for (int i = 0; i < 3; ++i) {
        tally.on_sent(plan, measured);
        tally.on_failure(plan, fault, {measured, measured, measured + 5ms, {100, 900, 0}});
    }
    tally.on_sent(plan, measured);
    tally.on_success(plan, {measured, measured, measured + 1ms, {100, 2000, 7}});
    tally.on_failure(plan, fault, {start, start, start + 5ms, {100, 900, 0}});  // of the warm-up
    EXPECT_EQ(tally.faults.count("wsman:TimedOut"), 3U);
    EXPECT_EQ(tally.faults.entries()[0]->response_time.max(), 5ms);
    EXPECT_EQ(tally.volume.sent, 400U);
    EXPECT_EQ(tally.volume.received, 4700U);
    EXPECT_EQ(tally.volume.items, 7U);
    Tally twice = tally;
    twice.merge(tally);
    EXPECT_EQ(twice.faults.count("wsman:TimedOut"), 6U);
    EXPECT_EQ(twice.volume.received, 9400U);
}

}  // namespace
}  // namespace assay::load
