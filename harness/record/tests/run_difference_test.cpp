#include "assay/record/run_difference.hpp"

#include <gmock/gmock.h>

namespace assay::record {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// A run of cases, each with the rules that it breaks.
class Made {
public:
    Made() {
        for (const char* id : {"must.do", "must.too"}) record.rules[id].level = Level::shall;
        record.rules["ought.to"].level = Level::should;
        record.rules["may.do"].level = Level::may;
        record.complete = true;
        record.header.target = "http://bmc/wsman";
    }
    Made& with(const char* id, Verdict verdict, std::initializer_list<const char*> broken = {}) {
        CaseResult& result = record.cases.emplace_back();
        result.id = id;
        result.verdict = verdict;
        for (const char* rule : broken) result.findings.push_back({rule, "it breaks it", "", "", {}});
        return *this;
    }
    Made& known() {
        for (Finding& finding : record.cases.back().findings) finding.known.emplace();
        return *this;
    }
    RunRecord record;
};

std::vector<std::string> named(const std::vector<FindingChange>& changes) {
    std::vector<std::string> names;
    for (const FindingChange& each : changes)
        names.push_back(each.case_id + " " + each.level + " " + each.rule);
    return names;
}

TEST(RunDifference, IsNoneOfARunAndItself) {
    const RunRecord run = Made{}.with("a", Verdict::failed, {"must.do"}).with("b", Verdict::passed).record;
    const RunDifference difference = compare(run, run);
    EXPECT_THAT(difference.verdicts, IsEmpty());
    EXPECT_THAT(difference.new_findings, IsEmpty());
    EXPECT_THAT(difference.fixed_findings, IsEmpty());
    EXPECT_THAT(difference.notes, IsEmpty());
    EXPECT_FALSE(difference.has_worse());
}

TEST(RunDifference, TellsNewFindingsFromThoseThatAreFixed) {
    const RunRecord before = Made{}.with("a", Verdict::failed, {"must.do"}).with("b", Verdict::passed).record;
    const RunRecord after = Made{}
                                .with("a", Verdict::failed, {"must.too"})
                                .with("b", Verdict::warned, {"ought.to", "ought.to"})
                                .record;
    const RunDifference worse = compare(before, after);
    EXPECT_THAT(named(worse.new_findings), ElementsAre("a SHALL must.too", "b SHOULD ought.to"));
    EXPECT_THAT(named(worse.fixed_findings), ElementsAre("a SHALL must.do"));
    ASSERT_EQ(worse.verdicts.size(), 1U);
    EXPECT_EQ(worse.verdicts[0].case_id, "b");
    EXPECT_TRUE(worse.verdicts[0].is_worse);
    EXPECT_TRUE(worse.has_worse());
    const RunDifference mended =
        compare(after, Made{}.with("a", Verdict::passed).with("b", Verdict::passed).record);
    EXPECT_FALSE(mended.has_worse());
    EXPECT_TRUE(mended.verdicts[0].is_better);
    EXPECT_THAT(named(mended.fixed_findings), ElementsAre("a SHALL must.too", "b SHOULD ought.to"));
}

TEST(RunDifference, CallsNothingFixedThatWasNotLookedAt) {
    const RunRecord before = Made{}.with("a", Verdict::failed, {"must.do"}).record;
    const RunDifference difference = compare(before, Made{}.with("a", Verdict::blocked).record);
    EXPECT_THAT(difference.fixed_findings, IsEmpty());
    EXPECT_EQ(difference.verdicts.at(0).after, Verdict::blocked);
    EXPECT_FALSE(difference.verdicts.at(0).is_better);
    const RunDifference lost =
        compare(Made{}.with("a", Verdict::passed).record, Made{}.with("a", Verdict::blocked).record);
    EXPECT_TRUE(lost.has_worse()) << "nobody knows any more whether it is right";
}

TEST(RunDifference, IsNotWorseByWhatADeviationExplains) {
    const RunRecord before = Made{}.with("a", Verdict::passed).record;
    const RunDifference known =
        compare(before, Made{}.with("a", Verdict::failed, {"must.do"}).known().record);
    EXPECT_THAT(named(known.new_findings), ElementsAre("a SHALL must.do"));
    EXPECT_FALSE(known.has_worse());
}

TEST(RunDifference, TakesWhatAMayLeavesOpenForNoFinding) {
    const RunRecord before = Made{}.with("a", Verdict::passed).record;
    const RunDifference seen = compare(before, Made{}.with("a", Verdict::observed, {"may.do"}).record);
    EXPECT_THAT(seen.new_findings, IsEmpty());
    EXPECT_EQ(seen.verdicts.size(), 1U);
    EXPECT_FALSE(seen.has_worse());
}

TEST(RunDifference, NamesCasesThatOnlyOneRunHasAndTheirFindings) {
    const RunDifference difference =
        compare(Made{}.with("a", Verdict::passed).with("old", Verdict::failed, {"must.do"}).record,
                Made{}.with("a", Verdict::passed).with("new", Verdict::failed, {"must.do"}).record);
    EXPECT_THAT(difference.only_before, ElementsAre("old"));
    EXPECT_THAT(difference.only_after, ElementsAre("new"));
    EXPECT_THAT(named(difference.new_findings), ElementsAre("new SHALL must.do"));
    EXPECT_THAT(difference.fixed_findings, IsEmpty());
    EXPECT_TRUE(difference.has_worse());
}

TEST(RunDifference, SaysWhatMakesRunsHardToCompare) {
    RunRecord other = Made{}.record;
    other.header.target = "http://else/wsman";
    other.header.plan_hash = "other";
    other.header.options["level"] = "shall";
    other.complete = false;
    const auto notes = compare(Made{}.record, other).notes;
    for (const char* expected : {"different targets", "judged by those of today", "options", "not complete"})
        EXPECT_THAT(notes, Contains(HasSubstr(expected)));
}

}  // namespace
}  // namespace assay::record
