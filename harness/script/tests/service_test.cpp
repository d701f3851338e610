#include <gmock/gmock.h>

#include "scripted.hpp"

namespace assay::script {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

/// A suite file with one case of clients whose `serve` has this body.
std::string client_suite(const std::string& body, const std::string& more = "step = 'get',") {
    return fmt::format(
        "client_case {{ id = 'a.client', title = 'T', proves = {{ 'must.do', 'may.do' }}, {}\nserve = "
        "function(t)\n{}\nend }}\n",
        more, body);
}

record::Exchange request(std::uint32_t id, const std::string& action, const std::string& authorization = "") {
    record::Exchange exchange;
    exchange.id = id;
    exchange.label = "Get";
    exchange.connection = 4;
    const std::string body = envelope("<wsa:Action>" + action + "</wsa:Action>", "");
    exchange.request = fmt::format("POST /wsman?a=1 HTTP/1.1\r\nHost: bmc\r\n{}Content-Length: {}\r\n\r\n{}",
                                   authorization, body.size(), body);
    return exchange;
}

/// Plays the case with these requests, after which the client ends as told.
Played serve(const std::string& suite, std::vector<record::Exchange> requests,
             const std::string& kind = "success") {
    const Library library = library_with(suite);
    const auto cases = read_cases(library, "a.lua", rules);
    Dialogue dialogue{cases.at(0), library, rules, some_setting()};
    Played played;
    std::size_t used = 0;
    auto ask = dialogue.resume();
    while (ask) {
        const bool asks_for_end = std::holds_alternative<AwaitEnd>(*ask);
        const bool has_request = std::holds_alternative<Await>(*ask) && used < requests.size();
        played.asks.push_back(std::move(*ask));
        if (asks_for_end) {
            ask = dialogue.resume(ClientOutcome{
                {.case_id = "a.client", .exit_code = 3, .output = "said", .further_requests = 2}, kind});
        } else {
            ask = dialogue.resume(has_request ? &requests[used++] : nullptr);
        }
    }
    played.outcome = dialogue.outcome();
    return played;
}

std::string complaint(const std::string& text) {
    try {
        (void)read_cases(library_with(text), "a.lua", rules);
    } catch (const base::SetupError& error) {
        return error.what();
    }
    return {};
}

TEST(ClientCase, RegistersItsStepAndWhatTheClientIsGiven) {
    const auto cases =
        read_cases(library_with(client_suite("",
                                             "step = 'get', tags = { 'B006' }, given = { uri = 'u', "
                                             "selectors = { Name = 'x' }, list = { 1, true } },")),
                   "a.lua", rules);
    ASSERT_THAT(cases, SizeIs(1));
    EXPECT_TRUE(cases[0].is_of_clients());
    EXPECT_EQ(cases[0].step, "get");
    EXPECT_THAT(cases[0].tags, ElementsAre("B006"));
    const auto& given = std::get<Table>(cases[0].given.held);
    EXPECT_EQ(std::get<std::string>(given.find("uri")->second.held), "u");
    EXPECT_EQ(std::get<Array>(given.find("list")->second.held).size(), 2U);
}

TEST(ClientCase, DoesNotLoadWhenSomethingIsWrongWithIt) {
    EXPECT_THAT(complaint(client_suite("", "")), HasSubstr("the case has no step"));
    EXPECT_THAT(complaint(client_suite("", "step = 'get', needs = { 'a' },")),
                HasSubstr("a case of clients has no field 'needs'"));
    EXPECT_THAT(complaint(client_suite("", "step = 'get', given = 'u',")),
                HasSubstr("given: a table expected"));
    EXPECT_THAT(complaint(client_suite("", "step = 'get', given = { f = function() end },")),
                HasSubstr("f: text, a number, true, false or a table expected, got function"));
    EXPECT_THAT(complaint("local g = {} g.g = g " + client_suite("", "step = 'get', given = { g = g },")),
                HasSubstr("tables in it nest too deeply"));
    EXPECT_THAT(complaint("client_case { id = 'a', title = 'A', proves = 'must.do', step = 'get' }"),
                HasSubstr("case 'a' has no serve = function(t)"));
}

TEST(ClientCase, ReadsTheRequestAndAnswersItAsOctets) {
    const Played played = serve(client_suite(R"lua(
local r = t:request()
assert(r.method == "POST" and r.target == "/wsman?a=1" and r.connection == 4 and r.elsewhere == false)
assert(r:text("/s:Envelope/s:Header/wsa:Action") == "urn:get" and r:header("Host") == "bmc")
t:reply(r, { octets = "HTTP/1.1 200 OK\r\n\r\n", pieces = 8, pause_ms = 2, delay_ms = 5, close = true, why = "it is empty" })
assert(t:request() == nil))lua"),
                                {request(7, "urn:get")});
    EXPECT_EQ(played.outcome.end, End::finished) << played.outcome.reason;
    const auto& reply = std::get<Reply>(played.asks.at(1));
    EXPECT_EQ(reply.exchange, 7U);
    EXPECT_THAT(written_pieces(reply), ElementsAre("HTTP/1.1", " 200 OK\r", "\n\r\n"));
    EXPECT_TRUE(reply.close);
    EXPECT_EQ(reply.unlawful_because, "it is empty");
    EXPECT_EQ(reply.pause, Milliseconds{2});
}

TEST(ClientCase, FindsPlacesInTheRequest) {
    const Played played = serve(client_suite(R"lua(
local r = t:request()
t:expect_text(r, "/s:Envelope/s:Header/wsa:Action", "urn:put")
t:expect_header(r, "Content-Type")
t:expect(false, { message = "wrong", at = r }))lua"),
                                {request(7, "urn:get")});
    ASSERT_THAT(played.outcome.findings, SizeIs(3));
    EXPECT_EQ(played.outcome.findings[0].place->part, record::Part::request_body);
    EXPECT_EQ(played.outcome.findings[0].place->exchange, 7U);
    EXPECT_EQ(played.outcome.findings[0].place->line, 2U);
    EXPECT_EQ(played.outcome.findings[1].place->part, record::Part::request_head);
    EXPECT_EQ(played.outcome.findings[1].actual, "POST /wsman?a=1, an envelope with an empty body");
    EXPECT_EQ(played.outcome.findings[2].place->part, record::Part::request_body);
}

TEST(ClientCase, SeesWhoTheClientSaysItIsWithoutWhatIsSecret) {
    const std::string field =
        "Authorization: Digest realm=\"r\", uri=\"/wsman\", nc=\"00000001\", [redacted]\r\n";
    const Played played =
        serve(client_suite(R"lua(
local who = t:request():authorization()
assert(who.scheme == "Digest" and who.uri == "/wsman" and who.nc == "00000001" and who.right)
who = t:request():authorization()
assert(who.scheme == "Basic" and not who.right)
assert(t:request():authorization() == nil))lua"),
              {request(1, "a", field),
               request(2, "a", "Authorization: Basic [redacted: other credentials]\r\n"), request(3, "a")});
    EXPECT_EQ(played.outcome.end, End::finished) << played.outcome.reason;
}

TEST(ClientCase, LearnsHowTheClientEnded) {
    const Played played = serve(client_suite(R"lua(
local o = t:outcome()
assert(o.kind == "fault" and o.exit_code == 3 and o.output == "said" and o.further == 2)
t:expect(o.kind == "success", { message = "it failed" }))lua"),
                                {}, "fault");
    EXPECT_THAT(played.outcome.findings, SizeIs(1));
}

TEST(ClientCase, KnowsWhereTheClientWasSent) {
    const Played played =
        serve(client_suite("assert(t.url == 'http://bmc:5985/x?y=1' and t.given.path == '/x?y=1')",
                           "step = 'get', given = { path = '/x?y=1' },"),
              {});
    EXPECT_EQ(played.outcome.end, End::finished) << played.outcome.reason;
    EXPECT_THAT(played.asks, IsEmpty());
}

TEST(ClientCase, CannotSendAndRefusesWhatIsNoReply) {
    EXPECT_THAT(serve(client_suite("t:send()"), {}).outcome.reason, HasSubstr("a nil value (method 'send')"));
    EXPECT_THAT(
        serve(client_suite("t:reply(t:request(), { octet = 'x' })"), {request(1, "a")}).outcome.reason,
        HasSubstr("reply has no field 'octet'"));
    EXPECT_THAT(
        serve(client_suite("local r = t:request() r.status = r.status"), {request(1, "a")}).outcome.reason,
        HasSubstr("a request has no 'status'"));
}

}  // namespace
}  // namespace assay::script
