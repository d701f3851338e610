#include "../src/request_parser.hpp"

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>

namespace assay::wire {
namespace {

/// What came of a request, put in as pieces of so many octets.
struct Parsed {
    Request request = {};
    RequestParser parser{request};
    boost::system::error_code error = {};

    explicit Parsed(std::string_view text, std::size_t piece = SIZE_MAX) {
        parser.eager(true);
        std::string pending;
        while (!text.empty() && !parser.is_done()) {
            pending += text.substr(0, piece);
            text.remove_prefix(std::min(piece, text.size()));
            for (std::size_t used = 1; used > 0 && !pending.empty() && !parser.is_done();) {
                used = parser.put(boost::asio::buffer(pending), error);
                pending.erase(0, used);
                if (error && error != boost::beast::http::error::need_more) return;
            }
        }
        error = {};
    }
};

constexpr std::string_view post =
    "POST /wsman HTTP/1.1\r\nHost: here\r\nContent-Type: text/x\r\nContent-Length: 5\r\n\r\n12345";

TEST(RequestParser, FillsTheRequestWhateverPiecesItComesIn) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, SIZE_MAX}) {
        const Parsed parsed{post, piece};
        ASSERT_TRUE(parsed.parser.is_done()) << piece;
        EXPECT_EQ(parsed.request.method, "POST");
        EXPECT_EQ(parsed.request.target, "/wsman");
        EXPECT_EQ(parsed.request.headers,
                  (Headers{{"Host", "here"}, {"Content-Type", "text/x"}, {"Content-Length", "5"}}));
        EXPECT_EQ(parsed.request.body, "12345");
        EXPECT_EQ(parsed.parser.minor_version(), 1U);
    }
}

TEST(RequestParser, JoinsChunksAndKeepsTrailersOutOfTheHeaders) {
    const Parsed parsed{
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\n"
        "Host: b\r\nAuthorization: c\r\n\r\n"};
    ASSERT_TRUE(parsed.parser.is_done());
    EXPECT_EQ(parsed.request.body, "abcde");
    EXPECT_EQ(parsed.request.headers, (Headers{{"Host", "a"}, {"Transfer-Encoding", "chunked"}}));
    EXPECT_TRUE(parsed.parser.names_host());
}

TEST(RequestParser, WantsOneHostOfHttp11AndNoneOfHttp10) {
    EXPECT_FALSE(Parsed{"GET / HTTP/1.1\r\n\r\n"}.parser.names_host());
    EXPECT_FALSE((Parsed{"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"}.parser.names_host()));
    EXPECT_TRUE((Parsed{"GET / HTTP/1.1\r\nhost: a\r\n\r\n"}.parser.names_host()));
    EXPECT_TRUE(Parsed{"GET / HTTP/1.0\r\n\r\n"}.parser.names_host());
}

TEST(RequestParser, TellsWhatIsNoRequest) {
    EXPECT_EQ(Parsed{"HTTP/1.1 200 OK\r\n\r\n"}.error, boost::beast::http::error::bad_method);
    EXPECT_EQ(Parsed{"POST / HTTP/2.0\r\n\r\n"}.error, boost::beast::http::error::bad_version);
}

}  // namespace
}  // namespace assay::wire
