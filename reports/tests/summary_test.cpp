#include "../src/summary.hpp"

#include <gtest/gtest.h>

#include "sample_run.hpp"

namespace assay::reports {
namespace {

using record::Verdict;

TEST(FindingsByRule, PutTheGravestFirst) {
    const record::RunRecord run = sample::mixed();
    const auto groups = findings_by_rule(run);
    ASSERT_EQ(groups.size(), 6U);
    EXPECT_EQ(groups[0].id, "schema.message") << "three findings outweigh one";
    EXPECT_EQ(groups[1].id, "addressing.relates-to");
    EXPECT_EQ(groups[4].verdict, Verdict::warned);
    EXPECT_EQ(groups[5].verdict, Verdict::observed);
    EXPECT_EQ(tally(groups, Verdict::failed).findings, 6U);
    EXPECT_EQ(tally(groups, Verdict::failed).rules, 4U);
}

TEST(FindingsByRule, KeepRulesThatTheRunDoesNotKnow) {
    record::RunRecord run = sample::mixed();
    run.rules.erase("addressing.relates-to");
    const auto groups = findings_by_rule(run);
    EXPECT_EQ(groups[3].id, "addressing.relates-to") << "after what is surely broken, before recommendations";
    EXPECT_EQ(groups[3].rule, nullptr);
    EXPECT_EQ(groups[3].verdict, Verdict::harness_error);
}

TEST(Outcome, IsConformingOnlyWhenNothingIsOpen) {
    EXPECT_EQ(outcome_of(sample::conforming()), Outcome::conforming);
    EXPECT_EQ(outcome_of(sample::mixed()), Outcome::findings);
    EXPECT_EQ(outcome_of(sample::interrupted()), Outcome::interrupted);
    EXPECT_EQ(outcome_of(sample::deviating()), Outcome::known_deviations);
    EXPECT_EQ(outcome_of(
                  {.header = {}, .complete = true, .elapsed = {}, .cases = {}, .exchanges = {}, .rules = {}}),
              Outcome::nothing_tested);
    record::RunRecord run = sample::conforming();
    run.cases[1].verdict = Verdict::harness_error;
    EXPECT_EQ(outcome_of(run), Outcome::unsettled);
    run.cases[1].verdict = Verdict::setup_failed;
    EXPECT_EQ(outcome_of(run), Outcome::unsettled);
    run.cases[2].verdict = Verdict::warned;
    EXPECT_EQ(outcome_of(run), Outcome::findings);
    for (record::CaseResult& result : run.cases) result.verdict = Verdict::not_applicable;
    EXPECT_EQ(outcome_of(run), Outcome::nothing_tested);
}

TEST(Outcome, IsFindingsWhereOneOfThemIsNotKnown) {
    record::RunRecord run = sample::deviating();
    run.cases[0].findings[0].known.reset();
    EXPECT_EQ(outcome_of(run), Outcome::findings);
    EXPECT_EQ(tally(findings_by_rule(run), Verdict::failed).findings, 1U) << "the known ones are not counted";
}

TEST(SuiteResults, KeepTheOrderOfThePlan) {
    const record::RunRecord run = sample::mixed();
    const auto suites = by_suite(run);
    ASSERT_EQ(suites.size(), 6U);
    EXPECT_EQ(suites.front().name, "dsp0226/transfer/get.lua");
    EXPECT_EQ(suites.front().cases.size(), 5U);
    EXPECT_EQ(suites.front().counts.at(Verdict::passed), 4U);
    EXPECT_EQ(suites.back().name, "passive rules");
}

TEST(CommandToRunAgain, NamesTheCaseThatCausedAPassiveFinding) {
    record::RunRecord run;
    run.header.target = "http://bmc/wsman";
    record::CaseResult result;
    record::Exchange exchange;
    result.id = "transfer.get.existing";
    EXPECT_EQ(command_for(run, result, nullptr), "assay run http://bmc/wsman --case transfer.get.existing");
    result.id = "passive.schema.message";
    exchange.case_id = "transfer.put.label";
    EXPECT_EQ(command_for(run, result, &exchange), "assay run http://bmc/wsman --case transfer.put.label");
    EXPECT_EQ(command_for(run, result, nullptr), "assay run http://bmc/wsman");
    run.header.options[record::destructive_option] = "true";
    EXPECT_EQ(command_for(run, result, nullptr), "assay run http://bmc/wsman --destructive");
}

TEST(CommandToRunAgain, JudgesWhatWasObservedAgain) {
    record::RunRecord run;
    run.header.options[record::observed_option] = "my capture.pcap";
    EXPECT_EQ(command_for(run, {}, nullptr), "assay judge 'my capture.pcap'");
    run.header.options[record::observed_option] = record::observed_live;
    EXPECT_EQ(command_for(run, {}, nullptr), "assay judge journal");
}

}  // namespace
}  // namespace assay::reports
