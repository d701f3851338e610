#include "assay/wire/message.hpp"

#include <gtest/gtest.h>

#include "assay/base/setup_error.hpp"
#include "assay/wire/server.hpp"

namespace assay::wire {
namespace {

TEST(Head, SaysLengthTypeAndWhetherTheConnectionStays) {
    const Reply reply{.status = 200, .content_type = "text/x", .headers = {{"A", "b"}}, .body = "12345"};
    EXPECT_EQ(head_of(reply, "today", 1, true),
              "HTTP/1.1 200 OK\r\nDate: today\r\nContent-Type: text/x\r\nA: b\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(
        head_of({.status = 413}, "today", 1, false),
        "HTTP/1.1 413 Content Too Large\r\nDate: today\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

TEST(Head, TellsClientsOfHttp10ThatTheConnectionStays) {
    EXPECT_NE(head_of({}, "today", 0, true).find("Connection: keep-alive\r\n"), std::string::npos);
}

TEST(Request, FindsHeadersInAnyCaseAndThePathWithoutQuery) {
    const Request request{.method = "POST", .target = "/wsman?a=b", .headers = {{"content-TYPE", "x"}}};
    ASSERT_NE(request.header("Content-Type"), nullptr);
    EXPECT_EQ(request.header("Host"), nullptr);
    EXPECT_EQ(request.path(), "/wsman");
}

TEST(Request, FindsThePathInTheAbsoluteForm) {
    EXPECT_EQ((Request{.method = "POST", .target = "http://bmc:5985/wsman?a=http://b"}.path()), "/wsman");
    EXPECT_EQ((Request{.method = "POST", .target = "http://bmc"}.path()), "/");
    EXPECT_EQ((Request{.method = "OPTIONS", .target = "*"}.path()), "*");
}

TEST(Address, IsHostAndPort) {
    EXPECT_EQ(parse_address("127.0.0.1:80", "here").text(), "127.0.0.1:80");
    EXPECT_EQ(parse_address("[::1]:0", "here").text(), "[::1]:0");
    EXPECT_EQ(parse_address("localhost:5985", "here").text(), "127.0.0.1:5985");
    EXPECT_TRUE(parse_address("127.9.9.9:1", "here").is_loopback());
    EXPECT_FALSE(parse_address("0.0.0.0:1", "here").is_loopback());
}

TEST(Address, MayHaveAScheme) {
    EXPECT_EQ(parse_address("https://[::1]:5986", "here").origin(), "https://[::1]:5986");
    EXPECT_EQ(parse_address("http://127.0.0.1:80", "here").origin(), "http://127.0.0.1:80");
    EXPECT_FALSE(parse_address("127.0.0.1:80", "here").secure);
}

TEST(Address, RefusesEverythingElse) {
    for (const char* wrong : {"", "5985", "127.0.0.1", "127.0.0.1:", "127.0.0.1:http", "127.0.0.1:99999",
                              "host:1", "ftp://127.0.0.1:1", "https://"}) {
        EXPECT_THROW((void)parse_address(wrong, "--listen"), base::SetupError) << wrong;
    }
}

}  // namespace
}  // namespace assay::wire
