#include "assay/drive/target.hpp"

#include <gmock/gmock.h>

namespace assay::drive {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string complaint(const std::string& url) {
    try {
        (void)parse_target(url);
    } catch (const base::SetupError& error) {
        return error.what();
    }
    return {};
}

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

TEST(Target, IsRefusedWithoutTellingThePassword) {
    EXPECT_THAT(complaint("bmc"), HasSubstr("not an http or https URL"));
    EXPECT_THAT(complaint("ftp://user:secret@bmc"), Not(HasSubstr("secret")));
    EXPECT_THAT(complaint("http://user:secret@bmc:x/"),
                testing::AllOf(HasSubstr("'x' is not a port"), Not(HasSubstr("secret"))));
    EXPECT_THAT(complaint("http://bmc:70000/"), HasSubstr("not a port"));
    EXPECT_THAT(complaint("http:///wsman"), HasSubstr("names no host"));
    EXPECT_THAT(complaint("http://[::1/wsman"), HasSubstr("no closing bracket"));
}

TEST(Target, IsRefusedWhenASlashMayCutThePassword) {
    EXPECT_THAT(complaint("http://user:zq/xk@bmc/wsman"),
                testing::AllOf(HasSubstr("%2F"), Not(HasSubstr("zq")), Not(HasSubstr("xk"))));
    EXPECT_EQ(parse_target("http://user:zq%2Fxk@bmc/wsman").credentials.password, "zq/xk");
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
