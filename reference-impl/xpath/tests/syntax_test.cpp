#include "assay/xpath/syntax.hpp"

#include <gtest/gtest.h>

#include "items.hpp"

namespace assay::xpath {
namespace {

using Kind = Error::Kind;

Result<Syntax> parsed(std::string_view text, const Limits& limits = {}) {
    return parse(text, disk_bindings(), limits);
}

Level level_of(std::string_view text) {
    const auto syntax = parsed(text);
    EXPECT_TRUE(syntax) << text << ": " << (syntax ? "" : syntax.error().message);
    return syntax ? syntax->level : Level::full;
}

TEST(Syntax, KnowsTheLevelsOfAnnexD) {
    for (const auto* text : {"/", ".", "Name", "d:Name", "/d:Disk/d:Note[2]", "Owner/Name/text()", "@unit",
                             "Owner/@d:kind", "./Name", "Note[1]/text()", " Name / text( ) "}) {
        EXPECT_EQ(level_of(text), Level::one) << text;
        EXPECT_TRUE(parsed(text)->path) << text;
    }
    for (const auto* text : {"Name='sda'", "Size > 100 and Size <= 500 or Name != \"x\"", "Note[.='a']",
                             "Owner[Name='root']/@d:kind", "(Size=1 or Size=2) and Name='x'", "Note[1][2]"}) {
        EXPECT_EQ(level_of(text), Level::two) << text;
        EXPECT_FALSE(parsed(text)->path) << text;
    }
    for (const auto* text : {"//Name", "*", "Note[last()]", "count(Note) = 2", "Name | Size", "Size + 1",
                             "child::Name", "..", "not(Name)", "-Size", "@unit/Name", "d:*", "(Note)[1]"}) {
        EXPECT_EQ(level_of(text), Level::full) << text;
    }
}

TEST(Syntax, TakesNamesThatAreOperatorsElsewhere) {
    EXPECT_EQ(parsed("and and or")->type, Type::boolean);
    EXPECT_EQ(parsed("div div mod")->type, Type::number);
    EXPECT_EQ(parsed("* * *")->type, Type::number);
    EXPECT_EQ(parsed("text")->type, Type::node_set);
}

TEST(Syntax, MakesNamesWithoutPrefixMeanAnyNamespace) {
    EXPECT_EQ(parsed("Owner/d:Name = 'x'")->text, "*[local-name()='Owner']/d:Name = 'x'");
    EXPECT_EQ(parsed("@unit")->text, "@unit");
    EXPECT_EQ(parse("Owner", {}, {}, Unprefixed::no_namespace)->text, "Owner");
}

struct Bad {
    const char* text;
    Kind kind;
    std::size_t position;
};

class BadExpressions : public testing::TestWithParam<Bad> {};

TEST_P(BadExpressions, AreRefusedWithTheirPosition) {
    const auto syntax = parsed(GetParam().text);
    ASSERT_FALSE(syntax) << GetParam().text;
    EXPECT_EQ(syntax.error().kind, GetParam().kind) << syntax.error().message;
    EXPECT_EQ(syntax.error().position, GetParam().position) << syntax.error().message;
}

INSTANTIATE_TEST_SUITE_P(
    Syntax, BadExpressions,
    testing::Values(
        Bad{"", Kind::syntax, 0}, Bad{"  ", Kind::syntax, 2}, Bad{"Name/", Kind::syntax, 5},
        Bad{"Name]", Kind::syntax, 4}, Bad{"Name[", Kind::syntax, 5}, Bad{"Name[]", Kind::syntax, 5},
        Bad{"(Name", Kind::syntax, 5}, Bad{"Name)", Kind::syntax, 4}, Bad{"'open", Kind::syntax, 0},
        Bad{"Name = ", Kind::syntax, 7}, Bad{"= Name", Kind::syntax, 0}, Bad{"a b", Kind::syntax, 2},
        Bad{"a == b", Kind::syntax, 3}, Bad{"a && b", Kind::syntax, 2}, Bad{"a # b", Kind::syntax, 2},
        Bad{"side::Name", Kind::syntax, 4}, Bad{"///", Kind::syntax, 2}, Bad{"Name/@", Kind::syntax, 6},
        Bad{"1..2", Kind::syntax, 2}, Bad{".[1]", Kind::syntax, 1}, Bad{"text(1)", Kind::syntax, 5},
        Bad{"a/count(b)", Kind::syntax, 2}, Bad{"@@a", Kind::syntax, 1}, Bad{"!a", Kind::syntax, 0},
        Bad{"SELECT * FROM x", Kind::syntax, 14}, Bad{"a,b", Kind::syntax, 1},
        Bad{"nope:Name", Kind::unbound, 0}, Bad{"a[nope:b = 1]", Kind::unbound, 2},
        Bad{"$var", Kind::forbidden, 0}, Bad{"document('x')", Kind::forbidden, 0},
        Bad{"d:node-set(.)", Kind::forbidden, 0}, Bad{"current()", Kind::forbidden, 0},
        Bad{"system-property('x')", Kind::forbidden, 0}, Bad{"matches(a, 'x')", Kind::forbidden, 0},
        Bad{"count('a')", Kind::type, 6}, Bad{"sum(1)", Kind::type, 4}, Bad{"contains(a)", Kind::type, 0},
        Bad{"true(1)", Kind::type, 0}, Bad{"'a'/b", Kind::type, 0}, Bad{"1[1]", Kind::type, 0},
        Bad{"a | 'b'", Kind::type, 4}, Bad{"name(1 = 1)", Kind::type, 5}, Bad{"\xff", Kind::syntax, 0}));

TEST(Syntax, HoldsItsLimits) {
    EXPECT_EQ(parsed(std::string(3'000, 'a')).error().kind, Kind::too_large);
    const std::string deep = std::string(40, '(') + "a" + std::string(40, ')');
    EXPECT_EQ(parsed(deep).error().kind, Kind::too_large);
    std::string wide = "a";
    for (int i = 0; i < 200; ++i) wide += "|a";
    EXPECT_EQ(parsed(wide).error().kind, Kind::too_large);
    EXPECT_TRUE(parsed(wide, {.tokens = 500}));
}

TEST(Bindings, LeaveOutTheDefaultNamespace) {
    soap::Element holder{{"urn:x", "Filter"}};
    holder.set({std::string{vocab::ns::xmlns.uri}, "xmlns"}, "urn:default");
    holder.set({std::string{vocab::ns::xmlns.uri}, "p"}, "urn:p");
    holder.set({"", "Dialect"}, "urn:dialect");
    const Bindings bindings = bindings_of(holder);
    ASSERT_EQ(bindings.size(), 1U);
    EXPECT_EQ(bindings[0].prefix, "p");
    EXPECT_EQ(bindings[0].uri, "urn:p");
}

}  // namespace
}  // namespace assay::xpath
