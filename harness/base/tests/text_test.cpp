#include "assay/base/text.hpp"

#include <gtest/gtest.h>

namespace assay::base {
namespace {

TEST(Text, AcceptsUtf8AndNothingElse) {
    EXPECT_TRUE(is_utf8(""));
    EXPECT_TRUE(is_utf8("gr\xC3\xBC\xC3\x9F \xE2\x82\xAC \xF0\x9F\x94\xA7"));
    EXPECT_FALSE(is_utf8("\xC0\xAF"));          // overlong
    EXPECT_FALSE(is_utf8("\xE0\x80\x80"));      // overlong
    EXPECT_FALSE(is_utf8("\xED\xA0\x80"));      // surrogate
    EXPECT_FALSE(is_utf8("\xF4\x90\x80\x80"));  // above U+10FFFF
    EXPECT_FALSE(is_utf8("\xE2\x82"));          // cut
    EXPECT_FALSE(is_utf8("\x80"));
}

TEST(Text, GoesThroughUtf16InBothOrdersUnchanged) {
    const std::string text = "fan \xE2\x82\xAC \xF0\x9F\x94\xA7";
    for (const auto order : {ByteOrder::little, ByteOrder::big}) {
        const auto octets = utf16_from_utf8(text, order);
        ASSERT_TRUE(octets);
        EXPECT_EQ(octets->size(), 2U * 8U);
        EXPECT_EQ(utf8_from_utf16(octets_of(*octets), order), text);
    }
}

TEST(Text, WritesTheByteOrderItWasAskedFor) {
    EXPECT_EQ(utf16_from_utf8("A", ByteOrder::little), std::string("A\0", 2));
    EXPECT_EQ(utf16_from_utf8("A", ByteOrder::big), std::string("\0A", 2));
}

TEST(Text, RefusesBrokenUtf16) {
    EXPECT_FALSE(utf8_from_utf16(Octets{0x41}, ByteOrder::little));
    EXPECT_FALSE(utf8_from_utf16(Octets{0x00, 0xD8}, ByteOrder::little));
    EXPECT_FALSE(utf8_from_utf16(Octets{0x00, 0xD8, 0x41, 0x00}, ByteOrder::little));
    EXPECT_FALSE(utf8_from_utf16(Octets{0x00, 0xDC}, ByteOrder::little));
}

TEST(Text, IsTrimmedOfXmlWhiteSpaceOnly) {
    EXPECT_EQ(trimmed(" \t\r\n urn:x y \n"), "urn:x y");
    EXPECT_EQ(trimmed("  "), "");
    EXPECT_EQ(trimmed("\xC2\xA0x"), "\xC2\xA0x");
}

TEST(Text, ComparesAsciiLettersWithoutCase) {
    EXPECT_TRUE(equal_ignoring_case("Content-TYPE", "content-type"));
    EXPECT_FALSE(equal_ignoring_case("content-type", "content_type"));
    EXPECT_FALSE(equal_ignoring_case("a", "ab"));
}

TEST(Text, IsEscapedForElementsAndAttributes) {
    EXPECT_EQ(xml_escaped("<a b=\"'&\">"), "&lt;a b=&quot;&#39;&amp;&quot;&gt;");
}

}  // namespace
}  // namespace assay::base
