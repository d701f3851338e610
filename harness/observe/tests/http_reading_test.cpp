#include "assay/observe/http_reading.hpp"

#include <gmock/gmock.h>

namespace assay::observe {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<Framing> kinds(const HttpReading& reading) {
    std::vector<Framing> all;
    for (const FramingTrouble& trouble : reading.troubles) all.push_back(trouble.kind);
    return all;
}

std::string_view cut(std::string_view octets, Stretch at) { return octets.substr(at.offset, at.length); }

TEST(RequestReading, KeepsTheStartLineTheFieldsAndTheBody) {
    constexpr std::string_view octets =
        "POST /wsman HTTP/1.1\r\nHost: bmc\r\nContent-Type:  application/soap+xml \r\nContent-Length: "
        "4\r\n\r\n<a/>";
    const HttpReading reading = read_request(octets);
    EXPECT_EQ(reading.method, "POST");
    EXPECT_EQ(reading.target, "/wsman");
    EXPECT_EQ(reading.version, "HTTP/1.1");
    EXPECT_EQ(reading.value("content-TYPE"), "application/soap+xml");
    EXPECT_EQ(cut(octets, reading.field("Content-Type")->value_at), "application/soap+xml");
    EXPECT_EQ(cut(octets, reading.field("Host")->name_at), "Host");
    EXPECT_EQ(reading.body, "<a/>");
    EXPECT_EQ(cut(octets, reading.transported), "<a/>");
    EXPECT_EQ(reading.body_end, BodyEnd::content_length);
    EXPECT_THAT(reading.troubles, IsEmpty());
}

TEST(RequestReading, TakesTheFramingOffAChunkedBody) {
    const HttpReading reading = read_request(
        "POST / HTTP/1.1\r\nTransfer-Encoding: gzip, Chunked\r\n\r\n3;ext=1\r\nabc\r\n2\r\nde\r\n0\r\nSum: "
        "5\r\n\r\n");
    EXPECT_EQ(reading.body, "abcde");
    EXPECT_EQ(reading.body_end, BodyEnd::chunked);
    EXPECT_EQ(reading.trailers.at(0).name, "Sum");
    EXPECT_THAT(reading.troubles, IsEmpty());
}

TEST(RequestReading, HasNoBodyWithoutALength) {
    EXPECT_THAT(kinds(read_request("POST / HTTP/1.1\r\n\r\nabc")), ElementsAre(Framing::surplus_octets));
}

TEST(RequestReading, NotesWhereSurplusOctetsBegin) {
    const HttpReading reading = read_request("POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\naXX");
    EXPECT_EQ(reading.troubles.at(0).kind, Framing::surplus_octets);
    EXPECT_EQ(reading.troubles.at(0).offset, 39U);
}

TEST(RequestReading, SaysNothingOfWhatIsNotThere) {
    const HttpReading reading = read_request("");
    EXPECT_FALSE(reading.present);
    EXPECT_THAT(reading.troubles, IsEmpty());
}

struct Broken {
    std::string_view octets;
    Framing kind;
};

class BrokenRequest : public testing::TestWithParam<Broken> {};

TEST_P(BrokenRequest, IsReadOnWithItsTroubleNoted) {
    EXPECT_THAT(kinds(read_request(GetParam().octets)), ElementsAre(GetParam().kind));
}

INSTANTIATE_TEST_SUITE_P(
    Framing, BrokenRequest,
    testing::Values(
        Broken{"POST /\r\n\r\n", Framing::bad_start_line},
        Broken{"POST / /x HTTP/1.1\r\n\r\n", Framing::bad_start_line},
        Broken{"POST / HTTP/2.0\r\n\r\n", Framing::bad_start_line},
        Broken{"POST / HTTP/1.1\r\nHost bmc\r\n\r\n", Framing::bad_field},
        Broken{"POST / HTTP/1.1\r\n: bmc\r\n\r\n", Framing::bad_field},
        Broken{"POST / HTTP/1.1\r\nHost : bmc\r\n\r\n", Framing::space_before_colon},
        Broken{"POST / HTTP/1.1\r\nHost: bmc\r\n more\r\n\r\n", Framing::obsolete_fold},
        Broken{"POST / HTTP/1.1\nHost: bmc\n\n", Framing::bare_line_feed},
        Broken{"POST / HTTP/1.1\r\nHost: bmc\r\n", Framing::unfinished_head},
        Broken{"POST / HTTP/1.1\r\nContent-Length: 1x\r\n\r\na", Framing::bad_length},
        Broken{"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\na", Framing::bad_length},
        Broken{"POST / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\na", Framing::bad_length},
        Broken{"POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
               Framing::conflicting_lengths},
        Broken{"POST / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: "
               "chunked\r\n\r\n1\r\na\r\n0\r\n\r\n",
               Framing::length_and_coding},
        Broken{"POST / HTTP/1.1\r\nTransfer-Encoding: gzip\r\n\r\nab", Framing::unknown_coding},
        Broken{"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\na\r\n0\r\n\r\n",
               Framing::bad_chunk},
        Broken{"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n0\r\n\r\n",
               Framing::bad_chunk},
        Broken{"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", Framing::short_body},
        Broken{"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc", Framing::short_body}));

TEST(ResponseReading, LastsUntilTheConnectionClosesWhenNothingElseIsSaid) {
    const HttpReading reading = read_response("HTTP/1.1 500 Trouble at mill\r\n\r\nabc");
    EXPECT_EQ(reading.status, 500);
    EXPECT_EQ(reading.reason, "Trouble at mill");
    EXPECT_EQ(reading.body, "abc");
    EXPECT_EQ(reading.body_end, BodyEnd::until_close);
    EXPECT_THAT(reading.troubles, IsEmpty());
}

TEST(ResponseReading, KeepsInterimResponsesApart) {
    const HttpReading reading = read_response(
        "HTTP/1.1 100 Continue\r\nX: 1\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 "
        "OK\r\nContent-Length: "
        "1\r\n\r\na");
    EXPECT_EQ(reading.status, 200);
    ASSERT_EQ(reading.interim.size(), 2U);
    EXPECT_EQ(reading.interim[0].status, 100);
    EXPECT_EQ(reading.interim[1].at.offset, reading.interim[0].at.end());
    EXPECT_EQ(reading.field("X"), nullptr);
    EXPECT_EQ(reading.body, "a");
    EXPECT_THAT(reading.troubles, IsEmpty());
}

TEST(ResponseReading, HasNoBodyAfter204OrHead) {
    EXPECT_EQ(read_response("HTTP/1.1 204 No Content\r\n\r\n").body_end, BodyEnd::no_body);
    const HttpReading head = read_response("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", "HEAD");
    EXPECT_EQ(head.body_end, BodyEnd::no_body);
    EXPECT_THAT(head.troubles, IsEmpty());
}

TEST(ResponseReading, NotesATransferCodingWhereNoBodyCanBe) {
    EXPECT_THAT(kinds(read_response("HTTP/1.1 204 No Content\r\nTransfer-Encoding: chunked\r\n\r\n")),
                ElementsAre(Framing::forbidden_coding));
}

TEST(ResponseReading, ReadsGarbageAsAMessageWithoutStatus) {
    const HttpReading reading = read_response("SSH-2.0-OpenSSH_9.2\r\n");
    EXPECT_EQ(reading.status, 0);
    EXPECT_THAT(kinds(reading), ElementsAre(Framing::bad_start_line, Framing::unfinished_head));
}

}  // namespace
}  // namespace assay::observe
