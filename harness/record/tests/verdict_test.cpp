#include "assay/record/verdict.hpp"

#include <gtest/gtest.h>

namespace assay::record {
namespace {

Rules rules_of_each_level() {
    Rules rules;
    for (const auto level : {Level::shall, Level::shall_not, Level::should, Level::should_not, Level::may}) {
        const std::string id{to_text(level)};
        rules[id] = {.id = id, .level = level};
    }
    return rules;
}

Verdict verdict_of_breaking(std::initializer_list<const char*> broken) {
    std::vector<Finding> findings;
    for (const char* rule : broken) findings.push_back({.rule = rule});
    return verdict_of(findings, rules_of_each_level());
}

TEST(Verdict, IsPassedWithoutFindings) { EXPECT_EQ(verdict_of_breaking({}), Verdict::passed); }

TEST(Verdict, FollowsTheLevelOfTheRule) {
    EXPECT_EQ(verdict_of_breaking({"SHALL"}), Verdict::failed);
    EXPECT_EQ(verdict_of_breaking({"SHALL NOT"}), Verdict::failed);
    EXPECT_EQ(verdict_of_breaking({"SHOULD"}), Verdict::warned);
    EXPECT_EQ(verdict_of_breaking({"SHOULD NOT"}), Verdict::warned);
    EXPECT_EQ(verdict_of_breaking({"MAY"}), Verdict::observed);
}

TEST(Verdict, IsThatOfTheGravestFindingWhateverTheOrder) {
    EXPECT_EQ(verdict_of_breaking({"MAY", "SHOULD", "SHALL"}), Verdict::failed);
    EXPECT_EQ(verdict_of_breaking({"SHALL", "SHOULD", "MAY"}), Verdict::failed);
    EXPECT_EQ(verdict_of_breaking({"SHOULD", "MAY"}), Verdict::warned);
}

TEST(Verdict, IsOurOwnErrorWhenAFindingNamesNoKnownRule) {
    EXPECT_EQ(verdict_of_breaking({"SHALL", "no such rule"}), Verdict::harness_error);
}

TEST(Verdict, OfSeveralAttemptsIsTheGravest) {
    EXPECT_EQ(graver_of(Verdict::passed, Verdict::failed), Verdict::failed);
    EXPECT_EQ(graver_of(Verdict::failed, Verdict::passed), Verdict::failed);
    EXPECT_EQ(graver_of(Verdict::setup_failed, Verdict::passed), Verdict::setup_failed);
    EXPECT_EQ(graver_of(Verdict::warned, Verdict::setup_failed), Verdict::warned);
    EXPECT_EQ(graver_of(Verdict::not_applicable, Verdict::observed), Verdict::observed);
}

TEST(Verdict, IsFlakyOnlyWhenAnAttemptPassedAndAnotherDidNot) {
    const auto flaky = [](std::vector<Verdict> attempts) { return is_flaky(attempts); };
    EXPECT_TRUE(flaky({Verdict::failed, Verdict::passed}));
    EXPECT_TRUE(flaky({Verdict::setup_failed, Verdict::warned, Verdict::observed}));
    EXPECT_FALSE(flaky({Verdict::failed, Verdict::failed}));
    EXPECT_FALSE(flaky({Verdict::failed, Verdict::warned}));
    EXPECT_FALSE(flaky({Verdict::failed, Verdict::blocked}));
    EXPECT_FALSE(flaky({Verdict::passed}));
}

TEST(Names, AreReadBackAsTheyArePrinted) {
    for (int i = 0; i <= static_cast<int>(Verdict::harness_error); ++i) {
        const auto verdict = static_cast<Verdict>(i);
        EXPECT_EQ(verdict_from(to_text(verdict)), verdict);
    }
    for (const auto side : {Side::service, Side::client, Side::both})
        EXPECT_EQ(side_from(to_text(side)), side);
    for (const auto testable : {WireTestable::yes, WireTestable::partly, WireTestable::no}) {
        EXPECT_EQ(wire_testable_from(to_text(testable)), testable);
    }
    EXPECT_EQ(level_from("SHALL NOT"), Level::shall_not);
    EXPECT_FALSE(level_from("shall"));
    EXPECT_FALSE(verdict_from(""));
}

}  // namespace
}  // namespace assay::record
