#include "assay/observe/response_framer.hpp"

#include <gtest/gtest.h>

namespace assay::observe {
namespace {

using State = ResponseFramer::State;

State fed_one_by_one(ResponseFramer& framer, std::string_view octets) {
    State state = framer.state();
    for (const char octet : octets) state = framer.feed(std::string_view{&octet, 1});
    return state;
}

TEST(ResponseFramer, EndsWithTheLastOctetOfASizedBody) {
    ResponseFramer framer;
    EXPECT_EQ(fed_one_by_one(framer, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab"), State::reading);
    EXPECT_FALSE(framer.whole_if_closed());
    EXPECT_EQ(framer.feed("c"), State::complete);
    EXPECT_EQ(framer.status(), 200);
    EXPECT_TRUE(framer.keeps_connection());
}

TEST(ResponseFramer, EndsAfterTheTrailersOfAChunkedBody) {
    constexpr std::string_view octets =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nX: y\r\n\r\n";
    ResponseFramer framer;
    EXPECT_EQ(fed_one_by_one(framer, octets.substr(0, octets.size() - 1)), State::reading);
    EXPECT_EQ(framer.feed("\n"), State::complete);
    EXPECT_EQ(framer.consumed(), octets.size());
}

TEST(ResponseFramer, LeavesTheNextResponseAlone) {
    ResponseFramer framer;
    constexpr std::string_view first = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    EXPECT_EQ(framer.feed(std::string{first} + "HTTP/1.1 400"), State::complete);
    EXPECT_EQ(framer.consumed(), first.size());
}

TEST(ResponseFramer, CountsInterimResponsesAndWaitsForTheFinalOne) {
    ResponseFramer framer;
    EXPECT_EQ(framer.feed("HTTP/1.1 100 Continue\r\n\r\n"), State::reading);
    EXPECT_EQ(framer.interim_responses(), 1U);
    EXPECT_EQ(framer.feed("HTTP/1.1 204 No Content\r\n\r\n"), State::complete);
}

TEST(ResponseFramer, NeedsTheCloseWhenNoLengthIsGiven) {
    ResponseFramer framer;
    EXPECT_EQ(framer.feed("HTTP/1.1 200 OK\r\n\r\nabc"), State::until_close);
    EXPECT_TRUE(framer.whole_if_closed());
    EXPECT_FALSE(framer.keeps_connection());
    EXPECT_EQ(framer.consumed(), 22U);
}

TEST(ResponseFramer, TakesAResponseThatCannotBeFramedAsLastingUntilTheClose) {
    ResponseFramer chunks;
    EXPECT_EQ(chunks.feed("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnot hex\r\n"),
              State::until_close);
    ResponseFramer lengths;
    EXPECT_EQ(lengths.feed("HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\n"), State::until_close);
}

TEST(ResponseFramer, DoesNotKeepAConnectionThatTheResponseGivesUp) {
    ResponseFramer closing;
    closing.feed("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: x, Close\r\n\r\n");
    EXPECT_FALSE(closing.keeps_connection());
    ResponseFramer old;
    old.feed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n");
    EXPECT_FALSE(old.keeps_connection());
    ResponseFramer kept;
    kept.feed("HTTP/1.0 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_TRUE(kept.keeps_connection());
}

}  // namespace
}  // namespace assay::observe
