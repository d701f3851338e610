#include <gmock/gmock.h>

#include "scripted.hpp"

namespace assay::script {
namespace {

using record::Finding;
using record::Part;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string base = "http://schemas.dmtf.org/wbem/wsman/1/wsman/faultDetail/";
const std::string refusal =
    http_answer(envelope("<wsa:Action>a:fault</wsa:Action>",
                         fault_body("wsman:InvalidSelectors", base + "UnexpectedSelectors")),
                500);
const std::string success =
    http_answer(envelope("<wsa:Action>urn:done</wsa:Action><wsa:RelatesTo> uuid:1 </wsa:RelatesTo>",
                         "<wsman:Item>5</wsman:Item>"));

/// The findings of a case that sends once and then runs `checks` on the answer `r`.
std::vector<Finding> findings(const std::string& checks, const record::Exchange& answer) {
    const Played played = play(suite_with("local r = t:send(t.msg.identify())\n" + checks), answer);
    EXPECT_EQ(played.outcome.end, End::finished) << played.outcome.reason;
    return played.outcome.findings;
}

std::vector<Finding> findings(const std::string& checks, const std::string& response) {
    return findings(checks, answered(response));
}

TEST(Expectation, IsSilentWhenItIsMet) {
    EXPECT_THAT(findings(R"lua(
assert(t:expect_fault(r, "wsman:InvalidSelectors", { detail = "UnexpectedSelectors", code = "s:Sender", status = 500 }) == true)
t:expect_fault(r, "s:Sender", { status = { 400, 500 } })
t:expect_status(r, 500)
local f = r:fault()
assert(f.code == "s:Sender" and f.subcode == "wsman:InvalidSelectors" and f.detail == "UnexpectedSelectors")
assert(f.reason == "no such thing" and f.lang == "en" and f.action == "a:fault"))lua",
                         refusal),
                IsEmpty());
    EXPECT_THAT(findings(R"lua(
t:expect_ok(r) t:expect_ok(r, "urn:done")
t:expect_text(r, "/s:Envelope/s:Header/wsa:RelatesTo", "uuid:1")
t:expect_text(r, "count(//wsman:Item)", "1")
t:expect_count(r, "/s:Envelope/s:Body/*", 1)
t:expect_present(r, "//wsman:Item") t:expect_absent(r, "//wsman:Other")
t:expect_header(r, "Content-Type", "^application/soap%+xml")
assert(r:fault() == nil and r:text("//wsman:Item") == "5" and r:count("//wsman:Item") == 1 and #r:xpath("//*") == 6)
assert(r:text("//wsman:Other") == nil and r:xml("//wsman:Item"):find("5</wsman:Item>", 1, true) and r:xml("//wsman:Other") == nil))lua",
                         success),
                IsEmpty());
}

TEST(Answer, HasItsBodyAsOctetsAndAsCharacters) {
    const std::string wide{"HTTP/1.1 200 X\r\nContent-Length: 10\r\n\r\n\xFF\xFE<\0a\0/\0>\0", 48};
    EXPECT_THAT(
        findings("assert(#r.body == 10 and r.body:sub(1, 2) == '\\xFF\\xFE' and r.document == '<a/>')", wide),
        IsEmpty());
}

TEST(Expectation, OfAFaultSaysWhatCameAndWhere) {
    const auto other = findings("t:expect_fault(r, 'wsa:DestinationUnreachable')", refusal);
    ASSERT_THAT(other, SizeIs(1));
    EXPECT_EQ(other[0].rule, "must.do");
    EXPECT_EQ(other[0].expected, "wsa:DestinationUnreachable");
    EXPECT_EQ(other[0].actual, "HTTP 500, wsman:InvalidSelectors/UnexpectedSelectors: no such thing");
    ASSERT_TRUE(other[0].place);
    EXPECT_EQ(other[0].place->exchange, 3U);
    EXPECT_EQ(other[0].place->line, 3U);
    EXPECT_EQ(other[0].place->path, "/s:Envelope/s:Body/s:Fault/s:Code/s:Subcode/s:Value");

    const auto detail = findings(
        "t:expect_fault(r, 'wsman:InvalidSelectors', { detail = 'TypeMismatch', rule = 'must.too' })",
        refusal);
    ASSERT_THAT(detail, SizeIs(1));
    EXPECT_EQ(detail[0].rule, "must.too");
    EXPECT_EQ(detail[0].actual, "UnexpectedSelectors");

    const auto none = findings("t:expect_fault(r, 'wsman:InvalidSelectors')", success);
    ASSERT_THAT(none, SizeIs(1));
    EXPECT_EQ(none[0].actual, "HTTP 200, wsman:Item");
    EXPECT_EQ(none[0].place->path, "/s:Envelope/s:Body/wsman:Item");
}

TEST(Expectation, OfAFaultComparesNamesNotPrefixes) {
    const auto undeclared = findings("t:expect_fault(r, 'wsen:TimedOut')",
                                     http_answer(envelope("", fault_body("wsen:TimedOut", "")), 500));
    ASSERT_THAT(undeclared, SizeIs(1));
    EXPECT_THAT(undeclared[0].actual, HasSubstr("undeclared prefix in 'wsen:TimedOut'"));
}

TEST(Expectation, OfSuccessIsNotMetByAFaultOrSilence) {
    EXPECT_THAT(findings("t:expect_ok(r)", refusal), SizeIs(1));
    EXPECT_THAT(findings("t:expect_ok(r, 'urn:other')", success), SizeIs(1));
    EXPECT_THAT(findings("t:expect_ok(r)", http_answer("hello")), SizeIs(1));
    const auto silence = findings("t:expect_ok(r) assert(r.status == nil and r.ended == 'timed_out')",
                                  answered("", record::Ending::timed_out));
    ASSERT_THAT(silence, SizeIs(1));
    EXPECT_EQ(silence[0].actual, "no answer: timed_out");
    EXPECT_EQ(silence[0].place->part, Part::connection);
}

TEST(Expectation, OfATextPointsAtTheNodeOrAtTheNearestThatIsThere) {
    const auto wrong = findings("t:expect_text(r, '/s:Envelope/s:Body/wsman:Item', '6')", success);
    ASSERT_THAT(wrong, SizeIs(1));
    EXPECT_EQ(wrong[0].actual, "5");
    EXPECT_EQ(wrong[0].place->path, "/s:Envelope/s:Body/wsman:Item");
    const auto missing =
        findings("t:expect_text(r, '/s:Envelope/s:Header/wsa:MessageID[. = \"a/b\"]', 'x')", success);
    ASSERT_THAT(missing, SizeIs(1));
    EXPECT_EQ(missing[0].place->line, 2U);
    EXPECT_EQ(missing[0].place->path, "/s:Envelope/s:Header/wsa:MessageID[. = \"a/b\"]");
}

TEST(Expectation, OfCountPresenceAbsenceStatusAndFieldCanFail) {
    EXPECT_THAT(findings("t:expect_count(r, '//wsman:Item', 2)", success), SizeIs(1));
    EXPECT_THAT(findings("t:expect_present(r, '//wsman:Other')", success), SizeIs(1));
    EXPECT_THAT(findings("t:expect_absent(r, '//wsman:Item')", success), SizeIs(1));
    EXPECT_THAT(findings("t:expect_status(r, { 400, 500 })", success).at(0).expected, "HTTP 400 or 500");
    const auto field = findings("t:expect_header(r, 'Content-Type', '^text/')", success);
    ASSERT_THAT(field, SizeIs(1));
    EXPECT_EQ(field[0].place->part, Part::response_head);
    EXPECT_EQ(field[0].place->line, 2U);
    EXPECT_EQ(field[0].place->column, 1U);
    EXPECT_THAT(findings("t:expect_header(r, 'X-None')", success).at(0).message,
                "the field X-None is missing");
}

TEST(Expectation, OfAbsenceIsNotMetByAnAnswerWithoutEnvelope) {
    EXPECT_THAT(findings("t:expect_absent(r, '//wsman:Other')", http_answer("hello")), SizeIs(1));
    const auto silence =
        findings("t:expect_absent(r, '//wsman:Other')", answered("", record::Ending::timed_out));
    ASSERT_THAT(silence, SizeIs(1));
    EXPECT_EQ(silence[0].actual, "no answer: timed_out");
}

TEST(Expectation, InTheCasesOwnWordsCarriesWhatItIsGiven) {
    const auto own = findings(
        "assert(t:expect(nil, { message = 'wrong', expected = 1, actual = true, at = r, path = "
        "'//wsman:Item', rule = 'must.too' }) == false)",
        success);
    ASSERT_THAT(own, SizeIs(1));
    EXPECT_EQ(own[0].message, "wrong");
    EXPECT_EQ(own[0].expected, "1");
    EXPECT_EQ(own[0].actual, "true");
    EXPECT_EQ(own[0].rule, "must.too");
    EXPECT_EQ(own[0].place->path, "/s:Envelope/s:Body/wsman:Item");
}

TEST(Observation, GoesToTheFirstRuleThatIsAMay) {
    const auto observed = findings("t:observe('it went this way')", success);
    ASSERT_THAT(observed, SizeIs(1));
    EXPECT_EQ(observed[0].rule, "may.do");
}

TEST(Expectation, ThatIsMisusedIsAScriptError) {
    const auto reason = [](const std::string& checks) {
        return play(suite_with("local r = t:send(t.msg.identify())\n" + checks), answered(success))
            .outcome.reason;
    };
    EXPECT_THAT(reason("t:expect_ok(r, nil, { rule = 'other' }) t:expect_status(r, 1, { rule = 'other' })"),
                HasSubstr("suites/a.lua:4: the case does not say that it proves 'other'"));
    EXPECT_THAT(reason("t:expect(true)"), HasSubstr("expect needs { message = … }"));
    EXPECT_THAT(reason("t:expect_status(r, 200, { rul = 'x' })"),
                HasSubstr("an expectation has no field 'rul'"));
    EXPECT_THAT(reason("t:expect_absent(r, 'count(//wsman:Other)')"), HasSubstr("selects no nodes"));
    EXPECT_THAT(reason("r:xpath('//[')"), HasSubstr("XPath '//['"));
    EXPECT_THAT(reason("return r.statuss"), HasSubstr("an answer has no 'statuss'"));
    EXPECT_THAT(reason("t:expect_ok('r')"), HasSubstr("an answer expected, got string"));
}

}  // namespace
}  // namespace assay::script
