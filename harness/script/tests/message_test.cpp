#include "assay/script/message.hpp"

#include <gmock/gmock.h>

#include "scripted.hpp"

namespace assay::script {
namespace {

using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

/// The octets that `t:send(<expression>)` asks for.
std::string octets(const std::string& expression) {
    const Played played = play(suite_with("t:send(" + expression + ")"));
    return played.asks.empty() ? "ended: " + played.outcome.reason : octets_of(sent(played));
}

std::string body_of(const std::string& request) { return request.substr(request.find("\r\n\r\n") + 4); }

constexpr const char* get = "t.msg.get({ uri = 'http://item', selectors = { Slot = 1, Name = 'a<b' } })";

TEST(Message, IdentifyHasNoAddressing) {
    EXPECT_EQ(
        octets("t.msg.identify()"),
        "POST /wsman HTTP/1.1\r\nHost: bmc:5985\r\nAuthorization: {authorization}\r\nUser-Agent: assay\r\n"
        "Content-Type: application/soap+xml;charset=UTF-8\r\nContent-Length: 208\r\n\r\n"
        "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" "
        "xmlns:wsmid=\"http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd\">"
        "<s:Header></s:Header><s:Body><wsmid:Identify/></s:Body></s:Envelope>");
}

TEST(Message, GetIsAddressedAsTheSpecificationAsks) {
    const std::string body = body_of(octets(get));
    EXPECT_THAT(body, HasSubstr("<wsa:To s:mustUnderstand=\"true\">http://bmc:5985/wsman</wsa:To>"));
    EXPECT_THAT(
        body,
        HasSubstr(
            "<wsa:Action "
            "s:mustUnderstand=\"true\">http://schemas.xmlsoap.org/ws/2004/09/transfer/Get</wsa:Action>"));
    EXPECT_THAT(body,
                HasSubstr("<wsman:ResourceURI s:mustUnderstand=\"true\">http://item</wsman:ResourceURI>"));
    EXPECT_THAT(
        body,
        HasSubstr(
            "<wsa:Address>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</wsa:Address>"));
    EXPECT_THAT(body, HasSubstr("<wsman:SelectorSet><wsman:Selector Name=\"Name\">a&lt;b</wsman:Selector>"
                                "<wsman:Selector Name=\"Slot\">1</wsman:Selector></wsman:SelectorSet>"));
    EXPECT_THAT(body, Not(HasSubstr("xmlns:wsen")));
}

TEST(Message, IdsAreTheSameForTheSameSeedAndNeverTwiceInACase) {
    const std::string twice = suite_with("t:send(t.msg.get({ uri = 'u' })) t:send(t.msg.get({ uri = 'u' }))");
    const Played first = play(twice);
    const Played second = play(twice);
    EXPECT_EQ(octets_of(sent(first, 0)), octets_of(sent(second, 0)));
    EXPECT_NE(octets_of(sent(first, 0)), octets_of(sent(first, 1)));
    Setting other = some_setting();
    other.seed = 8;
    EXPECT_NE(octets_of(sent(first, 0)), octets_of(sent(play(twice, answered(""), other), 0)));
}

TEST(Message, TakesControlHeadersAndOptions) {
    const std::string body = body_of(octets(
        std::string{get} +
        ":timeout('PT5S'):max_envelope(20000):locale('en'):option('Verbose', 'yes', { MustComply = true })"
        ":header('<item:X/>'):must_understand('wsman:OperationTimeout')"));
    EXPECT_THAT(body,
                HasSubstr("<wsman:OperationTimeout s:mustUnderstand=\"true\">PT5S</wsman:OperationTimeout>"));
    EXPECT_THAT(body,
                HasSubstr("<wsman:MaxEnvelopeSize s:mustUnderstand=\"true\">20000</wsman:MaxEnvelopeSize>"));
    EXPECT_THAT(body, HasSubstr("<wsman:Locale xml:lang=\"en\" s:mustUnderstand=\"false\"/>"));
    EXPECT_THAT(body, HasSubstr("<wsman:Option Name=\"Verbose\" MustComply=\"true\">yes</wsman:Option>"));
    EXPECT_THAT(body, AllOf(HasSubstr("<item:X/>"), HasSubstr("xmlns:item=\"http://item\"")));
}

TEST(Message, CanLie) {
    EXPECT_THAT(octets(std::string{get} + ":without('wsa:To')"), Not(HasSubstr("wsa:To")));
    EXPECT_THAT(octets(std::string{get} + ":http('Content-Length', '7')"),
                HasSubstr("Content-Length: 7\r\n"));
    EXPECT_THAT(octets(std::string{get} + ":without_http('Content-Type'):without_http('Authorization')"),
                AllOf(Not(HasSubstr("Content-Type")), Not(HasSubstr("Authorization"))));
    EXPECT_THAT(octets(std::string{get} + ":method('GET'):path('/x')"),
                AllOf(StartsWith("GET /x HTTP/1.1\r\n"), EndsWith("\r\n\r\n")));
    EXPECT_THAT(octets(std::string{get} + ":prolog('<!DOCTYPE x>')"),
                HasSubstr("\r\n\r\n<!DOCTYPE x><s:Envelope"));
    EXPECT_THAT(octets(std::string{get} + ":without('wsa:Too')"),
                HasSubstr("suites/a.lua:3: the message has no wsa:Too"));
}

TEST(Message, WritesUtf16) {
    const std::string request = octets("t.msg.identify():encoding('utf-16le', true)");
    EXPECT_THAT(request, HasSubstr("charset=UTF-16\r\n"));
    EXPECT_THAT(body_of(request), StartsWith(std::string("\xFF\xFE<\0s\0", 6)));
    EXPECT_THAT(body_of(octets("t.msg.identify():encoding('utf-16be')")),
                StartsWith(std::string("\0<\0s", 4)));
    EXPECT_THAT(octets("t.msg.identify():encoding('latin-1')"), HasSubstr("unknown encoding 'latin-1'"));
}

TEST(Message, BuildsEnumerationsInTheOrderOfTheSchema) {
    EXPECT_THAT(
        octets("t.msg.enumerate({ uri = 'u' }, { optimize = true, max_elements = 5, mode = 'EnumerateEPR', "
               "filter = 'a<b', dialect = 'd', expires = 'PT30S', total = true })"),
        AllOf(HasSubstr("<wsen:Enumerate><wsen:Expires>PT30S</wsen:Expires><wsman:Filter "
                        "Dialect=\"d\">a&lt;b</wsman:Filter>"
                        "<wsman:OptimizeEnumeration/><wsman:MaxElements>5</wsman:MaxElements>"
                        "<wsman:EnumerationMode>EnumerateEPR</wsman:EnumerationMode></wsen:Enumerate>"),
              HasSubstr("<wsman:RequestTotalItemsCountEstimate/>")));
    EXPECT_THAT(
        octets(
            "t.msg.pull({ uri = 'u' }, 'ctx', { max_time = 'PT1S', max_elements = 2, max_characters = 99 })"),
        HasSubstr(
            "<wsen:Pull><wsen:EnumerationContext>ctx</wsen:EnumerationContext><wsen:MaxTime>PT1S</"
            "wsen:MaxTime>"
            "<wsen:MaxElements>2</wsen:MaxElements><wsen:MaxCharacters>99</wsen:MaxCharacters></wsen:Pull>"));
    EXPECT_THAT(octets("t.msg.release({ uri = 'u' }, 'ctx')"),
                HasSubstr("<wsen:Release><wsen:EnumerationContext>ctx</"));
    EXPECT_THAT(octets("t.msg.enumerate({ uri = 'u' }, { optimise = true })"),
                HasSubstr("enumerate has no field 'optimise'"));
}

TEST(Message, NestsAnEndpointReferenceInASelector) {
    EXPECT_THAT(
        octets("t.msg.get({ uri = 'u', selectors = { Owner = { uri = 'v', selectors = { Name = 'x' } } } })"),
        HasSubstr("<wsman:Selector "
                  "Name=\"Owner\"><wsa:EndpointReference><wsa:Address>http://bmc:5985/wsman</wsa:Address>"
                  "<wsa:ReferenceParameters><wsman:ResourceURI>v</"
                  "wsman:ResourceURI><wsman:SelectorSet><wsman:Selector Name=\"Name\">x"));
}

TEST(Authorization, IsFilledInOrLeftOutWithItsLine) {
    EXPECT_EQ(with_authorization("A: 1\r\nAuthorization: {authorization}\r\nB: 2\r\n", "Basic eA=="),
              "A: 1\r\nAuthorization: Basic eA==\r\nB: 2\r\n");
    EXPECT_EQ(with_authorization("A: 1\r\nAuthorization: {authorization}\r\nB: 2\r\n", ""),
              "A: 1\r\nB: 2\r\n");
    EXPECT_EQ(with_authorization("{authorization}", ""), "");
    EXPECT_EQ(with_authorization("A: BASIC {credentials}\r\n", "Basic eA=="), "A: BASIC eA==\r\n");
}

TEST(Authorization, IsFilledInAlsoWhereAPieceEndsInThePlaceholder) {
    Send send;
    send.pieces = {"A: {auth", "orization}\r\n", "B: 2"};
    EXPECT_THAT(written_pieces(send, "Basic eA=="), testing::ElementsAre("A: Basic", " eA==\r\n", "B: 2"));
    EXPECT_THAT(written_pieces(send, ""), testing::ElementsAre("B: 2"));
    send.pieces = {"A: {authorization}\r\n"};
    send.piece_octets = 7;
    EXPECT_THAT(written_pieces(send, "Basic eA=="), testing::ElementsAre("A: Basi", "c eA==\r", "\n"));
}

TEST(Message, CanSendAnEmptyField) {
    EXPECT_THAT(octets("t.msg.identify():without_http('Authorization'):http('Authorization', '')"),
                HasSubstr("\r\nAuthorization: \r\n"));
}

}  // namespace
}  // namespace assay::script
