#include "assay/reports/curl.hpp"

#include <gtest/gtest.h>

namespace assay::reports {
namespace {

constexpr auto target = "https://bmc:5986/wsman";

std::optional<std::string> line_for(std::string request) {
    record::Exchange exchange;
    exchange.request = std::move(request);
    return curl_line(exchange, target);
}

TEST(CurlLine, SendsTheSameFieldsAndBody) {
    EXPECT_EQ(line_for("POST /wsman?a=b HTTP/1.1\r\nHost: x\r\nAuthorization: Basic [redacted]\r\n"
                       "Content-Type: application/soap+xml;charset=UTF-8\r\nX-Odd: it's\r\nContent-Length: "
                       "4\r\n\r\n<a/>"),
              "curl -sS -i --user \"$ASSAY_USER:$ASSAY_PASSWORD\" -H 'Content-Type: "
              "application/soap+xml;charset=UTF-8' -H 'X-Odd: it'\\''s' --data-raw '<a/>' "
              "'https://bmc:5986/wsman?a=b'");
}

TEST(CurlLine, KeepsTheMethodAndTheAbsenceOfAContentType) {
    EXPECT_EQ(line_for("GET /wsman HTTP/1.1\r\nHost: x\r\n\r\n"),
              "curl -sS -i -X GET -H Content-Type: https://bmc:5986/wsman");
}

TEST(CurlLine, KeepsAFieldWithoutAValueAndReadsNoFile) {
    EXPECT_NE(line_for("GET / HTTP/1.1\r\nHost: x\r\nX-Empty:\r\n\r\n")->find("-H 'X-Empty;'"),
              std::string::npos);
    EXPECT_FALSE(line_for("GET / HTTP/1.1\r\nHost: x\r\n@/etc/passwd: x\r\n\r\n"));
    EXPECT_FALSE(line_for("GET / HTTP/1.1\r\nHost: x\r\n@/etc/passwd:x\r\n\r\n"));
    EXPECT_NE(
        line_for("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n@file")->find("--data-raw @file"),
        std::string::npos);
}

TEST(CurlLine, AsksForTheSchemeThatWasUsed) {
    EXPECT_NE(
        line_for("GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Digest [redacted]\r\n\r\n")->find("--digest"),
        std::string::npos);
    EXPECT_NE(line_for("GET / HTTP/1.1\r\nHost: x\r\nAuthorization: Negotiate [redacted]\r\n\r\n")
                  ->find("--negotiate"),
              std::string::npos);
}

TEST(CurlLine, IsNotGivenForWhatCurlCannotSend) {
    EXPECT_FALSE(line_for("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9999\r\n\r\n<a/>"))
        << "wrong length";
    EXPECT_FALSE(line_for("POST / HTTP/1.1\nContent-Length: 4\n\n<a/>")) << "bare line feeds";
    EXPECT_FALSE(line_for("POST / HTTP/1.1\r\nHost: x\r\n folded\r\nContent-Length: 4\r\n\r\n<a/>"));
    EXPECT_FALSE(line_for("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    EXPECT_FALSE(
        line_for("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: odd\r\nContent-Length: 0\r\n\r\n"));
    EXPECT_FALSE(line_for("POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n")) << "no host";
    EXPECT_FALSE(line_for("POST / HTTP/1.1\r\nHost: x\r\nHost: y\r\nContent-Length: 0\r\n\r\n"));
    EXPECT_FALSE(line_for("BREW\r\n\r\n"));
    EXPECT_FALSE(line_for(""));
    EXPECT_FALSE(line_for("POST /a b HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n"));
}

TEST(CurlCommand, TakesABodyThatCannotBeQuotedFromAFile) {
    record::Exchange exchange;
    exchange.request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n\xFF\xFE<";
    exchange.request.push_back('\0');
    const auto command = curl_command(exchange, target, {"a b.body", "ca.pem", true});
    ASSERT_TRUE(command);
    EXPECT_EQ(command->line,
              "curl -sS -i --cacert ca.pem -H Content-Type: -H Expect: --data-binary '@a b.body' "
              "https://bmc:5986/");
    EXPECT_EQ(command->body, std::string("\xFF\xFE<\0", 4));
    EXPECT_FALSE(curl_line(exchange, target)) << "it would need a file";
    EXPECT_NE(curl_command(exchange, target, {"f", "", false})->line.find("--insecure"), std::string::npos);
}

TEST(CurlCommand, NeedsNoFileForWhatCanBeQuotedAndIsNotGivenForWhatCurlCannotSend) {
    record::Exchange exchange;
    exchange.request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n<a/>";
    EXPECT_EQ(curl_command(exchange, target, {})->body, "");
    EXPECT_EQ(curl_command(exchange, target, {})->line, *curl_line(exchange, target));
    exchange.request = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n<a/>";
    EXPECT_FALSE(curl_command(exchange, target, {}));
}

TEST(CurlLine, IsNotGivenWhenPastingItCouldHarm) {
    EXPECT_FALSE(line_for("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n\x1b[2"))
        << "terminal control";
    EXPECT_FALSE(line_for("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n\xe2\x80\xae"))
        << "direction override";
    EXPECT_FALSE(line_for("POST / HTTP/1.1\r\nHost: x\r\nX: \x1b\r\nContent-Length: 0\r\n\r\n"));
    const auto quoted = line_for("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 14\r\n\r\n';$(reboot);`x");
    ASSERT_TRUE(quoted);
    EXPECT_NE(quoted->find("''\\'';$(reboot);`x'"), std::string::npos);
}

}  // namespace
}  // namespace assay::reports
