#include "assay/base/http_url.hpp"

#include <gmock/gmock.h>

#include "assay/base/usage_error.hpp"

namespace assay::base {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

HttpUrl parsed(std::string_view url) {
    return parse_http_url(url, {.http_port = 81, .https_port = 444, .path = "/x"});
}

std::string complaint(std::string_view url) {
    try {
        (void)parsed(url);
    } catch (const UsageError& error) {
        return error.what();
    }
    return {};
}

TEST(HttpUrl, IsReadWithAllItsParts) {
    const HttpUrl url = parsed("http://user:p%40ss%3aword@bmc.example:8080/wsman-anon?x=1");
    EXPECT_FALSE(url.endpoint.tls);
    EXPECT_EQ(url.endpoint.host, "bmc.example");
    EXPECT_EQ(url.endpoint.port, 8080);
    EXPECT_EQ(url.endpoint.path, "/wsman-anon?x=1");
    EXPECT_EQ(url.endpoint.url(), "http://bmc.example:8080/wsman-anon?x=1");
    EXPECT_EQ(url.user, "user");
    EXPECT_EQ(url.password, "p@ss:word");
}

TEST(HttpUrl, HasDefaults) {
    EXPECT_EQ(parsed("http://bmc").endpoint.url(), "http://bmc:81/x");
    EXPECT_EQ(parsed("https://bmc").endpoint.url(), "https://bmc:444/x");
    EXPECT_EQ(parsed("http://user@bmc").user, "user");
    EXPECT_EQ(parsed("http://bmc").user, "");
}

TEST(HttpUrl, BracketsAnIpv6Address) {
    EXPECT_EQ(parsed("http://[::1]").endpoint.authority(), "[::1]:81");
    EXPECT_EQ(parsed("http://[::1]:99/").endpoint.host, "::1");
    EXPECT_EQ(parsed("http://[::1]:99/").endpoint.authority(), "[::1]:99");
}

TEST(HttpUrl, IsRefusedWithWhatIsWrong) {
    EXPECT_THAT(complaint("bmc:5985"), HasSubstr("not an http or https URL"));
    EXPECT_THAT(complaint("http://"), HasSubstr("names no host"));
    EXPECT_THAT(complaint("http:///wsman"), HasSubstr("names no host"));
    EXPECT_THAT(complaint("http://:80/"), HasSubstr("names no host"));
    EXPECT_THAT(complaint("http://bmc:0/"), HasSubstr("'0' is not a port"));
    EXPECT_THAT(complaint("http://bmc:/"), HasSubstr("'' is not a port"));
    EXPECT_THAT(complaint("http://bmc:70000/"), HasSubstr("not a port"));
    EXPECT_THAT(complaint("http://bmc:8o/"), HasSubstr("not a port"));
    EXPECT_THAT(complaint("http://[::1/"), HasSubstr("no closing bracket"));
    EXPECT_THAT(complaint("http://[::1]x/"), HasSubstr("only a port"));
    EXPECT_THAT(complaint("http://a%4@bmc/"), HasSubstr("hexadecimal"));
    EXPECT_THAT(complaint("http://a%zz@bmc/"), HasSubstr("hexadecimal"));
    EXPECT_THAT(complaint("http://bmc/\r\nX: y"), HasSubstr("white space"));
}

TEST(HttpUrl, IsRefusedWithoutTellingThePassword) {
    EXPECT_THAT(complaint("ftp://user:secret@bmc"),
                AllOf(HasSubstr("not an http"), Not(HasSubstr("secret"))));
    EXPECT_THAT(complaint("user:secret@bmc"), AllOf(HasSubstr("not an http"), Not(HasSubstr("secret"))));
    EXPECT_THAT(complaint("http://user:secret@bmc:x/"),
                AllOf(HasSubstr("'x' is not"), Not(HasSubstr("secret"))));
    EXPECT_THAT(complaint("http://user:sec%ret@bmc"), AllOf(HasSubstr("percent"), Not(HasSubstr("ret@"))));
    EXPECT_THAT(complaint("http://user:sec ret@bmc"), AllOf(HasSubstr("space"), Not(HasSubstr("sec"))));
}

TEST(HttpUrl, IsRefusedWhenASlashMayCutThePassword) {
    EXPECT_THAT(complaint("http://user:zq/xk@bmc/wsman"),
                AllOf(HasSubstr("%2F"), Not(HasSubstr("zq")), Not(HasSubstr("xk"))));
    EXPECT_EQ(parsed("http://user:zq%2Fxk@bmc/wsman").password, "zq/xk");
}

}  // namespace
}  // namespace assay::base
