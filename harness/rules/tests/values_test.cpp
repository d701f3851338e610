#include <gtest/gtest.h>

#include "../src/simple_types.hpp"
#include "../src/uri.hpp"

namespace assay::rules {
namespace {

TEST(Uri, HasASchemeAndAllowedCharacters) {
    EXPECT_TRUE(is_uri("http://bmc.example:5985/wsman?a=b#c"));
    EXPECT_TRUE(is_uri("urn:uuid:0a000000-0000-4000-8000-000000000001"));
    EXPECT_TRUE(is_uri("a+b.c-1:%7Efoo"));
    for (const std::string_view text : {"", "no scheme", "/wsman", ":x", "1a:b", "http://a b", "http://{x}",
                                        "http://a/%7", "http://a/%zz", "http://a/é"}) {
        EXPECT_FALSE(is_uri(text)) << text;
    }
}

TEST(Duration, IsThatOfXmlSchema) {
    for (const std::string_view text : {"PT30S", "P1Y2M3DT4H5M6.7S", "-P1D", "PT0.5S", " PT5S "}) {
        EXPECT_TRUE(is_duration(text)) << text;
    }
    for (const std::string_view text :
         {"", "P", "PT", "P1DT", "30", "PT5", "P1S", "PT1.S", "pt5s", "+P1D", "P-1D"}) {
        EXPECT_FALSE(is_duration(text)) << text;
    }
    EXPECT_FALSE(is_duration("P" + std::string(100000, '1') + "D"));
}

TEST(LanguageTag, IsThatOfRfc3066) {
    for (const std::string_view text : {"en", "en-US", "zh-Hant-TW", "x-private1"}) {
        EXPECT_TRUE(is_language_tag(text)) << text;
    }
    for (const std::string_view text : {"", "en_US", "en-", "123", "verylonglanguage"}) {
        EXPECT_FALSE(is_language_tag(text)) << text;
    }
}

TEST(Count, IsReadAsXmlSchemaWritesIt) {
    EXPECT_EQ(count_from(" +007 "), 7U);
    EXPECT_FALSE(count_from("-1"));
    EXPECT_FALSE(count_from(""));
    EXPECT_FALSE(count_from("99999999999999999999"));
}

TEST(NCName, HasNoColonAndNoSpace) {
    EXPECT_TRUE(is_ncname("__cimnamespace"));
    EXPECT_FALSE(is_ncname("a:b"));
    EXPECT_FALSE(is_ncname("a b"));
    EXPECT_FALSE(is_ncname(""));
}

}  // namespace
}  // namespace assay::rules
