#include "assay/observe/response_framer.hpp"

#include <gmock/gmock.h>

#include "assay/observe/limits.hpp"

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

/// Feeds `piece` again and again; returns how many octets it took until it was given up, 0 when it was not.
std::size_t octets_until_given_up(ResponseFramer& framer, const std::string& piece) {
    constexpr std::size_t far_too_much = 16UL << 20U;
    for (std::size_t fed = piece.size(); fed < far_too_much; fed += piece.size()) {
        if (framer.feed(piece) == State::given_up) return fed;
    }
    return 0;
}

TEST(ResponseFramer, GivesUpABodyWithoutEnd) {
    for (const char* head :
         {"HTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFF\r\n"}) {
        ResponseFramer framer;
        framer.feed(head);
        const std::size_t octets = octets_until_given_up(framer, std::string(65536, 'x'));
        EXPECT_GT(octets, limits.answer_octets - 65536) << head;
        EXPECT_LE(octets, limits.answer_octets + 65536) << head;
        EXPECT_EQ(framer.excess(), "it has more than 4 MiB");
        EXPECT_FALSE(framer.whole_if_closed());
        EXPECT_FALSE(framer.keeps_connection());
    }
}

TEST(ResponseFramer, GivesUpAHeadWithoutEnd) {
    const std::pair<const char*, std::string> heads[]{
        {"HTTP/1.1 ", "OK "},
        {"HTTP/1.1 200 OK\r\nX: ", std::string(1000, 'x')},
        {"HTTP/1.1 200 OK\r\n", "X: " + std::string(1000, 'x') + "\r\n"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", std::string(1000, 'x')},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n",
         "X: " + std::string(1000, 'x') + "\r\n"}};
    for (const auto& [beginning, piece] : heads) {
        ResponseFramer framer;
        framer.feed(beginning);
        EXPECT_GT(octets_until_given_up(framer, piece), limits.head_octets - 2000) << beginning;
        EXPECT_THAT(framer.excess(), testing::HasSubstr("more than 256 KiB"));
    }
}

TEST(ResponseFramer, GivesUpFieldsAndInterimResponsesWithoutEnd) {
    ResponseFramer fields;
    fields.feed("HTTP/1.1 200 OK\r\n");
    EXPECT_EQ(octets_until_given_up(fields, "X: 1\r\n"), 6 * (limits.fields + 1));
    EXPECT_EQ(fields.excess(), "it has more than 1000 fields");
    ResponseFramer interim;
    EXPECT_EQ(octets_until_given_up(interim, "HTTP/1.1 102 Wait\r\n\r\n"), 21 * (limits.interim + 1));
    EXPECT_EQ(interim.excess(), "more than 100 interim responses came before it");
}

TEST(ResponseFramer, TakesWhatIsJustWithinTheLimits) {
    ResponseFramer framer;
    framer.feed("HTTP/1.1 200 OK\r\nContent-Length: 3900000\r\n");
    for (std::size_t field = 2; field < limits.fields; ++field)
        framer.feed("X: " + std::string(200, 'x') + "\r\n");
    framer.feed("\r\n");
    EXPECT_EQ(framer.feed(std::string(3'800'000, 'x')), State::reading);
    EXPECT_EQ(framer.feed(std::string(100'000, 'x')), State::complete);
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
