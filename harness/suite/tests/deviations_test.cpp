#include "assay/suite/deviations.hpp"

#include <gmock/gmock.h>

#include "assay/base/temporary_folder.hpp"
#include "complaint.hpp"

namespace assay::suite {
namespace {

using record::Verdict;
using testing::HasSubstr;

const Deviation known{.subject = "openwsman-*",
                      .case_id = "selectors.unknown",
                      .finding = "fault.subcode",
                      .expected = "",
                      .because = "answers otherwise",
                      .owner = "the firmware team",
                      .review_by = "2027-01-01",
                      .where = "d.toml:1:1"};

Reckoning reckon(record::RunRecord run, const std::vector<Deviation>& deviations, const std::string& today,
                 bool warned_counts) {
    return suite::reckon(run, deviations, today, warned_counts);
}

record::RunRecord run_with(const std::vector<std::string>& broken) {
    record::RunRecord run;
    run.header.profile_name = "openwsman-2.7";
    run.rules["fault.subcode"].level = record::Level::shall;
    run.rules["other"].level = record::Level::shall;
    run.rules["advice"].level = record::Level::should;
    record::CaseResult result;
    result.id = "selectors.unknown";
    result.verdict = broken.empty() ? Verdict::passed : Verdict::failed;
    for (const std::string& rule : broken) result.findings.push_back({rule, {}, {}, "got " + rule, {}});
    run.cases.push_back(result);
    return run;
}

TEST(Deviation, ExplainsTheFindingItNamesAndNoOther) {
    const Reckoning same = reckon(run_with({"fault.subcode"}), {known}, "2026-11-20", true);
    EXPECT_EQ(same.findings, 0U);
    EXPECT_EQ(same.known, 1U);
    const Reckoning other = reckon(run_with({"fault.subcode", "other"}), {known}, "2026-11-20", true);
    EXPECT_EQ(other.findings, 1U);
    EXPECT_THAT(other.stale, testing::IsEmpty());
}

TEST(Deviation, ThatPassesUnexpectedlyIsStale) {
    const Reckoning reckoning = reckon(run_with({}), {known}, "2026-11-20", true);
    ASSERT_EQ(reckoning.stale.size(), 1U);
    EXPECT_THAT(reckoning.stale[0],
                HasSubstr("unexpected pass: selectors.unknown no longer breaks fault.subcode"));
}

TEST(Deviation, IsStaleFromTheDayAfterItsReview) {
    EXPECT_THAT(reckon(run_with({"fault.subcode"}), {known}, "2027-01-01", true).stale, testing::IsEmpty());
    EXPECT_THAT(reckon(run_with({"fault.subcode"}), {known}, "2027-01-02", true).stale, testing::SizeIs(1));
}

TEST(Deviation, MayExpectSomethingOfTheFinding) {
    Deviation picky = known;
    picky.expected = "got fault.*";
    EXPECT_EQ(reckon(run_with({"fault.subcode"}), {picky}, "2026-11-20", true).known, 1U);
    picky.expected = "another answer";
    const Reckoning reckoning = reckon(run_with({"fault.subcode"}), {picky}, "2026-11-20", true);
    EXPECT_EQ(reckoning.findings, 1U);
    EXPECT_THAT(reckoning.stale, testing::ElementsAre(HasSubstr("otherwise than by 'another answer'")));
}

TEST(Deviation, IsNotedAtTheFindingThatItExplains) {
    record::RunRecord run = run_with({"fault.subcode", "other"});
    (void)suite::reckon(run, {known}, "2027-02-02", true);
    ASSERT_TRUE(run.cases[0].findings[0].known.has_value());
    EXPECT_EQ(run.cases[0].findings[0].known->owner, "the firmware team");
    EXPECT_FALSE(run.cases[0].findings[1].known.has_value());
    EXPECT_THAT(run.stale_deviations, testing::SizeIs(1));
    EXPECT_TRUE(record::has_findings(run));
    EXPECT_FALSE(record::is_known(run.cases[0], run.rules));
}

TEST(Deviation, NamesARuleAndACaseThatThereAre) {
    const auto complaint = [](Deviation deviation) {
        return complaint_of(
            [&] { check_deviations({deviation}, run_with({}).rules, {"selectors.unknown"}); });
    };
    EXPECT_EQ(complaint(known), "");
    Deviation misspelt = known;
    misspelt.finding = "fault.subcod";
    EXPECT_THAT(complaint(misspelt), testing::AllOf(HasSubstr("d.toml:1:1: there is no rule 'fault.subcod'"),
                                                    HasSubstr("did you mean fault.subcode?")));
    misspelt = known;
    misspelt.case_id = "selectors.unknow";
    EXPECT_THAT(complaint(misspelt), HasSubstr("there is no case 'selectors.unknow'"));
    for (const char* passive : {"passive.fault.subcode", "passive.fault.subcode.request"}) {
        misspelt.case_id = passive;
        EXPECT_EQ(complaint(misspelt), "");
    }
    misspelt.case_id = "passive.fault.subcod.request";
    EXPECT_THAT(complaint(misspelt), HasSubstr("there is no rule 'fault.subcod'"));
}

TEST(Deviation, OfAnotherSubjectIsPassedOver) {
    record::RunRecord run = run_with({});
    run.header.profile_name = "winrm";
    EXPECT_THAT(reckon(run, {known}, "2030-01-01", true).stale, testing::IsEmpty());
}

TEST(Reckoning, CountsBrokenAdviceOnlyWhenAsked) {
    EXPECT_EQ(reckon(run_with({"advice"}), {}, "2026-11-20", true).findings, 1U);
    EXPECT_EQ(reckon(run_with({"advice"}), {}, "2026-11-20", false).findings, 0U);
}

TEST(Deviation, NeedsAReasonAnOwnerAndADate) {
    const base::TemporaryFolder folder;
    const auto complaint = [&](const std::string& rest) {
        const auto file =
            folder.write("d.toml", "[[deviation]]\nsubject = 's'\ncase = 'c'\nfinding = 'f'\n" + rest);
        return complaint_of([&] { (void)read_deviations(file); });
    };
    EXPECT_THAT(complaint("review_by = 2027-01-01\n"), HasSubstr("d.toml:1:1: 'because' is missing"));
    EXPECT_THAT(complaint("because = 'b'\nreview_by = 2027-01-01\n"), HasSubstr("'owner' is missing"));
    EXPECT_THAT(complaint("because = 'b'\nowner = 'o'\n"), HasSubstr("'review_by' is missing"));
    EXPECT_THAT(complaint("because = 'b'\nowner = 'o'\nreview_by = '2027-01-01'\n"),
                HasSubstr("d.toml:7:13: 'review_by' is not a date"));
    EXPECT_THAT(complaint("becuase = 'b'\n"), HasSubstr("did you mean because?"));
    EXPECT_EQ(complaint("because = 'b'\nowner = 'o'\nreview_by = 2027-01-01\n"), "");
    EXPECT_EQ(read_deviations_in(folder.path()).at(0).review_by, "2027-01-01");
}

}  // namespace
}  // namespace assay::suite
