#include "assay/capture/capture.hpp"

#include <gmock/gmock.h>

#include "assay/base/setup_error.hpp"
#include "assay/base/temporary_folder.hpp"
#include "packets.hpp"

namespace assay::capture {
namespace {

using namespace std::string_literals;
using record::Ending;
using sample::message;
using sample::Talk;
using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::uint32_t raw_ip = 101;

const std::string question = message("POST /wsman HTTP/1.1", "question");
const std::string answer = message("HTTP/1.1 200 OK", "answer");

class CaptureTest : public testing::Test {
protected:
    record::Journal read(const std::vector<std::string>& packets, CaptureOptions options = {},
                         std::uint32_t snapshot = 262144) {
        return read_capture(folder_.write("x.pcap", sample::pcap(raw_ip, packets, snapshot)),
                            std::move(options));
    }
    record::Journal read(const Talk& talk) { return read(talk.packets()); }

    base::TemporaryFolder folder_;
};

Talk one_exchange() { return Talk{}.open().client(question).service(answer).close(); }

TEST_F(CaptureTest, FindsTheExchangeOfAConnection) {
    const record::Journal journal = read(one_exchange());
    ASSERT_THAT(journal.exchanges, SizeIs(1));
    const record::Exchange& exchange = journal.exchanges.front();
    EXPECT_EQ(exchange.request, question);
    EXPECT_EQ(exchange.response, answer);
    EXPECT_EQ(exchange.ending, Ending::answered);
    EXPECT_EQ(exchange.connection, 1U);
    EXPECT_EQ(exchange.times.began, std::chrono::milliseconds{3});
    EXPECT_EQ(exchange.times.finished, std::chrono::milliseconds{4});
    EXPECT_EQ(journal.header.target, "http://192.0.2.1:5985");
    EXPECT_EQ(journal.header.began, "2023-11-14T22:13:20Z");
    EXPECT_TRUE(journal.header.is_observed());
    EXPECT_TRUE(journal.complete);
    EXPECT_THAT(journal.notes, IsEmpty());
}

TEST_F(CaptureTest, FindsTheSameInSegmentsOfOneOctetInAnyOrder) {
    Talk talk;
    talk.open();
    for (const char octet : question) talk.client({&octet, 1});
    const std::size_t requested = talk.packets().size();
    for (const char octet : answer) talk.service({&octet, 1});
    std::swap(talk.packets()[requested - 1], talk.packets()[3]);
    std::swap(talk.packets()[requested + 5], talk.packets()[requested + 20]);
    talk.packets().push_back(talk.packets()[requested + 9]);
    const record::Journal journal = read(talk.close());
    ASSERT_THAT(journal.exchanges, SizeIs(1));
    EXPECT_EQ(journal.exchanges.front().request, question);
    EXPECT_EQ(journal.exchanges.front().response, answer);
    EXPECT_THAT(journal.notes, IsEmpty());
}

TEST_F(CaptureTest, PairsPipelinedRequestsInOrder) {
    const std::string second = message("HTTP/1.1 500 No", "second");
    const record::Journal journal =
        read(Talk{}.open().client(question + question).service(answer + second).close());
    ASSERT_THAT(journal.exchanges, SizeIs(2));
    EXPECT_EQ(journal.exchanges[0].response, answer);
    EXPECT_EQ(journal.exchanges[1].response, second);
}

TEST_F(CaptureTest, DoesNotJudgeAnAnswerWithLostOctets) {
    const record::Journal journal = read(Talk{}
                                             .open()
                                             .client(question)
                                             .service(answer.substr(0, 20))
                                             .service_lost(30)
                                             .service("r")
                                             .client(question)
                                             .service(answer)
                                             .close());
    ASSERT_THAT(journal.exchanges, SizeIs(2));
    EXPECT_EQ(journal.exchanges[0].request, question);
    EXPECT_EQ(journal.exchanges[0].response, "");
    EXPECT_EQ(journal.exchanges[0].ending, Ending::not_awaited);
    EXPECT_THAT(journal.exchanges[0].trouble, HasSubstr("30 octets are lost in the capture"));
    EXPECT_EQ(journal.exchanges[1].response, answer);
    EXPECT_THAT(journal.notes, Contains(HasSubstr("1 stretch of 30 octets lost in the capture")));
}

TEST_F(CaptureTest, DoesNotJudgeARequestWithLostOctets) {
    const record::Journal journal = read(Talk{}
                                             .open()
                                             .client(question.substr(0, 40))
                                             .client_lost(question.size() - 40)
                                             .service(answer)
                                             .client(question)
                                             .service(answer)
                                             .close());
    ASSERT_THAT(journal.exchanges, SizeIs(1));
    EXPECT_EQ(journal.exchanges[0].response, answer);
    EXPECT_THAT(journal.notes, Contains(HasSubstr("1 request not whole")));
}

TEST_F(CaptureTest, BeginsInTheMiddleOfAConnection) {
    const record::Journal journal = read(Talk{}.service(answer.substr(30)).client(question).service(answer));
    ASSERT_THAT(journal.exchanges, SizeIs(1));
    EXPECT_EQ(journal.exchanges[0].response, answer);
    EXPECT_EQ(journal.exchanges[0].connection, 0U);
    EXPECT_THAT(journal.notes, Contains(HasSubstr("began before the capture")));
}

TEST_F(CaptureTest, KnowsAnAnswerThatTheServiceBrokeOffFromOneThatTheCaptureDid) {
    record::Journal cut =
        read(Talk{}.open().client(question).service(answer.substr(0, 40)).reset_by_service());
    ASSERT_THAT(cut.exchanges, SizeIs(1));
    EXPECT_EQ(cut.exchanges[0].ending, Ending::cut);
    EXPECT_EQ(cut.exchanges[0].response, answer.substr(0, 40));
    record::Journal ended = read(Talk{}.open().client(question).service(answer.substr(0, 40)));
    ASSERT_THAT(ended.exchanges, SizeIs(1));
    EXPECT_EQ(ended.exchanges[0].ending, Ending::not_awaited);
    EXPECT_EQ(ended.exchanges[0].response, "");
    EXPECT_EQ(ended.exchanges[0].trouble, "the capture ends here");
}

TEST_F(CaptureTest, TakesASecondConnectionBetweenTheSameEnds) {
    std::vector<std::string> packets = one_exchange().packets();
    const Talk again = Talk{40000, 5985, 70000, 80000}.open().client(question).service(answer).close();
    packets.insert(packets.end(), again.packets().begin(), again.packets().end());
    const record::Journal journal = read(packets);
    ASSERT_THAT(journal.exchanges, SizeIs(2));
    EXPECT_EQ(journal.exchanges[1].connection, 2U);
}

TEST_F(CaptureTest, CountsAndNamesWhatIsNotHttp) {
    std::vector<std::string> packets =
        Talk{40001, 22}.open().service("SSH-2.0-x\r\n").client("SSH-2.0-y\r\n").close().packets();
    const Talk mail = Talk{40002, 25}.open().service("220 hello\r\n").client("EHLO me\r\n").close();
    packets.insert(packets.end(), mail.packets().begin(), mail.packets().end());
    packets.push_back(sample::v4("udp", 17));
    const record::Journal journal = read(packets);
    EXPECT_THAT(journal.exchanges, IsEmpty());
    EXPECT_EQ(journal.header.target, "no HTTP service");
    EXPECT_THAT(journal.notes, Contains("1 connection not HTTP/1 but SSH, and not judged (192.0.2.1:22)"));
    EXPECT_THAT(journal.notes,
                Contains("1 connection not HTTP/1 but something unknown, and not judged (192.0.2.1:25)"));
    EXPECT_THAT(journal.notes, Contains("1 packet hold no TCP"));
}

TEST_F(CaptureTest, ReadsOnlyThePortsAskedForWhateverItLooksLike) {
    std::vector<std::string> packets = one_exchange().packets();
    const Talk garbage = Talk{40001, 80}.open().client("this is no request\r\n\r\n").close();
    packets.insert(packets.end(), garbage.packets().begin(), garbage.packets().end());
    CaptureOptions options;
    options.ports = {80};
    const record::Journal journal = read(packets, std::move(options));
    ASSERT_THAT(journal.exchanges, SizeIs(1));
    EXPECT_EQ(journal.exchanges[0].request, "this is no request\r\n\r\n");
}

TEST_F(CaptureTest, SaysThatPacketsAreCutShort) {
    const record::Journal journal = read(one_exchange().packets(), {}, 80);
    EXPECT_THAT(journal.notes, Contains(HasSubstr("2 packets cut short by the snapshot length")));
    EXPECT_THAT(journal.exchanges, IsEmpty());
    EXPECT_THAT(journal.notes, Contains(HasSubstr("1 request not whole")));
}

TEST_F(CaptureTest, SaysThatTlsNeedsKeys) {
    const std::string hello =
        "\x16\x03\x01\0\x2D\1\0\0\x29\3\3"s + std::string(32, 'r') + "\0\0\2\x13\1\1\0\0\0"s;
    const std::string reply = "\x16\x03\x03\0\x2C\2\0\0\x28\3\3"s + std::string(32, 's') + "\0\x13\1\0\0\0"s;
    const record::Journal journal =
        read(Talk{40000, 5986}.open().client(hello).service(reply + "\x14\3\3\0\1\1"s));
    EXPECT_THAT(journal.notes, Contains(HasSubstr("(192.0.2.1:5986)")));
}

TEST_F(CaptureTest, JudgesWhatCameBeforeADamagedPacket) {
    std::string file = sample::pcap(raw_ip, one_exchange().packets());
    file.resize(file.size() - 5);
    const auto path = folder_.write("cut.pcap", file);
    const record::Journal journal = read_capture(path, {});
    EXPECT_THAT(journal.exchanges, SizeIs(1));
    EXPECT_THAT(journal.notes,
                Contains(AllOf(HasSubstr(path.string() + ": packet 8"), HasSubstr("truncated"))));
}

TEST_F(CaptureTest, RefusesWhatIsNoCaptureWithFileAndPacket) {
    const auto refusal = [this](const std::string& octets) -> std::string {
        try {
            (void)read_capture(folder_.write("bad.pcap", octets), {});
        } catch (const base::SetupError& error) {
            return error.what();
        }
        return "read";
    };
    const std::string good = sample::pcap(raw_ip, one_exchange().packets());
    EXPECT_THAT(refusal("garbage, garbage, garbage, garbage"), HasSubstr("bad.pcap: "));
    EXPECT_THAT(refusal(good.substr(0, 30)), HasSubstr("bad.pcap: packet 1: "));
    std::string endless = good;
    endless.replace(32, 4, "\xFF\xFF\xFF\x7F");
    EXPECT_THAT(refusal(endless), HasSubstr("bad.pcap: packet 1: "));
    EXPECT_THAT(refusal(sample::pcap(147, {})), HasSubstr("link type 147"));
}

TEST_F(CaptureTest, GivesUpTheConnectionsThatWereSilentLongest) {
    std::vector<std::string> packets;
    for (std::uint16_t port = 1; port <= 10; ++port) {
        const Talk talk = Talk{static_cast<std::uint16_t>(40000 + port), 5985}.open().client(question);
        packets.insert(packets.end(), talk.packets().begin(), talk.packets().end());
    }
    CaptureOptions options;
    options.connections = 4;
    const record::Journal journal = read(packets, std::move(options));
    EXPECT_THAT(journal.exchanges, SizeIs(10));
    EXPECT_THAT(journal.notes,
                Contains(HasSubstr("6 connections given up, because more than 4 were open at once")));
}

TEST_F(CaptureTest, KeepsWithinItsLimitOfOctets) {
    Talk talk;
    talk.open().client("POST / HTTP/1.1\r\nContent-Length: 999999999\r\n\r\n");
    for (int i = 0; i < 64; ++i) talk.client(std::string(1000, 'x'));
    CaptureOptions options;
    options.octets = 16'000;
    const record::Journal journal = read(talk.packets(), std::move(options));
    EXPECT_THAT(journal.exchanges, IsEmpty());
    EXPECT_THAT(journal.notes, Contains(HasSubstr("1 request not whole")));
    EXPECT_THAT(journal.notes, Contains(HasSubstr("belong to no exchange")));
}

TEST_F(CaptureTest, SaysWhenThereIsNothing) {
    EXPECT_THAT(read(std::vector<std::string>{}).notes, ElementsAre("the capture holds no packet"));
}

}  // namespace
}  // namespace assay::capture
