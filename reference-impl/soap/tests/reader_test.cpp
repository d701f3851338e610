#include "assay/soap/reader.hpp"

#include <gtest/gtest.h>

namespace assay::soap {
namespace {

using Kind = ReadError::Kind;
using namespace std::string_view_literals;

ReadResult read(const std::string& text, std::string_view charset = {}) {
    return make_reader()->read(base::octets_of(text), charset);
}

std::string around(const std::string& body, const std::string& before = {}) {
    return before + "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Header/><s:Body>" +
           body + "</s:Body></s:Envelope>";
}

Envelope good(const ReadResult& result) {
    const auto* error = std::get_if<ReadError>(&result);
    EXPECT_EQ(error, nullptr) << error->message;
    return error == nullptr ? std::get<Envelope>(result) : Envelope{};
}

Kind refusal(const std::string& text, std::string_view charset = {}) {
    const auto result = read(text, charset);
    EXPECT_TRUE(std::holds_alternative<ReadError>(result)) << text.substr(0, 200);
    return std::holds_alternative<ReadError>(result) ? std::get<ReadError>(result).kind : Kind::structure;
}

std::string nested(std::size_t depth) {
    std::string text;
    for (std::size_t i = 0; i < depth; ++i) text += "<a>";
    for (std::size_t i = 0; i < depth; ++i) text += "</a>";
    return text;
}

std::string utf8(char32_t code) {
    const auto tail = [&](unsigned shift) { return static_cast<char>(0x80U | (code >> shift & 0x3FU)); };
    if (code < 0x800) return {static_cast<char>(0xC0U | code >> 6U), tail(0)};
    if (code < 0x10000) return {static_cast<char>(0xE0U | code >> 12U), tail(6), tail(0)};
    return {static_cast<char>(0xF0U | code >> 18U), tail(12), tail(6), tail(0)};
}

TEST(Reader, ResolvesNamespacesAndKeepsValues) {
    const Envelope envelope = good(read(
        "<?xml version='1.0'?><e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope' xmlns='urn:d'>"
        "<e:Header><To e:mustUnderstand='true'> urn:x </To></e:Header>"
        "<e:Body><p:Get xmlns:p='urn:p' Kind='a&amp;b&#10;c'>1 &lt; 2<![CDATA[ & "
        "3]]></p:Get></e:Body></e:Envelope>"));
    ASSERT_EQ(envelope.headers.size(), 1U);
    EXPECT_EQ(envelope.headers[0].name, (Name{"urn:d", "To"}));
    EXPECT_EQ(envelope.headers[0].value(), "urn:x");
    EXPECT_EQ(*envelope.headers[0].attribute(names::mustUnderstand), "true");
    ASSERT_EQ(envelope.body.size(), 1U);
    EXPECT_EQ(envelope.body[0].name, (Name{"urn:p", "Get"}));
    EXPECT_EQ(envelope.body[0].text, "1 < 2 & 3");
    EXPECT_EQ(*envelope.body[0].attribute("Kind"), "a&b\nc");
}

const std::string* binding(const Element& element, std::string_view prefix) {
    return element.attribute(vocab::QName{vocab::ns::xmlns, prefix});
}

TEST(Reader, KeepsTheBindingsThatAFilterMayUse) {
    const Envelope envelope = good(
        read(around("<e:Enumerate xmlns:e='http://schemas.xmlsoap.org/ws/2004/09/enumeration' xmlns='urn:d'>"
                    "<e:Other xmlns:gone='urn:gone'/>"
                    "<e:Filter xmlns:p='urn:inner' Dialect='x'>p:A</e:Filter></e:Enumerate>",
                    "<?xml version='1.0'?>")));
    const Element& filter = envelope.body.at(0).children.at(1);
    EXPECT_EQ(*binding(filter, "p"), "urn:inner");
    EXPECT_EQ(*binding(filter, "e"), "http://schemas.xmlsoap.org/ws/2004/09/enumeration");
    EXPECT_EQ(*binding(filter, "s"), "http://www.w3.org/2003/05/soap-envelope");
    EXPECT_EQ(*binding(filter, "xmlns"), "urn:d");
    EXPECT_EQ(binding(filter, "gone"), nullptr);
    EXPECT_EQ(*filter.attribute("Dialect"), "x");
    EXPECT_EQ(binding(envelope.body.at(0), "e"), nullptr);
}

TEST(Reader, KeepsTheInnermostBindingOfAFragmentsPrefix) {
    const Envelope envelope =
        good(read("<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope' xmlns='urn:d'><s:Header>"
                  "<w:FragmentTransfer xmlns:w='http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd' xmlns='' "
                  "xmlns:s='http://www.w3.org/2003/05/soap-envelope'>a</w:FragmentTransfer>"
                  "<w:Filter xmlns:w='http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd' xmlns:s='urn:other'/>"
                  "</s:Header><s:Body/></s:Envelope>"));
    EXPECT_EQ(binding(envelope.headers.at(0), "xmlns"), nullptr);
    EXPECT_EQ(*binding(envelope.headers.at(0), "s"), "http://www.w3.org/2003/05/soap-envelope");
    EXPECT_EQ(*binding(envelope.headers.at(1), "s"), "urn:other");
}

TEST(Reader, DropsWhiteSpaceBetweenElementsAndComments) {
    const Envelope envelope = good(read(around("\n <a>\n  <!-- no --><b> </b>\n </a>\n")));
    ASSERT_EQ(envelope.body.size(), 1U);
    EXPECT_EQ(envelope.body[0].text, "");
    ASSERT_EQ(envelope.body[0].children.size(), 1U);
    EXPECT_EQ(envelope.body[0].children[0].text, " ");
}

TEST(Reader, TakesAnEnvelopeWithoutHeader) {
    EXPECT_EQ(
        good(read("<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body/></s:Envelope>"))
            .headers.size(),
        0U);
}

TEST(Reader, TakesUtf16InBothOrdersWithAndWithoutMark) {
    const std::string text = around("<a>\xC3\xBC</a>", "<?xml version='1.0' encoding='UTF-16'?>");
    for (const Encoding encoding : {Encoding::utf16_little, Encoding::utf16_big}) {
        const std::string marked = encode(text, encoding);
        const Envelope envelope = good(read(marked, "utf-16"));
        EXPECT_EQ(envelope.encoding, encoding);
        EXPECT_EQ(envelope.body.at(0).text, "\xC3\xBC");
        EXPECT_EQ(good(read(marked.substr(2), "utf-16")).encoding, encoding);
    }
}

TEST(Reader, TakesUtf8WithMark) {
    EXPECT_EQ(good(read("\xEF\xBB\xBF" + around(""))).encoding, Encoding::utf8);
}

TEST(Reader, RefusesOtherCharacterSetsAndBrokenOctets) {
    EXPECT_EQ(refusal(around(""), "iso-8859-1"), Kind::character_set);
    EXPECT_EQ(refusal(around("<a>\xC0\x80</a>")), Kind::broken_encoding);
    EXPECT_EQ(refusal(encode(around(""), Encoding::utf16_little) + "x"), Kind::broken_encoding);
}

TEST(Reader, RefusesDoctypesEntitiesAndInstructions) {
    EXPECT_EQ(refusal(around("", "<!DOCTYPE a>")), Kind::forbidden);
    EXPECT_EQ(
        refusal(around("&lol9;", "<!DOCTYPE lolz [<!ENTITY lol \"lol\"><!ENTITY lol9 \"&lol;&lol;\">]>")),
        Kind::forbidden);
    EXPECT_EQ(refusal(around("&x;", "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>")),
              Kind::forbidden);
    EXPECT_EQ(refusal(around("<?php echo ?>")), Kind::forbidden);
    EXPECT_EQ(refusal(around("&undeclared;")), Kind::not_well_formed);
}

TEST(Reader, RefusesWhatIsNotWellFormed) {
    EXPECT_EQ(refusal(""), Kind::not_well_formed);
    EXPECT_EQ(refusal("not xml"), Kind::not_well_formed);
    EXPECT_EQ(refusal(around("<a>")), Kind::not_well_formed);
    EXPECT_EQ(refusal(around("").substr(0, 60)), Kind::not_well_formed);
    EXPECT_EQ(refusal(around("<undeclared:a/>")), Kind::not_well_formed);
    EXPECT_EQ(refusal(around("<a b='1' b='2'/>")), Kind::not_well_formed);
    EXPECT_EQ(refusal(around("") + "<more/>"), Kind::not_well_formed);
    EXPECT_EQ(refusal(around("<a>\x01</a>")), Kind::not_well_formed);
}

TEST(Reader, ReadsNamesAsTheFifthEditionHasThem) {
    EXPECT_EQ(good(read(around("<\xC3\xA9t\xC3\xA9-1.\xC2\xB7/>"))).body.at(0).name.local,
              "\xC3\xA9t\xC3\xA9-1.\xC2\xB7");
    good(read(around("<a \xF0\x90\x80\x80='1'/>")));
    for (const char* name : {"1a", "-a", ".a", "\xC3\x97", "\xC2\xB7", "\xE2\x80\xBF", "a\xC3\x97", "a:b:c",
                             ":a", "a:", "a:1"}) {
        EXPECT_EQ(refusal(around("<" + std::string{name} + " xmlns:a='urn:a'/>")), Kind::not_well_formed)
            << name;
    }
}

TEST(Reader, KnowsWhereEachRangeOfNamesBeginsAndEnds) {
    for (const char32_t begins :
         U"\u00C0\u00D6\u00D8\u00F6\u00F8\u02FF\u0370\u037D\u037F\u1FFF\u200C\u200D\u2070\u218F"
         U"\u2C00\u2FEF\u3001\uD7FF\uF900\uFDCF\uFDF0\uFFFD\U00010000\U000EFFFF"sv) {
        good(read(around("<" + utf8(begins) + "/>")));
    }
    for (const char32_t follows : U"\u00B7\u0300\u036F\u203F\u2040"sv) {
        good(read(around("<a" + utf8(follows) + "/>")));
        EXPECT_EQ(refusal(around("<" + utf8(follows) + "/>")), Kind::not_well_formed) << utf8(follows);
    }
    for (const char32_t neither :
         U"\u00B6\u00B8\u00BF\u00D7\u00F7\u037E\u2000\u200B\u200E\u203E\u2041\u206F\u2190\u2BFF"
         U"\u2FF0\u3000\uE000\uF8FF\uFDD0\uFDEF\uFFFE\U000F0000"sv) {
        EXPECT_EQ(refusal(around("<a" + utf8(neither) + "/>")), Kind::not_well_formed) << utf8(neither);
    }
}

TEST(Reader, NormalizesLineEndsAndAttributeValues) {
    const Element a =
        good(
            read(around(
                "<a b=' 1\r\n2\r3\n4\t5&#13;&#9; \"' c=\"'&#x1F600;\">1\r\n2\r3&#13;<![CDATA[\r\n]]]]></a>")))
            .body.at(0);
    EXPECT_EQ(*a.attribute("b"), " 1 2 3 4 5\r\t \"");
    EXPECT_EQ(*a.attribute("c"), "'\xF0\x9F\x98\x80");
    EXPECT_EQ(a.text, "1\n2\n3\r\n]]");
    EXPECT_EQ(good(read(around("<a> \r\n\r</a>"))).body.at(0).text, " \n\n");
}

TEST(Reader, FindsWhatIsNotPlainWhereverItStandsInALongRun) {
    for (std::size_t length = 0; length <= 40; ++length) {
        const std::string run(length, 'x');
        const Element a =
            good(read(around("<a b='" + run + "&lt;\xC3\xBC\t'>" + run + "&lt;\r" + run + "\xC3\xBC</a>")))
                .body.at(0);
        EXPECT_EQ(*a.attribute("b"), run + "<\xC3\xBC ");
        EXPECT_EQ(a.text, run + "<\n" + run + "\xC3\xBC");
        for (const char* broken : {"]]>", "\x01", "\xEF\xBF\xBF"}) {
            EXPECT_EQ(refusal(around("<a>" + run + broken + "</a>")), Kind::not_well_formed) << length;
        }
        for (const char* broken : {"<", "\x01", "\xEF\xBF\xBF"}) {
            EXPECT_EQ(refusal(around("<a b='" + run + broken + "'/>")), Kind::not_well_formed) << length;
        }
        EXPECT_EQ(refusal(around("<!--" + run + "-- -->")), Kind::not_well_formed) << length;
        EXPECT_EQ(good(read(around("<a><![CDATA[" + run + "]]\r]]></a>"))).body.at(0).text, run + "]]\n");
    }
}

TEST(Reader, KeepsWhiteSpaceThatSurroundsText) {
    const Element a = good(read(around("<a> 1 <b/>&#32;\n2 </a>"))).body.at(0);
    EXPECT_EQ(a.text, " 1  \n2 ");
    EXPECT_EQ(good(read(around("<a> <b/>&#32;<![CDATA[\t]]></a>"))).body.at(0).text, "");
    EXPECT_EQ(good(read(around("<a>&#32;<![CDATA[\t]]></a>"))).body.at(0).text, " \t");
}

TEST(Reader, HoldsTheNamespaceConstraints) {
    good(read(around("<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='en'/>")));
    EXPECT_EQ(good(read(around("<a xmlns='urn:d'><b xmlns=''/></a>"))).body.at(0).children.at(0).name,
              (Name{"", "b"}));
    // One prefix may hide another, and an attribute without prefix is in no namespace.
    good(read(around("<a xmlns='urn:d' xmlns:p='urn:d' b='1' p:b='2'/>")));
    for (const char* tag :
         {"<a xmlns:p='urn:d' xmlns:q='urn:d' p:b='1' q:b='2'/>", "<a xmlns:p=''/>", "<a xmlns:xml='urn:x'/>",
          "<a xmlns:xmlns='urn:x'/>", "<a xmlns:x='http://www.w3.org/XML/1998/namespace'/>",
          "<a xmlns='http://www.w3.org/2000/xmlns/'/>", "<a xmlns='http://www.w3.org/XML/1998/namespace'/>",
          "<a xmlns='urn:a' xmlns='urn:b'/>", "<a xmlns:p='urn:a' xmlns:p='urn:b'/>", "<xmlns:a/>",
          "<a p:b='1'/>", "<a xmlns:p='no uri'/>"}) {
        EXPECT_EQ(refusal(around(tag)), Kind::not_well_formed) << tag;
    }
}

TEST(Reader, RefusesMalformedTagsReferencesAndComments) {
    for (const char* body : {"<a b='1'c='2'/>",
                             "<a b=1/>",
                             "<a b/>",
                             "<a b='<'/>",
                             "< a/>",
                             "<a / >",
                             "</ a>",
                             "<a></b>",
                             "<a></a b>",
                             "<a",
                             "<a b='1",
                             "&amp",
                             "&;",
                             "&#;",
                             "&#x;",
                             "&#0;",
                             "&#xD800;",
                             "&#xFFFE;",
                             "&#x110000;",
                             "&#99999999999999999999;",
                             "&#X41;",
                             "&#4a;",
                             "]]>",
                             "<!-- -- -->",
                             "<!-- --->",
                             "<!-- ",
                             "<![CDATA[ ]]",
                             "<![cdata[]]>",
                             "<!ELEMENT a>",
                             "\xEF\xBF\xBE",
                             "<a b='\xEF\xBF\xBF'/>",
                             "<!-- \x01 -->",
                             "<![CDATA[\x01]]>"}) {
        EXPECT_EQ(refusal(around(body)), Kind::not_well_formed) << body;
    }
}

TEST(Reader, ReadsTheXmlDeclaration) {
    good(read(around("", "<?xml version='1.7'\n encoding = \"UTF-8\" standalone='no' ?>\n<!-- c -->")));
    for (const char* declaration :
         {"<?xml?>", "<?xml ?>", "<?xml version='2.0'?>", "<?xml version='1.'?>", "<?xml version='1&#46;0'?>",
          "<?xml version='1.0'encoding='UTF-8'?>", "<?xml version='1.0' encoding=''?>",
          "<?xml encoding='UTF-8'?>", "<?xml version='1.0' standalone='maybe'?>",
          "<?xml version='1.0' standalone='no' encoding='UTF-8'?>",
          "<?xml version='1.0' encoding='UTF-8'standalone='no'?>", "<?xml version='1.0'>",
          "<?xml version='1.0' x?>"}) {
        EXPECT_EQ(refusal(around("", declaration)),
                  std::string_view{declaration} == "<?xml?>" ? Kind::forbidden : Kind::not_well_formed)
            << declaration;
    }
}

TEST(Reader, GoesByTheRecommendationWhereParsersAreLenient) {
    using namespace std::string_literals;
    EXPECT_EQ(refusal(around("") + "\0"s), Kind::not_well_formed);
    EXPECT_EQ(refusal("\xEF\xBB\xBF\xEF\xBB\xBF" + around("")), Kind::not_well_formed);
    EXPECT_EQ(refusal(around("<a xmlns:p='urn:a#[b]'/>")), Kind::not_well_formed);
    good(read(around("<a xmlns:p='http://host:/path'/>")));
}

TEST(Reader, ReadsElementsThatStandAlone) {
    const auto tree = read_element("<p:a xmlns:p='urn:p'><b>1</b></p:a>");
    ASSERT_TRUE(std::holds_alternative<Element>(tree));
    EXPECT_EQ(std::get<Element>(tree).name, (Name{"urn:p", "a"}));
    EXPECT_EQ(std::get<Element>(tree).children.at(0).text, "1");
    EXPECT_TRUE(std::holds_alternative<ReadError>(read_element("<a>")));
}

TEST(Reader, RefusesDeepWideAndLongMessagesBeforeTheyCost) {
    EXPECT_EQ(refusal(around(nested(10'000))), Kind::too_large);
    EXPECT_EQ(refusal(around(nested(63))), Kind::too_large);
    good(read(around(nested(62))));
    std::string wide = "<a";
    for (int i = 0; i < 65; ++i) wide += " a" + std::to_string(i) + "='1'";
    EXPECT_EQ(refusal(around(wide + "/>")), Kind::too_large);
    std::string many;
    for (int i = 0; i < 20'001; ++i) many += "<a/>";
    EXPECT_EQ(refusal(around(many)), Kind::too_large);
}

TEST(Reader, RefusesOtherSoapVersionsAndDocuments) {
    EXPECT_EQ(
        refusal("<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body/></s:Envelope>"),
        Kind::not_soap12);
    EXPECT_EQ(refusal("<html/>"), Kind::not_soap12);
}

TEST(Reader, RefusesEnvelopesWithWrongParts) {
    const std::string open = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'>";
    const std::string close = "</s:Envelope>";
    EXPECT_EQ(refusal(open + close), Kind::structure);
    EXPECT_EQ(refusal(open + "<s:Header/>" + close), Kind::structure);
    EXPECT_EQ(refusal(open + "<s:Body/><s:Header/>" + close), Kind::structure);
    EXPECT_EQ(refusal(open + "<s:Body/><s:Body/>" + close), Kind::structure);
    EXPECT_EQ(refusal(open + "<s:Header/><s:Header/><s:Body/>" + close), Kind::structure);
    EXPECT_EQ(refusal(open + "text<s:Body/>" + close), Kind::structure);
    EXPECT_EQ(refusal(open + "<s:Body>text</s:Body>" + close), Kind::structure);
}

}  // namespace
}  // namespace assay::soap
