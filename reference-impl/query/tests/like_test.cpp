#include "assay/query/like.hpp"

#include <gtest/gtest.h>

namespace assay::query {
namespace {

bool wql(std::string_view pattern, std::string_view text) { return Like::wql(pattern)->matches(text); }
bool cql(std::string_view pattern, std::string_view text) { return Like::cql(pattern)->matches(text); }

TEST(Like, KnowsRunsSingleCharactersAndSets) {
    EXPECT_TRUE(wql("sd%", "sda"));
    EXPECT_TRUE(wql("%", ""));
    EXPECT_TRUE(wql("%da%", "sda1"));
    EXPECT_FALSE(wql("sd_", "sda1"));
    EXPECT_TRUE(wql("sd_", "sdb"));
    EXPECT_TRUE(wql("disk[0-3]", "disk2"));
    EXPECT_FALSE(wql("disk[0-3]", "disk4"));
    EXPECT_TRUE(wql("disk[^0-3]", "disk4"));
    EXPECT_TRUE(wql("[a-c-]x", "-x"));
    EXPECT_TRUE(wql("[]]", "]"));
    EXPECT_FALSE(wql("", "a"));
    EXPECT_TRUE(wql("", ""));
    EXPECT_TRUE(wql("%%%a%%", "bab"));
}

TEST(Like, LeavesSpecialCharactersToBrackets) {
    EXPECT_TRUE(wql("100[%]", "100%"));
    EXPECT_FALSE(wql("100[%]", "1000"));
    EXPECT_TRUE(wql("a[_]b", "a_b"));
    EXPECT_FALSE(wql("a[_]b", "axb"));
    EXPECT_TRUE(wql("[[]x", "[x"));
    EXPECT_TRUE(wql("C:\\%", "c:\\Windows"));
}

TEST(Like, IgnoresTheCaseOfLettersInWqlOnly) {
    EXPECT_TRUE(wql("ABC[x-z]", "abcY"));
    EXPECT_FALSE(wql("[^a]", "A"));
    EXPECT_FALSE(cql("ABC", "abc"));
}

TEST(Like, CountsCharactersNotOctets) {
    EXPECT_TRUE(wql("_", "\u00e4"));
    EXPECT_TRUE(wql("[\u00e0-\u00ff]_", "\u00e4\U0001F600"));
    EXPECT_FALSE(wql("__", "\u00e4"));
    EXPECT_TRUE(wql("_", "\xff"));
}

TEST(Like, KnowsTheExpressionsOfCql) {
    EXPECT_TRUE(cql("sd.*", "sda1"));
    EXPECT_TRUE(cql("ab*c", "ac"));
    EXPECT_TRUE(cql("ab*c", "abbbc"));
    EXPECT_FALSE(cql("ab.c", "abc"));
    EXPECT_TRUE(cql("[0-9]*\\.[0-9]", "10.5"));
    EXPECT_TRUE(cql("a%", "a%"));
    EXPECT_TRUE(cql("a*b*c*d*", ""));
}

TEST(Like, RefusesPatternsThatAreNone) {
    for (const auto* pattern : {"[", "[a", "a[^", "[z-a]", "[a-"}) {
        EXPECT_FALSE(Like::wql(pattern)) << pattern;
    }
    for (const auto* pattern : {"*", "a**", "[", "a\\"}) EXPECT_FALSE(Like::cql(pattern)) << pattern;
    EXPECT_FALSE(Like::wql(std::string(300, '_')));
    EXPECT_EQ(Like::wql("ab[z-a]").error().position, 6U);
}

/// Each character is looked at once; an engine that goes back would not end within a lifetime.
TEST(Like, EndsWhateverThePatternIs) {
    std::string pattern;
    for (int i = 0; i < 100; ++i) pattern += "%a";
    EXPECT_FALSE(wql(pattern + "b", std::string(20'000, 'a')));
    std::string stars;
    for (int i = 0; i < 100; ++i) stars += "a*";
    EXPECT_FALSE(cql(stars + "b", std::string(20'000, 'a')));
}

}  // namespace
}  // namespace assay::query
