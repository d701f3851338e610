// Expressions that are made to hurt: each ends, within its limits, with an error or a result.
#include <gtest/gtest.h>

#include "assay/xpath/expression.hpp"
#include "items.hpp"

namespace assay::xpath {
namespace {

soap::Element wide_item(std::size_t count) {
    soap::Element item{{disk_ns, "Disk"}};
    for (std::size_t i = 0; i < count; ++i) item.add({disk_ns, "Note"}, "n" + std::to_string(i));
    return item;
}

Error::Kind outcome(std::string_view text, const soap::Element& item) {
    const auto expression = Expression::compile(text, disk_bindings());
    if (!expression) return expression.error().kind;
    const auto result = expression->matches(item);
    EXPECT_FALSE(result) << text;
    return result ? Error::Kind::syntax : result.error().kind;
}

TEST(Hostile, NestedWalksEndAtTheLimitOfSteps) {
    const soap::Element item = wide_item(1'000);
    EXPECT_EQ(outcome("count(//*[count(//*[count(//*) > 0]) > 0]) = 0", item), Error::Kind::too_costly);
    EXPECT_EQ(outcome("count(//*/preceding::*/following::*/preceding::*) = 0", item),
              Error::Kind::too_costly);
    EXPECT_EQ(outcome("//*[//* = //*[. != //*]] = 'y'", item), Error::Kind::too_costly);
}

TEST(Hostile, ALimitReachedOnOneItemLeavesTheNextItemItsOwn) {
    const auto expression = Expression::compile("count(//*[count(//*) > 0]) > 0", disk_bindings());
    EXPECT_FALSE(expression->matches(wide_item(1'000)));
    EXPECT_TRUE(*expression->matches(disk()));
}

TEST(Hostile, EvaluationsTellWhatTheyCost) {
    const auto cheap = Expression::compile("d:Name = 'sda'", disk_bindings());
    EXPECT_TRUE(cheap->matches(disk()));
    EXPECT_GT(cheap->steps(), 0U);
    EXPECT_LT(cheap->steps(), 100U);
    const auto costly = Expression::compile("count(//*[count(//*) > 0]) > 0", disk_bindings());
    EXPECT_TRUE(costly->matches(disk()));
    EXPECT_GT(costly->steps(), cheap->steps());
}

TEST(Hostile, ItemsBeyondTheLimitOfNodesAreNotSearched) {
    EXPECT_EQ(outcome("Note", wide_item(5'000)), Error::Kind::too_costly);
}

TEST(Hostile, SelectionsAreBounded) {
    const auto expression = Expression::compile("Note", disk_bindings(), {.selected = 10});
    EXPECT_FALSE(expression->select(wide_item(11)));
    EXPECT_EQ(expression->select(wide_item(10))->nodes.size(), 10U);
}

TEST(Hostile, LongChainsNeedNoDeepStack) {
    std::string ors = "1=2";
    for (int i = 0; i < 60; ++i) ors += " or 1=2";
    EXPECT_FALSE(*Expression::compile(ors, {})->matches(disk()));
    std::string minus(200, '-');
    EXPECT_TRUE(*Expression::compile(minus + "1", {})->matches(disk()));
    std::string path = ".";
    for (int i = 0; i < 120; ++i) path += "/.";
    EXPECT_TRUE(*Expression::compile(path, {})->matches(disk()));
}

TEST(Hostile, BracketsBeyondTheLimitAreRefused) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += "a[";
    text += "a" + std::string(100, ']');
    EXPECT_EQ(Expression::compile(text, {}).error().kind, Error::Kind::too_large);
}

}  // namespace
}  // namespace assay::xpath
