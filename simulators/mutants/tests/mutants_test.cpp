#include <set>

#include <gtest/gtest.h>

#include "assay/bmc-mutants/mutant.hpp"
#include "assay/vocab/rule.hpp"

namespace assay::bmc_mutants {
namespace {

TEST(BmcMutants, HaveNamesOfTheirOwnAndKnownRules) {
    std::set<std::string_view> ids;
    for (const Mutant& each : all_mutants()) {
        EXPECT_TRUE(ids.insert(each.id).second) << each.id;
        EXPECT_TRUE(vocab::is_rule(each.violates)) << each.id;
        EXPECT_FALSE(each.title.empty()) << each.id;
    }
}

// Some show only at a BMC that is set up otherwise; bmc_kill_matrix sees the honest BMC without a finding in
// that set-up.
TEST(BmcMutants, TwistOneSeamOrTheModel) {
    for (const Mutant& each : all_mutants()) {
        Breach breach;
        each.install(breach);
        const int twists = (breach.seams.incoming ? 1 : 0) + (breach.seams.outgoing ? 1 : 0) +
                           (breach.seams.command ? 1 : 0);
        EXPECT_LE(twists, 1) << each.id;
        EXPECT_TRUE(twists == 1 || breach.model) << each.id;
    }
}

}  // namespace
}  // namespace assay::bmc_mutants
