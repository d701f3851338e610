#include "assay/soap/encoding.hpp"

#include <gtest/gtest.h>

namespace assay::soap {
namespace {

using namespace std::string_literals;

std::optional<Encoding> detected(const std::string& octets, std::string_view charset = {}) {
    const auto found = detect_encoding(base::octets_of(octets), charset);
    return found ? std::optional{found->encoding} : std::nullopt;
}

TEST(Encoding, IsUtf8WhenNothingIsSaid) {
    EXPECT_EQ(detected("<a/>"), Encoding::utf8);
    EXPECT_EQ(detected(""), Encoding::utf8);
}

TEST(Encoding, GoesByTheMarkBeforeAnythingElse) {
    EXPECT_EQ(detected("\xFF\xFE<\0"s, "utf-8"), Encoding::utf16_little);
    EXPECT_EQ(detected("\xFE\xFF\0<"s, "utf-8"), Encoding::utf16_big);
    EXPECT_EQ(detected("\xEF\xBB\xBF<a/>", "utf-16"), Encoding::utf8);
}

TEST(Encoding, FindsTheByteOrderOfUtf16WithoutMark) {
    EXPECT_EQ(detected("<\0a\0"s, "UTF-16"), Encoding::utf16_little);
    EXPECT_EQ(detected("\0<\0a"s, "utf-16"), Encoding::utf16_big);
    EXPECT_EQ(detected("<\0a\0"s), Encoding::utf16_little);
    EXPECT_EQ(detected("\0<\0a"s, "utf-16be"), Encoding::utf16_big);
}

TEST(Encoding, KnowsNoOtherCharacterSet) {
    EXPECT_FALSE(detected("<a/>", "iso-8859-1"));
    EXPECT_FALSE(detected("<?xml version='1.0' encoding='koi8-r'?><a/>"));
    EXPECT_EQ(detected("<?xml version='1.0' encoding=\"utf-8\"?><a/>"), Encoding::utf8);
}

TEST(Encoding, DecodesWhatItEncodes) {
    const std::string text = "<a>gr\xC3\xBC\xC3\x9F \xF0\x9F\x98\x80</a>";
    for (const Encoding encoding : {Encoding::utf8, Encoding::utf16_little, Encoding::utf16_big}) {
        const std::string octets = encode(text, encoding);
        const auto found = detect_encoding(base::octets_of(octets), charset_of(encoding));
        ASSERT_TRUE(found);
        EXPECT_EQ(found->encoding, encoding);
        EXPECT_EQ(decode(base::octets_of(octets), *found), text);
    }
}

TEST(Encoding, WritesAMarkForUtf16Only) {
    EXPECT_EQ(encode("<", Encoding::utf8), "<");
    EXPECT_EQ(encode("<", Encoding::utf16_little), "\xFF\xFE<\0"s);
    EXPECT_EQ(encode("<", Encoding::utf16_big), "\xFE\xFF\0<"s);
}

TEST(Encoding, RefusesOctetsThatAreNotInTheEncoding) {
    EXPECT_FALSE(decode(base::octets_of("<a>\xFF</a>"), {Encoding::utf8}));
    EXPECT_FALSE(decode(base::octets_of("abc"), {Encoding::utf16_little}));
}

}  // namespace
}  // namespace assay::soap
