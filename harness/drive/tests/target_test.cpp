#include "assay/drive/target.hpp"

#include <gmock/gmock.h>

namespace assay::drive {
namespace {

TEST(Target, IsReadFromAUrl) {
    const ParsedTarget parsed = parse_target("http://user:p%40ss%3Aword@bmc.example:8080/wsman-anon?x=1");
    EXPECT_FALSE(parsed.target.tls);
    EXPECT_EQ(parsed.target.authority(), "bmc.example:8080");
    EXPECT_EQ(parsed.target.path, "/wsman-anon?x=1");
    EXPECT_EQ(parsed.target.url(), "http://bmc.example:8080/wsman-anon?x=1");
    EXPECT_EQ(parsed.credentials.user, "user");
    EXPECT_EQ(parsed.credentials.password, "p@ss:word");
}

TEST(Target, HasTheCustomaryPortsAndPath) {
    EXPECT_EQ(parse_target("http://bmc").target.url(), "http://bmc:5985/wsman");
    EXPECT_EQ(parse_target("https://bmc").target.url(), "https://bmc:5986/wsman");
    EXPECT_EQ(parse_target("http://[::1]").target.authority(), "[::1]:5985");
    EXPECT_EQ(parse_target("http://[::1]:80/x").target.host, "::1");
}

TEST(Credentials, AreHiddenInATextOfTheSameLength) {
    const Credentials credentials{"Aladdin", "open sesame"};
    EXPECT_EQ(credentials.hidden_in("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==, open sesame/open sesame"),
              "Basic [redacted]******************, [redacted]*/[redacted]*");
    EXPECT_EQ((Credentials{"u", "abcd"}.hidden_in("abcabcd")), "abc****");
    EXPECT_EQ((Credentials{"u", "abc"}.hidden_in("abc")), "abc");
    EXPECT_EQ(Credentials{}.hidden_in("Og=="), "Og==");
}

TEST(Credentials, MakeABasicAuthorization) {
    EXPECT_EQ((Credentials{"Aladdin", "open sesame"}.authorization()), "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
    EXPECT_EQ(Credentials{}.authorization(), "");
}

}  // namespace
}  // namespace assay::drive
