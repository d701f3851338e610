#include "assay/record/mutant.hpp"

#include <gmock/gmock.h>

#include <algorithm>

namespace assay::record {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Fit, SortsCasesIntoNeededSpareAndIdle) {
    const std::vector<Mutant> mutants{{"m.one", "r", "", {"needed", "passive.r"}},
                                      {"m.two", "r", "", {"spare", "needed"}},
                                      {"m.three", "r", "", {"passive.r"}}};
    const Fit fit = fit_of(mutants, {"needed", "spare", "idle"});
    EXPECT_THAT(fit.spare, ElementsAre("spare"));
    EXPECT_THAT(fit.idle, ElementsAre("idle"));
    EXPECT_THAT(fit.blunt, IsEmpty());
}

TEST(Fit, CallsAMutantBluntThatMoreThanTwentyCasesKill) {
    std::vector<std::string> cases(21);
    std::ranges::generate(cases, [i = 0]() mutable { return "case." + std::to_string(i++); });
    std::vector<Mutant> mutants{{"m.blunt", "r", "", cases}, {"m.fine", "r", "", cases}};
    mutants[1].killed_by.pop_back();
    EXPECT_THAT(fit_of(mutants, cases).blunt, ElementsAre(&mutants[0]));
}

}  // namespace
}  // namespace assay::record
