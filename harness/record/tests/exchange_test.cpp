#include "assay/record/exchange.hpp"

#include <gtest/gtest.h>

namespace assay::record {
namespace {

TEST(Redaction, HidesCredentialsAndKeepsTheScheme) {
    EXPECT_EQ(
        redacted("POST /wsman HTTP/1.1\r\nHost: bmc\r\nAuthorization: Basic YXNzYXk6c2VjcmV0\r\n\r\n<a/>"),
        "POST /wsman HTTP/1.1\r\nHost: bmc\r\nAuthorization: Basic [redacted]\r\n\r\n<a/>");
}

TEST(Redaction, HidesFieldsOfAnyCaseAndWithBareLineFeeds) {
    EXPECT_EQ(redacted("GET / HTTP/1.1\nCOOKIE:a=b; c=d\nproxy-authorization: secret\n\n"),
              "GET / HTTP/1.1\nCOOKIE:[redacted]\nproxy-authorization: [redacted]\n\n");
}

TEST(Redaction, LeavesTheBodyAndHarmlessFieldsAlone) {
    const std::string message = "POST / HTTP/1.1\r\nX: 1\r\n\r\nAuthorization: Basic abc\r\n\r\n";
    EXPECT_EQ(redacted(message), message);
}

TEST(Redaction, GoesOnWithTheHeadAfterAnInterimResponse) {
    EXPECT_EQ(redacted("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nX: 1\r\n\r\nHTTP/1.1 200 OK\r\n"
                       "Set-Cookie: a=b\r\n\r\nCookie: c\r\n"),
              "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nX: 1\r\n\r\nHTTP/1.1 200 OK\r\n"
              "Set-Cookie: [redacted]\r\n\r\nCookie: c\r\n");
}

TEST(Redaction, HidesInAHeadThatWasCut) {
    EXPECT_EQ(redacted("POST / HTTP/1.1\r\nAuthorization: Basic abc"),
              "POST / HTTP/1.1\r\nAuthorization: Basic [redacted]");
    EXPECT_EQ(redacted("Authorization:"), "Authorization:");
}

TEST(Ending, IsReadBackAsItIsPrinted) {
    for (int i = 0; i <= static_cast<int>(Ending::given_up); ++i) {
        const auto ending = static_cast<Ending>(i);
        EXPECT_EQ(ending_from(to_text(ending)), ending);
    }
}

TEST(Exchange, OfABmcShowsThatItIsThereByAnAnswerAlone) {
    Exchange exchange;
    exchange.ending = Ending::not_awaited;
    EXPECT_TRUE(exchange.reached_the_target()) << "there was a connection";
    exchange.bmc = BmcFacts{};
    EXPECT_FALSE(exchange.reached_the_target());
    exchange.ending = Ending::timed_out;
    EXPECT_FALSE(exchange.reached_the_target());
    exchange.ending = Ending::answered;
    EXPECT_TRUE(exchange.reached_the_target());
}

}  // namespace
}  // namespace assay::record
