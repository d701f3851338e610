#include "assay/auth/digest.hpp"

#include <gtest/gtest.h>

#include <array>

namespace assay::auth {
namespace {

using namespace std::chrono_literals;

constexpr base::Instant noon{12h};
constexpr std::array both{Algorithm::sha256, Algorithm::md5};

/// RFC 7616 §3.9.1.
std::string example(const std::string& algorithm, const std::string& response) {
    return "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", "
           "algorithm=" +
           algorithm +
           ", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, "
           "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", qop=auth, response=\"" +
           response + "\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
}

TEST(DigestResponse, IsWhatRfc7616Computes) {
    const std::string sha256 = "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1";
    const std::string md5 = "8ca523f5e9506fed4657c9700eebdbec";
    for (const auto& [algorithm, right] : {std::pair{Algorithm::sha256, sha256}, {Algorithm::md5, md5}}) {
        const auto read = parse_digest(example(std::string{name_of(algorithm)}, right));
        ASSERT_TRUE(read);
        EXPECT_EQ(read->algorithm, algorithm);
        const std::string secret =
            digest_secret(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life");
        EXPECT_EQ(expected_response(*read, "GET", secret), right);
        EXPECT_EQ(read->response, right);
        EXPECT_NE(expected_response(*read, "POST", secret), right);
    }
}

TEST(DigestResponse, IsReadInEveryFormOfItsParameters) {
    const auto read = parse_digest(
        "dIGEST ,USERNAME=\"a\\\"b, c\" , realm = "
        "\"r\",nonce=n,uri=\"/x?a=b\",nc=0000001f,cnonce=\"\",qop=\"auth\","
        "response=ABCDEF , x=y,");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->user, "a\"b, c");
    EXPECT_EQ(read->count, 0x1FU);
    EXPECT_EQ(read->uri, "/x?a=b");
    EXPECT_EQ(read->algorithm, Algorithm::md5) << "RFC 7616 §3.4: when it is not said";
    EXPECT_EQ(read->response, "abcdef");
}

TEST(DigestResponse, MayNameUsersBeyondAscii) {
    const std::string rest = ", realm=r, nonce=n, uri=u, nc=00000001, cnonce=c, qop=auth, response=d";
    EXPECT_EQ(parse_digest("Digest username*=UTF-8''J%C3%A4s%c3%b8n%20Doe" + rest)->user,
              "J\u00E4s\u00F8n Doe");
    const auto hashed = parse_digest("Digest username=\"AB12\", userhash=true" + rest);
    EXPECT_TRUE(hashed->user_is_hashed);
    EXPECT_EQ(hashed->user, "ab12");
    for (const char* wrong :
         {"username*=UTF-8''%C3", "username*=UTF-8''%", "username*=latin1''a", "username*=UTF-8'a",
          "username=a, username*=UTF-8''a", "username*=UTF-8''a, userhash=true", "x=y"}) {
        EXPECT_FALSE(parse_digest("Digest " + std::string{wrong} + rest)) << wrong;
    }
}

TEST(DigestResponse, RefusesWhatIsNotWhole) {
    const std::string whole =
        "Digest username=u, realm=r, nonce=n, uri=u, nc=00000001, cnonce=c, qop=auth, response=d";
    ASSERT_TRUE(parse_digest(whole));
    for (const char* part : {"username=u", "realm=r", "nonce=n", " uri=u", "nc=00000001", "cnonce=c",
                             "qop=auth", "response=d"}) {
        std::string without = whole;
        without.replace(without.find(part), std::string_view{part}.size(), "z=z");
        EXPECT_FALSE(parse_digest(without)) << part;
    }
    for (const std::string& wrong : {std::string{"Digest"}, std::string{"Digest "}, std::string{"Basic abc"},
                                     whole + ", uri=u", whole + ", x=\"", whole + ", x=\"a\\", whole + ", x",
                                     whole + ", x=", whole + " y=z", whole + ", algorithm=SHA-512-256"}) {
        EXPECT_FALSE(parse_digest(wrong)) << wrong;
    }
    for (const char* count : {"1", "0000000g", "+0000001", "000000001", "-0000001"}) {
        std::string other = whole;
        other.replace(other.find("00000001"), 8, count);
        EXPECT_FALSE(parse_digest(other)) << count;
    }
}

class DigestTest : public testing::Test {
protected:
    DigestTest() {
        User user{.name = "assay"};
        for (const Algorithm each : both)
            user.digest_secrets[each] = digest_secret(each, "assay", "WSMAN", "secret");
        users_.add(std::move(user));
        users_.add({.name = "basic", .password = PasswordHash::of_nobody({.n = 2, .r = 1, .p = 1})});
    }

    /// What a client makes of the challenge for `algorithm`.
    DigestResponse response(Algorithm algorithm = Algorithm::sha256, const std::string& password = "secret") {
        const auto challenge = digest_.challenges("WSMAN", std::array{algorithm}, false, noon).at(0);
        const auto value = [&](const std::string& name) {
            const auto from = challenge.find(name + "=\"") + name.size() + 2;
            return challenge.substr(from, challenge.find('"', from) - from);
        };
        DigestResponse made{.user = "assay",
                            .realm = value("realm"),
                            .nonce = value("nonce"),
                            .uri = "/wsman",
                            .cnonce = "c",
                            .opaque = value("opaque"),
                            .algorithm = algorithm};
        return counted(made, 1, password);
    }
    static DigestResponse counted(DigestResponse made, std::uint32_t count,
                                  const std::string& password = "secret") {
        made.count = count;
        made.count_text = "0000000" + std::to_string(count);
        const std::string secret = digest_secret(made.algorithm, "assay", "WSMAN", password);
        made.response = expected_response(made, "POST", secret);
        return made;
    }
    Digest::Result verify(const DigestResponse& given, std::string_view target = "/wsman",
                          base::Instant now = noon) {
        return digest_.verify(given, "POST", target, users_, now);
    }

    Users users_;
    Digest digest_;
};

TEST_F(DigestTest, ChallengesInTheOrderOfPreference) {
    const auto challenges = digest_.challenges("WS\"MAN", both, false, noon);
    ASSERT_EQ(challenges.size(), 2U);
    EXPECT_TRUE(
        challenges[0].starts_with("Digest realm=\"WS\\\"MAN\", qop=\"auth\", algorithm=SHA-256, nonce=\""));
    EXPECT_NE(challenges[1].find("algorithm=MD5"), std::string::npos);
    EXPECT_EQ(challenges[0].find("stale"), std::string::npos);
    EXPECT_NE(digest_.challenges("r", both, true, noon)[0].find(", stale=true"), std::string::npos);
}

TEST_F(DigestTest, LetsThoseInWhoKnowThePassword) {
    for (const Algorithm each : both) EXPECT_EQ(verify(response(each)).user, "assay");
    EXPECT_EQ(verify(response(Algorithm::sha256, "guess")).user, "");
    DigestResponse stranger = response();
    stranger.user = "stranger";
    EXPECT_EQ(verify(stranger).user, "");
    stranger.user = "basic";
    EXPECT_EQ(verify(stranger).user, "");
}

TEST_F(DigestTest, KnowsUsersByTheirHash) {
    DigestResponse hashed = response();
    hashed.user = digest_of(Algorithm::sha256, "assay:WSMAN");
    EXPECT_EQ(verify(hashed).user, "") << "a hash is no name unless it is said to be one";
    hashed.user_is_hashed = true;
    EXPECT_EQ(verify(hashed).user, "assay");
}

TEST_F(DigestTest, IsForOneTargetAndOneRealm) {
    EXPECT_EQ(verify(response(), "/other").user, "");
    EXPECT_EQ(verify(response(), "http://host:5985/wsman").user, "assay");
    DigestResponse other = response();
    other.realm = "elsewhere";
    EXPECT_EQ(verify(other).user, "");
    other = response();
    other.opaque = "another";
    EXPECT_EQ(verify(other).user, "");
}

TEST_F(DigestTest, RefusesAReplayAndSaysThatTheNonceIsWornOut) {
    const DigestResponse first = response();
    EXPECT_EQ(verify(first).user, "assay");
    const auto again = verify(first);
    EXPECT_EQ(again.user, "");
    EXPECT_TRUE(again.stale);
    EXPECT_EQ(verify(counted(first, 2)).user, "assay");
}

TEST_F(DigestTest, SaysStaleOnlyToThoseWhoKnowThePassword) {
    const DigestResponse right = response();
    const DigestResponse wrong = response(Algorithm::sha256, "guess");
    EXPECT_TRUE(verify(right, "/wsman", noon + 1h).stale);
    EXPECT_FALSE(verify(wrong, "/wsman", noon + 1h).stale);
}

TEST_F(DigestTest, CallsNoncesOfAnotherProcessStaleToThoseWhoKnowThePassword) {
    Digest other;
    const DigestResponse theirs = response();
    const auto result = other.verify(theirs, "POST", "/wsman", users_, noon);
    EXPECT_EQ(result.user, "");
    EXPECT_TRUE(result.stale);
    const DigestResponse wrong = response(Algorithm::sha256, "guess");
    EXPECT_FALSE(other.verify(wrong, "POST", "/wsman", users_, noon).stale);
}

}  // namespace
}  // namespace assay::auth
