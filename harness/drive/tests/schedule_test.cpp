#include "schedule.hpp"

#include <gmock/gmock.h>

namespace assay::drive {
namespace {

using record::Verdict;
using Next = Schedule::Next;

suite::PlannedCase a_case(const std::string& id) {
    suite::PlannedCase planned;
    planned.definition.id = id;
    return planned;
}

suite::PlannedCase a_hostile_case(const std::string& id) {
    suite::PlannedCase planned = a_case(id);
    planned.definition.hostile = true;
    return planned;
}

/// The id of the case taken; "wait" or "done" when none is.
std::string take(Schedule& schedule, const suite::Plan& plan) {
    std::size_t index = 0;
    switch (schedule.take(index)) {
        case Next::run: return plan.cases[index].definition.id;
        case Next::wait: return "wait";
        case Next::done: break;
    }
    return "done";
}

TEST(Schedule, RunsCasesInOrderAndAtOnce) {
    const suite::Plan plan{{a_case("a"), a_case("b")}, {}};
    Schedule schedule{plan};
    EXPECT_EQ(take(schedule, plan), "a");
    EXPECT_EQ(take(schedule, plan), "b");
    EXPECT_EQ(take(schedule, plan), "wait");
    schedule.ended(0, Verdict::passed);
    schedule.ended(1, Verdict::failed);
    EXPECT_EQ(take(schedule, plan), "done");
}

TEST(Schedule, RunsAHostileCaseAlone) {
    const suite::Plan plan{{a_case("a"), a_hostile_case("h"), a_case("b")}, {}};
    Schedule schedule{plan};
    EXPECT_EQ(take(schedule, plan), "a");
    EXPECT_EQ(take(schedule, plan), "wait");
    schedule.ended(0, Verdict::passed);
    EXPECT_EQ(take(schedule, plan), "h");
    EXPECT_EQ(take(schedule, plan), "wait");
    schedule.ended(1, Verdict::passed);
    EXPECT_EQ(take(schedule, plan), "b");
}

TEST(Schedule, RunsNoMoreAtOnceThanThereAreConnections) {
    suite::Plan plan{{a_case("a"), a_case("b"), a_case("c")}, {}};
    plan.cases[1].definition.connections = 2;
    Schedule schedule{plan, 2};
    EXPECT_EQ(take(schedule, plan), "a");
    EXPECT_EQ(take(schedule, plan), "wait");
    schedule.ended(0, Verdict::passed);
    EXPECT_EQ(take(schedule, plan), "b");
    EXPECT_EQ(take(schedule, plan), "wait");
    schedule.ended(1, Verdict::passed);
    EXPECT_EQ(take(schedule, plan), "c");
}

TEST(Schedule, WaitsForWhatACaseNeeds) {
    suite::Plan plan{{a_case("a"), a_case("b"), a_case("c")}, {}};
    plan.cases[1].after = {"a"};
    Schedule schedule{plan};
    EXPECT_EQ(take(schedule, plan), "a");
    EXPECT_EQ(take(schedule, plan), "c");
    EXPECT_EQ(take(schedule, plan), "wait");
    schedule.ended(0, Verdict::warned);
    EXPECT_EQ(take(schedule, plan), "b");
}

TEST(Schedule, LeavesOutWhatCannotRunAnyMore) {
    suite::Plan plan{{a_case("a"), a_case("b"), a_case("c"), a_case("d"), a_case("e")}, {}};
    plan.cases[1].after = {"a"};
    plan.cases[2].after = {"b"};
    plan.cases[3].not_applicable = "the profile says so";
    plan.cases[4].probes = {"a"};
    Schedule schedule{plan};
    EXPECT_EQ(take(schedule, plan), "a");
    schedule.ended(0, Verdict::failed);
    EXPECT_EQ(take(schedule, plan), "done");
}

TEST(Schedule, NeedsOneOfSeveralProbes) {
    suite::Plan plan{{a_case("a"), a_case("b"), a_case("c")}, {}};
    plan.cases[2].probes = {"a", "b"};
    Schedule schedule{plan};
    EXPECT_EQ(take(schedule, plan), "a");
    EXPECT_EQ(take(schedule, plan), "b");
    schedule.ended(0, Verdict::failed);
    EXPECT_EQ(take(schedule, plan), "wait");
    schedule.ended(1, Verdict::passed);
    EXPECT_EQ(take(schedule, plan), "c");
}

}  // namespace
}  // namespace assay::drive
