#include "assay/observe/conversation.hpp"

#include <gmock/gmock.h>

#include "assay/observe/start_line.hpp"

namespace assay::observe {
namespace {

using namespace std::chrono_literals;
using record::Ending;
using record::Exchange;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string question =
    "POST /wsman HTTP/1.1\r\nAuthorization: Basic eDp5\r\nContent-Length: 8\r\n\r\nquestion";
const std::string kept =
    "POST /wsman HTTP/1.1\r\nAuthorization: Basic [redacted]\r\nContent-Length: 8\r\n\r\nquestion";
const std::string answer = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nanswer";

class ConversationTest : public testing::Test {
protected:
    void client(std::string_view octets) { talk.take(From::client, octets, at += 1ms); }
    void service(std::string_view octets) { talk.take(From::service, octets, at += 1ms); }
    void ends() { talk.end(at += 1ms, "no more was seen"); }

    std::vector<Exchange> seen;
    std::uint32_t numbers = 0;
    ConversationEvents events{[this] { return ++numbers; },
                              [this](Exchange&& each) { seen.push_back(std::move(each)); }};
    Budget budget{100'000};
    record::RunTime at{};
    Conversation talk{7, events, budget, {.message = 20'000, .waiting = 3}};
};

TEST_F(ConversationTest, HandsOnAnExchangeOnceItHasEndedWithoutCredentials) {
    client(question.substr(0, 30));
    client(question.substr(30));
    EXPECT_EQ(talk.whole_requests_waiting(), 1U);
    service("HTTP/1.1 100 Continue\r\n\r\n");
    EXPECT_THAT(seen, IsEmpty());
    service(answer);
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(seen[0].id, 1U);
    EXPECT_EQ(seen[0].connection, 7U);
    EXPECT_EQ(seen[0].label, "POST /wsman");
    EXPECT_EQ(seen[0].request, kept);
    EXPECT_EQ(seen[0].response, "HTTP/1.1 100 Continue\r\n\r\n" + answer);
    EXPECT_EQ(seen[0].ending, Ending::answered);
    EXPECT_EQ(seen[0].times.began, 1ms);
    EXPECT_EQ(seen[0].times.sent, 2ms);
    EXPECT_EQ(seen[0].times.first_octet, 3ms);
    EXPECT_EQ(seen[0].times.finished, 4ms);
    EXPECT_EQ(budget.left(), 100'000U);
}

TEST_F(ConversationTest, LetsAnAnswerLastUntilTheServiceCloses) {
    client(question);
    service("HTTP/1.1 200 OK\r\n\r\nas long as it takes");
    EXPECT_THAT(seen, IsEmpty());
    talk.closed(From::service, at);
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(seen[0].ending, Ending::answered);
}

TEST_F(ConversationTest, LeavesSurplusWithTheAnswerItFollows) {
    client(question);
    service(answer + "surplus");
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(seen[0].response, answer + "surplus");
}

TEST_F(ConversationTest, TakesLateOctetsForTheBeginningOfTheNextAnswer) {
    client(question);
    service(answer);
    service("late");
    client(question);
    service(answer);
    ASSERT_THAT(seen, SizeIs(2));
    EXPECT_THAT(seen[1].response, testing::StartsWith("late"));
}

TEST_F(ConversationTest, TellsOfAnAnswerThatNobodyAskedFor) {
    service("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
    talk.closed(From::service, at);
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(seen[0].request, "");
    EXPECT_THAT(seen[0].response, HasSubstr("408"));
}

TEST_F(ConversationTest, TellsWhoBrokeAnAnswerOff) {
    client(question);
    service(answer.substr(0, 42));
    talk.closed(From::service, at);
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(seen[0].ending, Ending::cut);
    EXPECT_EQ(seen[0].response, answer.substr(0, 42));

    Conversation other{8, events, budget};
    other.take(From::client, question, at);
    other.take(From::service, answer.substr(0, 42), at);
    other.closed(From::client, at);
    other.closed(From::service, at);
    ASSERT_THAT(seen, SizeIs(2));
    EXPECT_EQ(seen[1].ending, Ending::not_awaited);
    EXPECT_EQ(seen[1].response, "");
}

TEST_F(ConversationTest, WaitsForAnAnswerWhenTheClientHasClosedItsDirection) {
    client(question);
    talk.closed(From::client, at);
    EXPECT_EQ(talk.whole_requests_waiting(), 1U);
    service(answer);
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(seen[0].ending, Ending::answered);
}

TEST_F(ConversationTest, SaysThatAServiceClosedWithoutAWord) {
    client(question);
    talk.closed(From::service, at);
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(seen[0].ending, Ending::closed);
    EXPECT_EQ(seen[0].unlawful_because, "");
}

TEST_F(ConversationTest, DoesNotBlameAClientThatStopsWhenItIsRefused) {
    client(question.substr(0, 75));
    service("HTTP/1.1 413 No\r\nContent-Length: 0\r\n\r\n");
    EXPECT_THAT(seen, IsEmpty());
    talk.closed(From::client, at);
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_NE(seen[0].unlawful_because, "");
}

TEST_F(ConversationTest, BlamesAClientThatStopsByItself) {
    client(question.substr(0, 75));
    talk.closed(From::client, at);
    talk.closed(From::service, at);
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(seen[0].unlawful_because, "");
    EXPECT_EQ(seen[0].ending, Ending::not_awaited);
}

TEST_F(ConversationTest, DropsARequestThatWasNotWholeWhenNoMoreWasSeen) {
    client(question.substr(0, 75));
    ends();
    EXPECT_THAT(seen, IsEmpty());
    EXPECT_EQ(talk.abandoned(), 1U);
    EXPECT_EQ(budget.left(), 100'000U);
}

TEST_F(ConversationTest, FindsTheNextMessagesAfterALoss) {
    client(question);
    service(answer.substr(0, 20));
    talk.lost(From::service, at, "lost");
    service("wer");
    client(question);
    service(answer);
    ASSERT_THAT(seen, SizeIs(2));
    EXPECT_EQ(seen[0].ending, Ending::not_awaited);
    EXPECT_EQ(seen[0].trouble, "lost");
    EXPECT_EQ(seen[1].response, answer);
    EXPECT_EQ(talk.skipped(), 3U);
    client(question.substr(0, 75));
    talk.lost(From::client, at, "lost");
    client("ion");
    service(answer);
    client(question);
    service(answer);
    ASSERT_THAT(seen, SizeIs(3));
    EXPECT_EQ(seen[2].request, kept);
    EXPECT_EQ(seen[2].response, answer);
    EXPECT_EQ(talk.abandoned(), 1U);
}

TEST_F(ConversationTest, PairsWhatIsPipelined) {
    client(question + question + question);
    service(answer + answer);
    EXPECT_THAT(seen, SizeIs(2));
    EXPECT_EQ(talk.whole_requests_waiting(), 1U);
}

TEST_F(ConversationTest, GivesUpWhenTooManyWait) {
    client(question + question + question + question);
    EXPECT_THAT(seen, SizeIs(3));
    EXPECT_EQ(seen[0].ending, Ending::not_awaited);
    service(answer);
    EXPECT_THAT(seen, SizeIs(3));
}

TEST_F(ConversationTest, GivesUpAMessageThatIsTooLong) {
    client(question);
    service("HTTP/1.1 200 OK\r\n\r\n");
    for (int i = 0; i < 30; ++i) service(std::string(1000, 'x'));
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(seen[0].ending, Ending::not_awaited);
    EXPECT_EQ(budget.left(), 100'000U);
    EXPECT_GT(talk.skipped(), 5'000U);
}

TEST_F(ConversationTest, DoesNotReadWhatFollowsAnUpgrade) {
    client("GET / HTTP/1.1\r\n\r\n");
    service("HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x02hi");
    client("\x81\x02hi");
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(talk.skipped(), 4U);
}

TEST_F(ConversationTest, SaysThatTheServiceIsNotToBeReached) {
    client(question);
    talk.unreachable(at, "Connection refused");
    ASSERT_THAT(seen, SizeIs(1));
    EXPECT_EQ(seen[0].ending, Ending::unreachable);
    EXPECT_EQ(seen[0].trouble, "Connection refused");
}

TEST(StartLine, TellsAMessageFromSomethingElse) {
    EXPECT_EQ(request_likeness("\r\nPOST /wsman HTTP/1.1\r\n"), Likeness::yes);
    EXPECT_EQ(request_likeness("POST /ws"), Likeness::maybe);
    EXPECT_EQ(request_likeness(""), Likeness::maybe);
    EXPECT_EQ(request_likeness("EHLO me\r\n"), Likeness::no);
    EXPECT_EQ(request_likeness("PRI * HTTP/2.0\r\n"), Likeness::no);
    EXPECT_EQ(request_likeness("SSH-2.0"), Likeness::no);
    EXPECT_EQ(request_likeness("GET " + std::string(9000, 'x')), Likeness::no);
    EXPECT_EQ(response_likeness("HTTP/1.1 200"), Likeness::yes);
    EXPECT_EQ(response_likeness("HTT"), Likeness::maybe);
    EXPECT_EQ(response_likeness("220 hello"), Likeness::no);
}

}  // namespace
}  // namespace assay::observe
