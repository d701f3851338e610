#include "assay/record/run_record.hpp"

#include <gtest/gtest.h>

namespace assay::record {
namespace {

RunRecord run_with(std::initializer_list<Verdict> verdicts) {
    RunRecord run;
    for (const Verdict verdict : verdicts) {
        run.cases.emplace_back();
        run.cases.back().verdict = verdict;
    }
    return run;
}

TEST(RunRecord, CountsEveryVerdictAlsoThoseThatAreAbsent) {
    const auto counts = count_verdicts(run_with({Verdict::passed, Verdict::passed, Verdict::failed}));
    EXPECT_EQ(counts.size(), 8U);
    EXPECT_EQ(counts.at(Verdict::passed), 2U);
    EXPECT_EQ(counts.at(Verdict::failed), 1U);
    EXPECT_EQ(counts.at(Verdict::harness_error), 0U);
}

TEST(RunRecord, HasFindingsOnlyWhenAShallOrAShouldIsBroken) {
    EXPECT_FALSE(has_findings(run_with({Verdict::passed, Verdict::observed, Verdict::not_applicable})));
    EXPECT_TRUE(has_findings(run_with({Verdict::passed, Verdict::warned})));
    EXPECT_TRUE(has_findings(run_with({Verdict::failed})));
}

}  // namespace
}  // namespace assay::record
