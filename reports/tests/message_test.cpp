#include "../src/message.hpp"

#include <gtest/gtest.h>

namespace assay::reports {
namespace {

TEST(Message, IsSplitAtItsEmptyLine) {
    const Message message = message_of("POST / HTTP/1.1\r\nHost: a\r\n\r\nbody\r\n\r\nmore");
    EXPECT_EQ(message.head, "POST / HTTP/1.1\r\nHost: a\r\n");
    EXPECT_EQ(message.body, "body\r\n\r\nmore");
    EXPECT_TRUE(message.steps.empty());
}

TEST(Message, KeepsInterimResponsesInItsHeads) {
    const Message message =
        message_of("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx");
    EXPECT_EQ(message.heads, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n");
    EXPECT_EQ(message.head, "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n");
    EXPECT_EQ(message.body, "x");
}

TEST(Message, IsTakenOutOfItsChunks) {
    const Message message = message_of(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
    EXPECT_EQ(message.body, "abcde");
    ASSERT_EQ(message.steps.size(), 1U);
    EXPECT_EQ(message.steps[0], "chunks");
}

TEST(Message, SaysWhenItsChunksBreakOff) {
    for (const char* chunks :
         {"5\r\nab", "zz\r\n", "3\r\nabc", "", "ffffffffffffffff\r\na", "ffffffffffffffffff\r\na"}) {
        const Message message =
            message_of(std::string{"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"} + chunks);
        ASSERT_EQ(message.steps.size(), 1U) << chunks;
        EXPECT_EQ(message.steps[0], "chunks that break off") << chunks;
    }
}

TEST(Message, IsReadAsUtf16WhenItSaysSo) {
    using namespace std::string_literals;
    const std::string with_mark = "HTTP/1.1 200 OK\r\n\r\n\xff\xfe<\0a\0"s;
    EXPECT_EQ(message_of(with_mark).body, "<a");
    const std::string declared = "HTTP/1.1 200 OK\r\nContent-Type: x; charset=UTF-16BE\r\n\r\n\0<\0a"s;
    EXPECT_EQ(message_of(declared).body, "<a");
    const std::string undeclared = "HTTP/1.1 200 OK\r\n\r\n<\0a\0"s;
    EXPECT_EQ(message_of(undeclared).body, "<a") << "as the first character gives away";
    const std::string broken = "HTTP/1.1 200 OK\r\nContent-Type: x; charset=utf-16\r\n\r\na\0b"s;
    EXPECT_EQ(message_of(broken).steps.at(0), "UTF-16 that is broken: shown as sent");
}

TEST(Message, BeginsAfterItsByteOrderMark) {
    const Message message = message_of("HTTP/1.1 200 OK\r\n\r\n\xef\xbb\xbf<a/>");
    EXPECT_EQ(message.body, "<a/>");
    EXPECT_EQ(message.steps.at(0), "a byte-order mark");
}

TEST(Message, IsWhateverWasCut) {
    EXPECT_EQ(message_of("HTTP/1.1 400 Bad Request\r\nContent-Le").head,
              "HTTP/1.1 400 Bad Request\r\nContent-Le");
    EXPECT_EQ(message_of("").body, "");
    EXPECT_EQ(message_of("HTTP/1.1 100 Continue\r\n\r\n").head, "HTTP/1.1 100 Continue\r\n");
}

TEST(Field, IsFoundWhateverItsCase) {
    const std::string_view head = "GET / HTTP/1.1\r\nX: 1\r\nContent-TYPE : a/b \r\nX: 2\r\n";
    EXPECT_EQ(field(head, "content-type"), "a/b");
    EXPECT_EQ(field(head, "x"), "1");
    EXPECT_EQ(field(head, "Host"), "");
}

}  // namespace
}  // namespace assay::reports
