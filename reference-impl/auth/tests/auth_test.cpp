#include <gtest/gtest.h>

#include "assay/auth/basic.hpp"
#include "assay/auth/users.hpp"

namespace assay::auth {
namespace {

TEST(PasswordHash, MatchesItsPasswordOnly) {
    const PasswordHash hash = PasswordHash::of("correct horse");
    EXPECT_TRUE(hash.matches("correct horse"));
    EXPECT_FALSE(hash.matches("correct hors"));
    EXPECT_FALSE(hash.matches(""));
}

TEST(PasswordHash, SurvivesBeingWrittenDown) {
    const PasswordHash hash = PasswordHash::of("secret");
    const auto again = PasswordHash::parse(hash.text());
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->matches("secret"));
    EXPECT_NE(PasswordHash::of("secret").text(), hash.text());
}

TEST(PasswordHash, KnowsTheTestVectorOfRfc7914) {
    // RFC 7914 §12: "pleaseletmein", "SodiumChloride", N=16384, r=8, p=1; the first 32 octets.
    const auto hash = PasswordHash::parse(
        "scrypt$16384$8$1$U29kaXVtQ2hsb3JpZGU=$cCO9yzr9c0hGHAbNgf046/2o+7qQT44+qbVD9lRdofI=");
    ASSERT_TRUE(hash);
    EXPECT_TRUE(hash->matches("pleaseletmein"));
    EXPECT_FALSE(hash->matches("pleaseletmeout"));
}

TEST(PasswordHash, RefusesWhatIsNoneOrCostsTooMuch) {
    for (const char* wrong : {"", "secret", "scrypt$16384$8$1$AAAA", "scrypt$16383$8$1$AAAA$AAAA",
                              "scrypt$1048577$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                              // 1 GiB; 512 MiB; 128 times the time of a default one
                              "scrypt$1048576$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                              "scrypt$131072$32$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                              "scrypt$131072$8$16$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
                              "scrypt$4194304$8$1$AAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}) {
        EXPECT_FALSE(PasswordHash::parse(wrong)) << wrong;
    }
}

TEST(PasswordHash, OfNobodyMatchesNothingAndCostsWhatItIsTold) {
    const PasswordHash nobody = PasswordHash::of_nobody({.n = 1024, .r = 8, .p = 2});
    EXPECT_FALSE(nobody.matches(""));
    EXPECT_EQ(nobody.effort(), 1024U * 8U * 2U);
    EXPECT_NE(nobody.text(), PasswordHash::of_nobody({.n = 1024, .r = 8, .p = 2}).text());
}

TEST(Basic, ReadsUserAndPassword) {
    const auto read = parse_basic("basic YXNzYXk6YTpi");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->user, "assay");
    EXPECT_EQ(read->password, "a:b");
}

TEST(Basic, RefusesEverythingElse) {
    for (const char* wrong : {"", "Basic", "Basic ", "Basic !!!", "Basic YXNzYXk=", "Bearer YXNzYXk6YTpi",
                              "Negotiate YXNzYXk6YTpi", "BasicYXNzYXk6YTpi"}) {
        EXPECT_FALSE(parse_basic(wrong)) << wrong;
    }
}

TEST(Users, KnowWhoTheyKnow) {
    Users users;
    EXPECT_TRUE(users.empty());
    users.add({.name = "assay", .password = PasswordHash::of("secret")});
    users.add({.name = "carded"});
    EXPECT_TRUE(users.verify("assay", "secret"));
    EXPECT_FALSE(users.verify("assay", "guess"));
    EXPECT_FALSE(users.verify("carded", ""));
    EXPECT_FALSE(users.verify("stranger", "secret"));
    EXPECT_TRUE(users.has_password());
    EXPECT_FALSE(users.has_secret(Algorithm::md5));
}

TEST(Users, LetStrangersWaitAsLongAsTheCostliestOfThem) {
    Users users;
    const std::uint64_t before = users.strangers_effort();
    users.add({.name = "cheap", .password = PasswordHash::of_nobody({.n = 2, .r = 1, .p = 1})});
    EXPECT_EQ(users.strangers_effort(), before);
    const PasswordHash costly = PasswordHash::of_nobody({.n = 1U << 15U, .r = 8, .p = 4});
    users.add({.name = "costly", .password = costly});
    users.add({.name = "usual", .password = PasswordHash::of_nobody({})});
    EXPECT_EQ(users.strangers_effort(), costly.effort());
}

TEST(Users, AreFoundByTheHashOfTheirName) {
    Users users{"api@example.org"};
    users.add({.name = "J\u00E4s\u00F8n Doe"});
    // SHA-256 of the name, a colon and the realm
    const std::string hash = digest_of(Algorithm::sha256, "J\u00E4s\u00F8n Doe:api@example.org");
    ASSERT_NE(users.find_hashed(Algorithm::sha256, hash), nullptr);
    EXPECT_EQ(users.find_hashed(Algorithm::sha256, hash)->name, "J\u00E4s\u00F8n Doe");
    EXPECT_EQ(users.find_hashed(Algorithm::md5, hash), nullptr);
    EXPECT_EQ(users.find_hashed(Algorithm::sha256, "J\u00E4s\u00F8n Doe"), nullptr);
}

TEST(KeyedHash, IsTheSameForTheSameTextAndOneKeyOnly) {
    const KeyedHash one;
    const KeyedHash other;
    EXPECT_EQ(one.of("text"), one.of("text"));
    EXPECT_NE(one.of("text"), one.of("texts"));
    EXPECT_NE(one.of("text"), other.of("text"));
}

TEST(VerifiedCredentials, RemembersTheWholeValueOnly) {
    VerifiedCredentials verified;
    EXPECT_FALSE(verified.user_of("Basic YXNzYXk6YTpi"));
    verified.remember("Basic YXNzYXk6YTpi", "assay");
    EXPECT_EQ(verified.user_of("Basic YXNzYXk6YTpi"), "assay");
    EXPECT_FALSE(verified.user_of("Basic YXNzYXk6YTp"));
}

}  // namespace
}  // namespace assay::auth
