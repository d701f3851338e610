#include "assay/suite/deviations.hpp"

#include <gmock/gmock.h>

#include "assay/base/temporary_folder.hpp"
#include "complaint.hpp"

namespace assay::suite {
namespace {

using record::Verdict;
using testing::HasSubstr;

const Deviation known{"openwsman-*",       "selectors.unknown", "fault.subcode",
                      "answers otherwise", "2027-01-01",        "d.toml:1"};

record::RunRecord run_with(const std::vector<std::string>& broken) {
    record::RunRecord run;
    run.header.profile_name = "openwsman-2.7";
    run.rules["fault.subcode"].level = record::Level::shall;
    run.rules["other"].level = record::Level::shall;
    run.rules["advice"].level = record::Level::should;
    record::CaseResult result;
    result.id = "selectors.unknown";
    result.verdict = broken.empty() ? Verdict::passed : Verdict::failed;
    for (const std::string& rule : broken) result.findings.push_back({rule, {}, {}, {}, {}});
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

TEST(Deviation, OfAnotherSubjectIsPassedOver) {
    record::RunRecord run = run_with({});
    run.header.profile_name = "winrm";
    EXPECT_THAT(reckon(run, {known}, "2030-01-01", true).stale, testing::IsEmpty());
}

TEST(Reckoning, CountsBrokenAdviceOnlyWhenAsked) {
    EXPECT_EQ(reckon(run_with({"advice"}), {}, "2026-11-20", true).findings, 1U);
    EXPECT_EQ(reckon(run_with({"advice"}), {}, "2026-11-20", false).findings, 0U);
}

TEST(Deviation, NeedsAReasonAndADate) {
    const base::TemporaryFolder folder;
    const auto complaint = [&](const std::string& rest) {
        const auto file =
            folder.write("d.toml", "[[deviation]]\nsubject = 's'\ncase = 'c'\nfinding = 'f'\n" + rest);
        return complaint_of([&] { (void)read_deviations(file); });
    };
    EXPECT_THAT(complaint("review_by = 2027-01-01\n"), HasSubstr("'because' is missing"));
    EXPECT_THAT(complaint("because = 'b'\n"), HasSubstr("'review_by' is missing"));
    EXPECT_THAT(complaint("because = 'b'\nreview_by = '2027-01-01'\n"),
                HasSubstr("d.toml:6: 'review_by' is not a date"));
    EXPECT_EQ(complaint("because = 'b'\nreview_by = 2027-01-01\n"), "");
    EXPECT_EQ(read_deviations_in(folder.path()).at(0).review_by, "2027-01-01");
}

}  // namespace
}  // namespace assay::suite
