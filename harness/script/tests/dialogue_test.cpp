#include "assay/script/dialogue.hpp"

#include <gmock/gmock.h>

#include "scripted.hpp"

namespace assay::script {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(Dialogue, AsksAndGoesOnWithTheAnswer) {
    const Played played = play(suite_with(R"lua(
local r = t:send(t.msg.identify(), { timeout = 250 })
t:expect(r.status == 200 and r.ended == "answered" and r.interim == 0, { message = "it answers" })
t:expect(r:header("content-type") == "application/soap+xml;charset=UTF-8", { message = "headers" })
t:expect(r:header("X-None") == nil and #r.body > 0 and r.elapsed_ms == 0, { message = "none" }))lua"));
    EXPECT_THAT(played.outcome.findings, IsEmpty());
    EXPECT_EQ(played.outcome.end, End::finished) << played.outcome.reason;
    ASSERT_THAT(played.asks, SizeIs(1));
    EXPECT_EQ(sent(played).timeout, Milliseconds{250});
    EXPECT_EQ(sent(played).label, "Identify");
    EXPECT_FALSE(sent(played).fresh);
}

TEST(Dialogue, SendsRawOctetsInPieces) {
    const Played played = play(suite_with(R"lua(
t:raw{ octets = "GET / HTTP/1.1\r\nHost: {host}\r\n\r\n", why = "no WS-Management", pieces = 1, pause_ms = 2, half_close = true }
local c = t:connect()
c:raw{ pieces = { "ab", "cd" }, await = false, label = "two" }
c:read{ timeout = 10 }
c:send(t.msg.identify():unlawful("for fun"))
c:close()
t:sleep(5))lua"));
    EXPECT_EQ(played.outcome.end, End::finished) << played.outcome.reason;
    ASSERT_THAT(played.asks, SizeIs(6));
    EXPECT_EQ(octets_of(sent(played, 0)), "GET / HTTP/1.1\r\nHost: bmc:5985\r\n\r\n");
    EXPECT_EQ(sent(played, 0).piece_octets, 1U);
    EXPECT_EQ(sent(played, 0).unlawful_because, "no WS-Management");
    EXPECT_TRUE(sent(played, 0).fresh);
    EXPECT_TRUE(sent(played, 0).half_close);
    EXPECT_THAT(sent(played, 1).pieces, testing::ElementsAre("ab", "cd"));
    EXPECT_EQ(sent(played, 1).channel, 1U);
    EXPECT_FALSE(sent(played, 1).await);
    EXPECT_EQ(std::get<Read>(played.asks[2]).channel, 1U);
    EXPECT_EQ(sent(played, 3).unlawful_because, "for fun");
    EXPECT_EQ(std::get<Close>(played.asks[4]).channel, 1U);
    EXPECT_EQ(std::get<Sleep>(played.asks[5]).duration, Milliseconds{5});
}

TEST(Dialogue, ReportsAScriptsErrorWithLineAndTraceback) {
    const Played played = play(suite_with("local function deep()\n  return nil .. 'x'\nend\ndeep()"));
    EXPECT_EQ(played.outcome.end, End::script_error);
    EXPECT_THAT(played.outcome.reason, AllOf(HasSubstr("suites/a.lua:4: attempt to concatenate"),
                                             HasSubstr("stack traceback"), HasSubstr("suites/a.lua:6")));
}

TEST(Dialogue, CutsAnEndlessLoopAlsoInADeferredFunction) {
    Setting setting = some_setting();
    setting.limits.instructions = 100'000;
    const auto answer = answered("");
    EXPECT_THAT(play(suite_with("while true do end"), answer, setting).outcome.reason,
                HasSubstr("suites/a.lua:3: the script ran"));
    EXPECT_THAT(play(suite_with("t:defer(function() while true do end end)"), answer, setting).outcome.reason,
                HasSubstr("the script ran"));
}

TEST(Dialogue, RunsDeferredFunctionsLastFirstAlsoAfterErrors) {
    const Played played = play(suite_with(R"lua(
t:defer(function() t:raw{ octets = "first" } end)
t:defer(function() t:raw{ octets = "second" } end)
error("stop"))lua"));
    ASSERT_THAT(played.asks, SizeIs(2));
    EXPECT_EQ(octets_of(sent(played, 0)), "second");
    EXPECT_EQ(octets_of(sent(played, 1)), "first");
    EXPECT_EQ(played.outcome.end, End::script_error);
}

TEST(Dialogue, EndsWhereTheCaseEndsIt) {
    const Played setup =
        play(suite_with("t:setup(true, 'fine') t:setup(false, 'nothing to test with') t:sleep(1)"));
    EXPECT_EQ(setup.outcome.end, End::setup_failed);
    EXPECT_EQ(setup.outcome.reason, "nothing to test with");
    EXPECT_THAT(setup.asks, IsEmpty());
    EXPECT_EQ(play(suite_with("t:not_applicable('no such thing') t:sleep(1)")).outcome.end,
              End::not_applicable);
    const Played required = play(suite_with("t:require(false, { message = 'wrong' }) t:sleep(1)"));
    EXPECT_EQ(required.outcome.end, End::finished);
    EXPECT_THAT(required.outcome.findings, SizeIs(1));
    EXPECT_THAT(required.asks, IsEmpty());
}

TEST(Dialogue, EndsWhenTheTargetIsGone) {
    record::Exchange gone = answered("", record::Ending::unreachable);
    gone.trouble = "Connection refused";
    const Played played =
        play(suite_with("t:defer(function() t:sleep(1) end) t:send(t.msg.identify()) t:sleep(2)"), gone);
    EXPECT_EQ(played.outcome.end, End::unreachable);
    EXPECT_EQ(played.outcome.reason, "Connection refused");
    EXPECT_THAT(played.asks, SizeIs(2));
}

TEST(Dialogue, TidiesUpWhenItIsCut) {
    const Library library =
        library_with(suite_with("t:defer(function() t:raw{ octets = 'tidy' } end) t:sleep(1) t:sleep(2)"));
    Dialogue dialogue{read_cases(library, "a.lua", rules).at(0), library, rules, some_setting()};
    ASSERT_TRUE(dialogue.resume());
    dialogue.cut("too long");
    const auto tidying = dialogue.resume();
    ASSERT_TRUE(tidying);
    EXPECT_EQ(octets_of(std::get<Send>(*tidying)), "tidy");
    const record::Exchange answer = answered(http_answer(""));
    EXPECT_FALSE(dialogue.resume(&answer));
    EXPECT_EQ(dialogue.outcome().end, End::timed_out);
    EXPECT_EQ(dialogue.outcome().reason, "too long");
}

TEST(Dialogue, HasOtherUuidsAndTheSameChanceInAnotherAttempt) {
    const std::string suite = suite_with("t:raw{ octets = t:uuid() .. ' ' .. math.random(1000000) }");
    const auto words = [&](std::uint32_t attempt) {
        Setting setting = some_setting();
        setting.attempt = attempt;
        const std::string octets = octets_of(sent(play(suite, answered(http_answer("")), setting)));
        return std::pair{octets.substr(0, octets.find(' ')), octets.substr(octets.find(' '))};
    };
    EXPECT_EQ(words(1), words(1));
    EXPECT_NE(words(1).first, words(2).first);
    EXPECT_EQ(words(1).second, words(2).second);
    EXPECT_EQ(words(1).first, case_uuid(some_setting(), "a.case", 1));
}

TEST(Dialogue, GreetsOnItsOwnConnectionsAsItLikes) {
    const Played played = play(suite_with(R"lua(
t:connect { tls = { newest = "1.1", ciphers = "eNULL", server_name = "" } }:send(t.msg.identify())
t:connect { tls = false }:raw{ octets = "clear" }
t:send(t.msg.identify()))lua"));
    ASSERT_THAT(played.asks, SizeIs(3));
    EXPECT_EQ(sent(played, 0).greeting,
              (Greeting{.newest = "1.1", .ciphers = "eNULL", .server_name = std::string{}}));
    EXPECT_TRUE(sent(played, 1).greeting.clear);
    EXPECT_TRUE(sent(played, 2).greeting.is_usual());
    EXPECT_THAT(play(suite_with("t:connect { tls = { newest = '2' } }")).outcome.reason,
                HasSubstr("unknown version of TLS '2'"));
}

TEST(Dialogue, ShowsWhatWasNegotiated) {
    record::Exchange secure = answered(http_answer(envelope("", "")));
    secure.tls = record::TlsFacts{"TLSv1.3", "TLS_AES_256_GCM_SHA384", "/CN=bmc"};
    const std::string body =
        "local tls = t:send(t.msg.identify()).tls error(tls and tls.version .. tls.subject)";
    EXPECT_THAT(play(suite_with(body), secure).outcome.reason, HasSubstr("TLSv1.3/CN=bmc"));
    EXPECT_THAT(play(suite_with("assert(t:send(t.msg.identify()).tls == nil)")).outcome.reason, "");
}

TEST(Dialogue, SpeaksForASecondUserAndMakesUpAnswersToDigest) {
    const Played played = play(suite_with(R"lua(
t:send(t.msg.identify():by_second_user())
t:raw{ octets = "x", second_user = true, digest = { realm = "r", nonce = "n", uri = "/a", client_nonce = "c", count = 3 } })lua"));
    ASSERT_THAT(played.asks, SizeIs(2));
    EXPECT_TRUE(sent(played, 0).second_user);
    EXPECT_TRUE(sent(played, 0).fresh);
    EXPECT_TRUE(sent(played, 1).second_user);
    ASSERT_TRUE(sent(played, 1).digest);
    EXPECT_EQ(sent(played, 1).digest->hashed_uri, "/a");
    EXPECT_EQ(sent(played, 1).digest->count, 3U);
    EXPECT_THAT(play(suite_with("t:raw{ octets = 'x', digest = { realm = 'r' } }")).outcome.reason,
                HasSubstr("digest needs nonce"));
}

TEST(Dialogue, EndsWhereTheProfileSaysNothing) {
    const Played played = play(suite_with("local uri = t.profile.item.uri t:send(t.msg.identify())"));
    EXPECT_EQ(played.outcome.end, End::not_applicable);
    EXPECT_EQ(played.outcome.reason, "the profile does not say item");
    EXPECT_THAT(played.asks, SizeIs(0));
}

TEST(Dialogue, KeepsWhatItFoundBeforeTheProfileSaidNothing) {
    const Played played = play(suite_with(
        "t:expect(false, { message = 'm', expected = 'e', actual = 'a' }) local uri = t.profile.item"));
    EXPECT_EQ(played.outcome.end, End::not_applicable);
    EXPECT_THAT(played.outcome.findings, SizeIs(1));
}

TEST(Dialogue, GivesTheProfileToBeReadOnly) {
    EXPECT_EQ(
        play(suite_with(
                 "assert(t.profile.uri == 'http://item' and #t.profile.list == 2 and not t:knows('none'))"))
            .outcome.reason,
        "");
    EXPECT_THAT(play(suite_with("t.profile.more = 1")).outcome.reason,
                HasSubstr("what a case is given is not to be changed: 'more'"));
}

TEST(Dialogue, RefusesToSleepLong) {
    EXPECT_THAT(play(suite_with("t:sleep(5001)")).outcome.reason, HasSubstr("a case sleeps 0 to 5000 ms"));
}

TEST(Dialogue, RepeatsItselfOctetForOctet) {
    const std::string suite = suite_with("t:raw{ octets = t:uuid() .. math.random(1000000) }");
    EXPECT_EQ(octets_of(sent(play(suite))), octets_of(sent(play(suite))));
}

}  // namespace
}  // namespace assay::script
