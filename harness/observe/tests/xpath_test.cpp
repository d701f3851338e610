#include "assay/observe/xpath.hpp"

#include <gmock/gmock.h>

#include "assay/base/text.hpp"

namespace assay::observe {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view message =
    "<?xml version=\"1.0\" encoding=\"utf-16\"?>"
    "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\"><!-- c --><s:Body>"
    "<i k=\"v\">one</i><i><![CDATA[two]]><j/></i></s:Body></s:Envelope>";

XPathResult evaluate(const EnvelopeReading& reading, const std::string& expression) {
    return XPathDocument{reading}.evaluate(expression, customary_prefixes());
}

TEST(XPath, SelectsElementsWithTheirPlaces) {
    const EnvelopeReading reading = read_envelope(message);
    const XPathResult result = evaluate(reading, "/s:Envelope/s:Body/i");
    ASSERT_THAT(result.nodes, SizeIs(2));
    EXPECT_EQ(result.nodes[1].value, "two");
    EXPECT_TRUE(result.nodes[1].is_element);
    EXPECT_EQ(result.nodes[1].element, reading.body()->children[1]);
    EXPECT_EQ(result.text, "one");
}

TEST(XPath, SelectsTheSameFromUtf16) {
    const EnvelopeReading reading =
        read_envelope(base::utf16_from_utf8(message, base::ByteOrder::little).value(), "utf-16");
    EXPECT_EQ(evaluate(reading, "count(//i)").number, 2);
}

TEST(XPath, SelectsAttributesAndTextWithTheElementThatHoldsThem) {
    const EnvelopeReading reading = read_envelope(message);
    const XPathResult attribute = evaluate(reading, "//@k");
    ASSERT_THAT(attribute.nodes, SizeIs(1));
    EXPECT_EQ(attribute.nodes[0].value, "v");
    EXPECT_FALSE(attribute.nodes[0].is_element);
    EXPECT_EQ(attribute.nodes[0].element, reading.body()->children[0]);
    EXPECT_EQ(evaluate(reading, "//i[1]/text()").nodes.at(0).element, reading.body()->children[0]);
    EXPECT_EQ(evaluate(reading, "/s:Envelope/namespace::s").nodes.at(0).element, reading.root());
}

TEST(XPath, GivesNumbersBooleansAndText) {
    const EnvelopeReading reading = read_envelope(message);
    EXPECT_EQ(evaluate(reading, "string(//i[2])").kind, XPathKind::text);
    EXPECT_TRUE(evaluate(reading, "count(//i) = 2").boolean);
    EXPECT_EQ(evaluate(reading, "count(//i)").text, "2");
}

TEST(XPath, SaysWhatIsWrongWithAnExpression) {
    const EnvelopeReading reading = read_envelope(message);
    EXPECT_NE(evaluate(reading, "//i[").error, "");
    EXPECT_NE(evaluate(reading, "//nobody:i").error, "");
    EXPECT_NE(evaluate(read_envelope("not xml"), "//i[").error, "");
    EXPECT_EQ(evaluate(reading, "//i").error, "");
}

TEST(XPath, SelectsNothingFromWhatIsNotWellFormed) {
    for (const std::string_view text : {"", "<i>", "<!DOCTYPE i []><i/>"}) {
        const XPathResult result = evaluate(read_envelope(text), "//i");
        EXPECT_THAT(result.nodes, IsEmpty());
        EXPECT_EQ(result.error, "");
    }
}

}  // namespace
}  // namespace assay::observe
