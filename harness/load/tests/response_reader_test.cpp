#include "assay/load/response_reader.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace assay::load {
namespace {

using State = ResponseReader::State;

State feed(ResponseReader& reader, std::string_view octets, std::size_t piece = std::string_view::npos) {
    State state = State::more;
    while (!octets.empty() && state == State::more) {
        const auto room = reader.room();
        const std::size_t count = std::min({octets.size(), room.size(), piece});
        std::copy_n(octets.begin(), count, room.begin());
        octets.remove_prefix(count);
        state = reader.received(count);
    }
    return state;
}

struct Read {
    State state;
    int status;
    std::string body;
    bool keep_alive;
};

Read read(std::string_view octets, std::size_t piece = std::string_view::npos) {
    ResponseReader reader;
    const State state = feed(reader, octets, piece);
    return {state, reader.response().status, std::string{reader.response().body},
            reader.response().keep_alive};
}

TEST(ResponseReader, ReadsABodyOfAGivenLengthInPiecesOfAnySize) {
    const std::string octets = "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nX: y\r\n\r\nhello";
    for (std::size_t piece = 1; piece <= octets.size(); ++piece) {
        const Read got = read(octets, piece);
        ASSERT_EQ(got.state, State::complete) << piece;
        EXPECT_EQ(got.status, 200);
        EXPECT_EQ(got.body, "hello");
        EXPECT_TRUE(got.keep_alive);
    }
}

TEST(ResponseReader, ReadsChunksInPiecesOfAnySize) {
    const std::string octets =
        "HTTP/1.1 500 No\r\nTransfer-Encoding: Chunked\r\n\r\n5;x=1\r\nhello\r\nA\r\n, dear all\r\n0\r\nT: "
        "1\r\n\r\n";
    for (std::size_t piece = 1; piece <= octets.size(); ++piece) {
        const Read got = read(octets, piece);
        ASSERT_EQ(got.state, State::complete) << piece;
        EXPECT_EQ(got.status, 500);
        EXPECT_EQ(got.body, "hello, dear all");
    }
    EXPECT_EQ(read("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n").state, State::complete);
}

TEST(ResponseReader, ReadsUntilThePeerClosesWhenNothingSaysTheLength) {
    ResponseReader reader;
    EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\n\r\nall of it"), State::more);
    EXPECT_EQ(reader.ended(), State::complete);
    EXPECT_EQ(reader.response().body, "all of it");
    EXPECT_FALSE(reader.response().keep_alive);
}

TEST(ResponseReader, TakesAnEarlyEndForACut) {
    for (const auto* octets : {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhell",
                               "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"}) {
        ResponseReader reader;
        EXPECT_EQ(feed(reader, octets), State::more);
        EXPECT_EQ(reader.ended(), State::more) << octets;
    }
}

TEST(ResponseReader, KnowsWhenTheConnectionWillNotLast) {
    EXPECT_FALSE(read("HTTP/1.1 200 OK\r\nConnection: TE, Close\r\nContent-Length: 0\r\n\r\n").keep_alive);
    EXPECT_FALSE(read("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").keep_alive);
    EXPECT_TRUE(read("HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 0\r\n\r\n").keep_alive);
}

TEST(ResponseReader, SkipsInterimResponses) {
    const Read got = read(
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 \r\nA: b\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    EXPECT_EQ(got.state, State::complete);
    EXPECT_EQ(got.body, "ok");
}

TEST(ResponseReader, SkipsVeryManyInterimResponsesAtOnce) {
    ResponseReader reader;
    ASSERT_EQ(
        feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 4000000\r\n\r\n" + std::string(4'000'000, 'a')),
        State::complete);
    reader.next();  // its memory stays, so that a flood fits in
    std::string flood;
    for (int i = 0; i < 200'000; ++i) flood += "HTTP/1.1 102 \r\n\r\n";
    EXPECT_EQ(feed(reader, flood + "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), State::complete);
    EXPECT_EQ(reader.response().status, 200);
}

TEST(ResponseReader, ExpectsNoBodyWhereThereCannotBeOne) {
    EXPECT_EQ(read("HTTP/1.1 204 No Content\r\n\r\n").state, State::complete);
}

TEST(ResponseReader, RefusesWhatIsNotHttp) {
    for (const auto* octets :
         {"SSH-2.0-OpenSSH\r\n\r\n", "HTTP/2 200\r\n\r\n", "HTTP/1.1 2x0 OK\r\n\r\n",
          "HTTP/1.1 099 Low\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
          "HTTP/1.1 200 OK\r\n: no name\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n"}) {
        EXPECT_EQ(read(octets).state, State::malformed) << octets;
    }
}

TEST(ResponseReader, BoundsWhatItReads) {
    ResponseReader reader{100'000};
    EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\nContent-Length: 100001\r\n\r\n"), State::too_large);
    reader.reset();
    EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n186A1\r\n"),
              State::too_large);
    reader.reset();
    EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\n\r\n" + std::string(100'001, 'x')), State::too_large);
    reader.reset();
    EXPECT_EQ(feed(reader, "HTTP/1.1 200 OK\r\nX: " + std::string(70'000, 'x')), State::malformed);
}

TEST(ResponseReader, ReadsOneResponseAfterAnotherAndSeesSurplus) {
    const std::string one = "HTTP/1.1 200 OK\r\nContent-Length: 3000\r\n\r\n" + std::string(3000, 'a');
    ResponseReader reader;
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(feed(reader, one), State::complete);
        ASSERT_FALSE(reader.has_surplus());
        ASSERT_EQ(reader.response().body.size(), 3000U);
        reader.next();
    }
    EXPECT_EQ(feed(reader, one + "H"), State::complete);
    EXPECT_TRUE(reader.has_surplus());
}

TEST(ResponseReader, GrowsForALargeBody) {
    const std::string body(1'000'000, 'z');
    EXPECT_EQ(read("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + body).body, body);
}

}  // namespace
}  // namespace assay::load
