#include "assay/drive/authentication.hpp"

#include <gmock/gmock.h>

namespace assay::drive {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

// RFC 7616 §3.9.1
const Credentials mufasa{"Mufasa", "Circle of Life"};
const char* const sha256_challenge =
    "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=SHA-256, "
    "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
    "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
const char* const md5_challenge =
    "Digest realm=\"http-auth@example.org\", qop=\"auth, auth-int\", algorithm=MD5, "
    "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", "
    "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
const char* const client_nonce = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";

TEST(Digest, IsThatOfTheStandardsExample) {
    const auto sha256 = DigestChallenge::strongest({md5_challenge, sha256_challenge});
    ASSERT_TRUE(sha256);
    EXPECT_EQ(digest_response(*sha256, mufasa, "GET", "/dir/index.html", 1, client_nonce),
              "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
    const auto md5 = DigestChallenge::strongest({md5_challenge});
    ASSERT_TRUE(md5);
    EXPECT_EQ(digest_response(*md5, mufasa, "GET", "/dir/index.html", 1, client_nonce),
              "8ca523f5e9506fed4657c9700eebdbec");
}

TEST(Digest, IsThatOfTheOlderFormWithoutQualityOfProtection) {
    // RFC 2069 §2.4 with the correction of its errata
    const auto challenge = DigestChallenge::strongest(
        {"Digest realm=\"testrealm@host.com\", nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\""});
    ASSERT_TRUE(challenge);
    EXPECT_EQ(digest_response(*challenge, {"Mufasa", "CircleOfLife"}, "GET", "/dir/index.html", 1, ""),
              "1949323746fe6a43ef61f9606e7febea");
}

TEST(Digest, IsReadOnlyFromWhatCanBeAnswered) {
    EXPECT_FALSE(DigestChallenge::strongest({"Basic realm=\"x\"", "Negotiate"}));
    EXPECT_FALSE(DigestChallenge::strongest({"Digest realm=\"x\""}));
    EXPECT_FALSE(DigestChallenge::strongest({"Digest realm=x, nonce=y, algorithm=SHA-512-256"}));
    EXPECT_FALSE(DigestChallenge::strongest({"Digest realm=x, nonce=y, qop=auth-int"}));
    const auto odd = DigestChallenge::strongest({"digest REALM = \"a \\\"b\\\", c\" ,nonce=n1,qop=auth"});
    ASSERT_TRUE(odd);
    EXPECT_EQ(odd->realm, "a \"b\", c");
    EXPECT_EQ(odd->nonce, "n1");
    EXPECT_TRUE(odd->has_qop);
}

TEST(Authentication, BeginsWithBasicAndTurnsToDigestWhereThatIsAllThereIs) {
    Authentication authentication{mufasa, Scheme::basic};
    const std::string basic = authentication.authorization("POST", "/wsman");
    EXPECT_THAT(basic, StartsWith("Basic "));
    EXPECT_FALSE(authentication.challenged({"Basic realm=x", md5_challenge}, basic));
    EXPECT_EQ(authentication.kept(), "Basic [redacted]");
    EXPECT_TRUE(authentication.challenged({md5_challenge}, basic));
    EXPECT_EQ(authentication.kept(), "Digest [redacted]");
    EXPECT_THAT(
        authentication.authorization("POST", "/wsman"),
        AllOf(StartsWith("Digest username=\"Mufasa\""), HasSubstr("uri=\"/wsman\""), HasSubstr("nc=00000001"),
              HasSubstr("algorithm=MD5"), HasSubstr("opaque=\"FQhe"), Not(HasSubstr("Circle"))));
    EXPECT_THAT(authentication.authorization("POST", "/wsman"), HasSubstr("nc=00000002"));
}

TEST(Authentication, SendsNoPasswordBeforeADigestChallenge) {
    Authentication authentication{mufasa, Scheme::digest};
    EXPECT_EQ(authentication.authorization("POST", "/wsman"), "");
    EXPECT_TRUE(authentication.challenged({"Basic realm=x", sha256_challenge}, ""));
    EXPECT_THAT(authentication.authorization("POST", "/wsman"), HasSubstr("algorithm=SHA-256"));
}

TEST(Authentication, AnswersANewNonceOnceAndTheSameOneNeverAgain) {
    Authentication authentication{mufasa, Scheme::digest};
    ASSERT_TRUE(authentication.challenged({"Digest realm=r, nonce=one, qop=auth"}, ""));
    const std::string sent = authentication.authorization("POST", "/wsman");
    EXPECT_FALSE(authentication.challenged({"Digest realm=r, nonce=one, qop=auth"}, sent));
    EXPECT_TRUE(authentication.challenged({"Digest realm=r, nonce=two, qop=auth, stale=true"}, sent));
    EXPECT_THAT(authentication.authorization("POST", "/wsman"),
                AllOf(HasSubstr("\"two\""), HasSubstr("nc=00000001")));
}

TEST(Authentication, FillsInWhatACaseMakesUp) {
    const script::DigestClaim claim{.realm = "r",
                                    .nonce = "n",
                                    .opaque = {},
                                    .algorithm = "MD5",
                                    .uri = "/said",
                                    .hashed_uri = "/hashed",
                                    .client_nonce = "c"};
    const auto challenge = DigestChallenge::strongest({"Digest realm=r, nonce=n, algorithm=MD5, qop=auth"});
    ASSERT_TRUE(challenge);
    EXPECT_THAT((Authentication{mufasa, Scheme::basic}.authorization(claim)),
                AllOf(HasSubstr("uri=\"/said\""), HasSubstr("nc=00000001, cnonce=\"c\""),
                      HasSubstr(digest_response(*challenge, mufasa, "POST", "/hashed", 1, "c"))));
    EXPECT_EQ((Authentication{{}, Scheme::basic}.authorization(claim)), "");
}

TEST(Authentication, HasNothingToSayWithoutCredentials) {
    Authentication authentication{{}, Scheme::basic};
    EXPECT_EQ(authentication.authorization("POST", "/wsman"), "");
    EXPECT_EQ(authentication.kept(), "");
    EXPECT_FALSE(authentication.challenged({md5_challenge}, ""));
}

}  // namespace
}  // namespace assay::drive
