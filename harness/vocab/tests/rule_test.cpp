#include "assay/vocab/rule.hpp"

#include <gtest/gtest.h>

namespace assay::vocab {
namespace {

static_assert(rule("addressing.to.present") == "addressing.to.present");

TEST(Rule, IsKnownOnlyWhenTheCatalogueHasIt) {
    EXPECT_TRUE(is_rule("selectors.unexpected"));
    EXPECT_FALSE(is_rule("selectors.unexpectd"));
    EXPECT_FALSE(is_rule(""));
}

TEST(Rule, IdsAreUnique) { EXPECT_EQ(std::ranges::adjacent_find(rule_ids), rule_ids.end()); }

}  // namespace
}  // namespace assay::vocab
