#include "assay/base/octets.hpp"

#include <gtest/gtest.h>

namespace assay::base {
namespace {

std::string encoded(std::string_view text) { return to_base64(octets_of(text)); }

std::string decoded(std::string_view text) {
    const auto octets = from_base64(text);
    return octets ? std::string{text_of(*octets)} : "not base64";
}

TEST(Octets, PrintAsLowerCaseHexadecimal) { EXPECT_EQ(to_hex(Octets{0x00, 0x9A, 0xFF}), "009aff"); }

TEST(Octets, AreReadFromHexadecimalOfEitherCaseWithSpaces) {
    EXPECT_EQ(from_hex("06 00\nFF 07"), (Octets{0x06, 0x00, 0xFF, 0x07}));
    EXPECT_EQ(from_hex(""), Octets{});
}

TEST(Octets, AreNotReadFromHalfAnOctetOrAForeignDigit) {
    EXPECT_FALSE(from_hex("0"));
    EXPECT_FALSE(from_hex("0 0"));
    EXPECT_FALSE(from_hex("0g"));
}

TEST(Octets, FollowTheBase64VectorsOfRfc4648) {
    EXPECT_EQ(encoded(""), "");
    EXPECT_EQ(encoded("f"), "Zg==");
    EXPECT_EQ(encoded("fo"), "Zm8=");
    EXPECT_EQ(encoded("foobar"), "Zm9vYmFy");
    EXPECT_EQ(decoded("Zm9vYg=="), "foob");
    EXPECT_EQ(decoded("Zm9vYmE="), "fooba");
    EXPECT_EQ(decoded("Zm9vYmFy"), "foobar");
}

TEST(Octets, RefuseBase64ThatIsNotCanonical) {
    EXPECT_EQ(decoded("Zg"), "not base64");
    EXPECT_EQ(decoded("Zh=="), "not base64");
    EXPECT_EQ(decoded("Z==="), "not base64");
    EXPECT_EQ(decoded("Zm 9"), "not base64");
    EXPECT_EQ(decoded("===="), "not base64");
}

TEST(Octets, CompareAlsoWhenLengthsDiffer) {
    EXPECT_TRUE(equal_in_constant_time(Octets{1, 2}, Octets{1, 2}));
    EXPECT_FALSE(equal_in_constant_time(Octets{1, 2}, Octets{1, 3}));
    EXPECT_FALSE(equal_in_constant_time(Octets{1, 2}, Octets{1}));
}

}  // namespace
}  // namespace assay::base
