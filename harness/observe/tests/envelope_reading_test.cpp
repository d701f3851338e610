#include "assay/observe/envelope_reading.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "assay/base/octets.hpp"
#include "assay/base/text.hpp"
#include "assay/observe/limits.hpp"

namespace assay::observe {
namespace {

namespace ns = vocab::ns;
using testing::IsEmpty;
using testing::SizeIs;

constexpr std::string_view get_request =
    "<?xml version=\"1.0\"?>\n"
    "<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"\n"
    "  xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\">\n"
    "  <e:Header><a:To e:mustUnderstand=\"true\"> http://bmc/wsman </a:To></e:Header>\n"
    "  <e:Body><x xmlns=\"urn:x\"/><x xmlns=\"urn:x\"><y>é<z/></y></x></e:Body>\n"
    "</e:Envelope>";

std::string_view cut(const EnvelopeReading& reading, const Position& at) {
    return std::string_view{reading.text}.substr(at.offset, at.length);
}

TEST(EnvelopeReading, KnowsEachElementsPlace) {
    const EnvelopeReading reading = read_envelope(get_request);
    ASSERT_TRUE(reading.well_formed());
    EXPECT_EQ(reading.soap(), SoapVersion::soap12);
    const Element* to = reading.header_block({ns::wsa, "To"});
    ASSERT_NE(to, nullptr);
    EXPECT_EQ(cut(reading, to->at), "<a:To e:mustUnderstand=\"true\">");
    EXPECT_EQ(to->at.line, 4U);
    EXPECT_EQ(to->at.column, 13U);
    EXPECT_EQ(reading.root()->at.line, 2U);
    EXPECT_EQ(reading.root()->end, get_request.size());
    const Element* z = reading.body()->children.at(1)->children.at(0)->children.at(0);
    EXPECT_EQ(cut(reading, z->at), "<z/>");
    EXPECT_EQ(z->at.column, 50U);  // é is one character and two octets
    EXPECT_EQ(z->end, z->at.offset + 4);
}

TEST(EnvelopeReading, KeepsNamesAttributesAndText) {
    const EnvelopeReading reading = read_envelope(get_request);
    const Element* to = reading.header_block({ns::wsa, "To"});
    EXPECT_EQ(to->prefix, "a");
    EXPECT_EQ(to->value(), "http://bmc/wsman");
    ASSERT_NE(to->attribute(ns::s.uri, "mustUnderstand"), nullptr);
    EXPECT_EQ(*to->attribute(ns::s.uri, "mustUnderstand"), "true");
    EXPECT_EQ(reading.header_value({ns::wsa, "To"}), "http://bmc/wsman");
    EXPECT_EQ(reading.body_child()->uri, "urn:x");
}

TEST(EnvelopeReading, NamesPathsWithCustomaryPrefixesAndIndexes) {
    const EnvelopeReading reading = read_envelope(get_request);
    EXPECT_EQ(path_of(*reading.header_block({ns::wsa, "To"})), "/s:Envelope/s:Header/wsa:To");
    EXPECT_EQ(path_of(*reading.body()->children.at(1)), "/s:Envelope/s:Body/x[2]");
}

TEST(EnvelopeReading, CutsAnElementOutSoThatItStandsAlone) {
    const EnvelopeReading reading = read_envelope(get_request);
    const std::string alone = standalone_xml(reading, *reading.header_block({ns::wsa, "To"}));
    EXPECT_EQ(alone,
              "<a:To xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\" "
              "xmlns:a=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" e:mustUnderstand=\"true\"> "
              "http://bmc/wsman </a:To>");
    EXPECT_TRUE(read_envelope(alone).well_formed());
}

TEST(EnvelopeReading, SurvivesAMove) {
    EnvelopeReading first = read_envelope(get_request);
    const EnvelopeReading second = std::move(first);
    EXPECT_EQ(second.body_child()->parent, second.body());
    EXPECT_EQ(second.body()->parent, second.root());
}

TEST(EnvelopeReading, ReadsUtf16OfEitherOrderWithAndWithoutMark) {
    const std::string text = "<?xml version=\"1.0\" encoding=\"utf-16\"?><a>é</a>";
    for (const auto order : {base::ByteOrder::little, base::ByteOrder::big}) {
        const std::string octets = base::utf16_from_utf8(text, order).value();
        const bool little = order == base::ByteOrder::little;
        const EnvelopeReading bare = read_envelope(octets, "utf-16");
        EXPECT_TRUE(bare.well_formed());
        EXPECT_EQ(bare.root()->text, "é");
        EXPECT_EQ(bare.encoding.used, little ? Encoding::utf16_little : Encoding::utf16_big);
        EXPECT_FALSE(bare.encoding.byte_order_mark);
        EXPECT_EQ(bare.encoding.declared, "utf-16");
        const EnvelopeReading marked = read_envelope((little ? "\xFF\xFE" : "\xFE\xFF") + octets);
        EXPECT_TRUE(marked.well_formed());
        EXPECT_TRUE(marked.encoding.byte_order_mark);
        EXPECT_EQ(marked.text, text);
    }
}

TEST(EnvelopeReading, NotesAByteOrderMarkOfUtf8AndLeavesItOut) {
    const EnvelopeReading reading = read_envelope("\xEF\xBB\xBF<a/>", "UTF-8");
    EXPECT_TRUE(reading.well_formed());
    EXPECT_TRUE(reading.encoding.byte_order_mark);
    EXPECT_EQ(reading.root()->at.offset, 0U);
}

TEST(EnvelopeReading, SaysWhenOctetsAreNoUtf16) {
    const EnvelopeReading reading = read_envelope(std::string_view{"<\0a\0>", 5});
    EXPECT_FALSE(reading.well_formed());
    EXPECT_EQ(reading.soap(), SoapVersion::none);
}

TEST(EnvelopeReading, KeepsWhatCameBeforeTheFirstError) {
    const EnvelopeReading reading = read_envelope("<a>\n<b>text</b><c></d></a>");
    EXPECT_FALSE(reading.well_formed());
    ASSERT_THAT(reading.elements, SizeIs(3));
    EXPECT_EQ(reading.elements[1].text, "text");
    EXPECT_EQ(reading.troubles.at(0).at.line, 2U);
}

TEST(EnvelopeReading, TakesAnUndeclaredPrefixForTrouble) {
    EXPECT_THAT(read_envelope("<p:a/>").troubles, SizeIs(1));
}

TEST(EnvelopeReading, NotesWhatSoapDoesNotAllowWithoutFollowingIt) {
    const EnvelopeReading reading = read_envelope(
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\"><!ENTITY f \"f\">]>\n<?go on?><!-- c "
        "--><a>&f;</a>");
    ASSERT_TRUE(reading.document_type);
    EXPECT_EQ(reading.document_type->offset, 0U);
    ASSERT_THAT(reading.processing_instructions, SizeIs(1));
    EXPECT_EQ(cut(reading, reading.processing_instructions[0]), "<?go on?>");
    ASSERT_THAT(reading.comments, SizeIs(1));
    EXPECT_EQ(cut(reading, reading.comments[0]), "<!-- c -->");
    EXPECT_EQ(reading.root()->text, "");
}

std::string repeated(std::string_view piece, std::size_t times) {
    std::string text;
    for (std::size_t i = 0; i < times; ++i) text += piece;
    return text;
}

TEST(EnvelopeReading, StopsAtTenThousandNestedElements) {
    const EnvelopeReading reading = read_envelope(repeated("<a>", 10000));
    EXPECT_FALSE(reading.well_formed());
    EXPECT_THAT(reading.troubles, IsEmpty());
    EXPECT_EQ(reading.excess, "its elements are nested deeper than 256");
    EXPECT_THAT(reading.elements, SizeIs(limits.depth));
    EXPECT_TRUE(read_envelope(repeated("<a>", 256) + repeated("</a>", 256)).well_formed());
}

TEST(EnvelopeReading, StopsAtSoManyElementsCommentsAndInstructions) {
    for (const char* piece : {"<a/>", "<!---->", "<?a?>"}) {
        const EnvelopeReading reading = read_envelope("<e>" + repeated(piece, limits.nodes) + "</e>");
        EXPECT_FALSE(reading.well_formed()) << piece;
        EXPECT_EQ(reading.excess, "it has more than 100000 elements, comments and instructions") << piece;
        EXPECT_LE(reading.elements.size() + reading.comments.size() + reading.processing_instructions.size(),
                  limits.nodes);
    }
    EXPECT_TRUE(read_envelope("<e>" + repeated("<a/>", limits.nodes - 1) + "</e>").well_formed());
}

TEST(EnvelopeReading, DoesNotEvenBeginWithAMillionAttributes) {
    const std::string many = repeated(" a=''", limits.attributes + 1);
    constexpr const char* words = "an element in it has more than 1000 attributes";
    EXPECT_EQ(read_envelope("<e" + many + "/>").excess, words);
    EXPECT_EQ(read_envelope("<e><!-- > --><![CDATA[ > ]]><?p > ?><b c='>'/><e" + many + "/></e>").excess,
              words);
    EXPECT_EQ(read_envelope("<!DOCTYPE e [<!ATTLIST e " + many + ">]><e/>").excess, words);
    EXPECT_EQ(read_envelope("<e>" + repeated("<b" + repeated(" a=''", 900) + "/>", 200)).excess,
              "it has more than 100000 attributes");
    EXPECT_EQ(read_envelope("<e><!--" + many + "--></e>").excess, "");
}

TEST(EnvelopeReading, CountsTheDeclarationsThatAreInScopeTogether) {
    std::string nested;
    std::string beside;
    for (int i = 0; i < 200; ++i) {
        nested += fmt::format(
            "<a xmlns:p{0}='u' xmlns:q{0}='u' xmlns:r{0}='u' xmlns:s{0}='u' xmlns:t{0}='u' xmlns:u{0}='u'>",
            i);
        beside += fmt::format(
            "<a xmlns:p{0}='u' xmlns:q{0}='u' xmlns:r{0}='u' xmlns:s{0}='u' xmlns:t{0}='u' xmlns:u{0}='u'/>",
            i);
    }
    EXPECT_EQ(read_envelope(nested + repeated("</a>", 200)).excess,
              "more than 1000 namespace declarations are in scope");
    EXPECT_TRUE(read_envelope("<e>" + beside + "</e>").well_formed());
}

TEST(EnvelopeReading, StopsAtANameOfAMegabyte) {
    const std::string name(1UL << 20U, 'n');
    for (const std::string& text : {"<" + name + "/>", "<a " + name + "='1'/>",
                                    "<a xmlns:" + name + "='urn:x'/>", "<a xmlns='urn:" + name + "'/>"}) {
        EXPECT_EQ(read_envelope(text).excess, "a name in it has more than 4096 octets") << text.substr(0, 10);
    }
}

TEST(EnvelopeReading, HasOneCopyOfANamespaceName) {
    const EnvelopeReading reading = read_envelope("<a xmlns='urn:x'><b/><b/></a>");
    EXPECT_EQ(reading.elements[0].uri, "urn:x");
    EXPECT_EQ(reading.elements[0].uri.data(), reading.elements[2].uri.data());
}

TEST(EnvelopeReading, NumbersNamesakesAmongTheirSiblings) {
    const EnvelopeReading reading = read_envelope("<a xmlns:p='urn:p'><b/><c/><p:b/><b/><b><b/></b></a>");
    std::vector<std::string> paths;
    for (const Element& element : reading.elements) paths.push_back(path_of(element));
    EXPECT_THAT(paths,
                testing::ElementsAre("/a", "/a/b[1]", "/a/c", "/a/p:b", "/a/b[2]", "/a/b[3]", "/a/b[3]/b"));
}

TEST(EnvelopeReading, ExpandsNoEntityBomb) {
    std::string bomb = "<!DOCTYPE a [<!ENTITY l0 \"ha\">";
    for (int i = 1; i < 30; ++i) {
        bomb += fmt::format("<!ENTITY l{0} \"&l{1};&l{1};\">", i, i - 1);
    }
    const EnvelopeReading reading = read_envelope(bomb + "]><a b=\"&l29;\">&l29;</a>");
    EXPECT_TRUE(reading.document_type);
    EXPECT_LE(reading.elements.size(), 1U);
}

TEST(EnvelopeReading, TellsSoap11FromSoap12) {
    EXPECT_EQ(read_envelope("<Envelope xmlns=\"http://schemas.xmlsoap.org/soap/envelope/\"/>").soap(),
              SoapVersion::soap11);
    EXPECT_EQ(read_envelope("<html/>").soap(), SoapVersion::none);
    EXPECT_EQ(read_envelope("").soap(), SoapVersion::none);
}

TEST(EnvelopeReading, ResolvesQNamesInContent) {
    const EnvelopeReading reading = read_envelope("<a xmlns:w=\"urn:w\"><b xmlns:w=\"urn:v\"/></a>");
    const ResolvedName outer = resolve(*reading.root(), " w:Denied ");
    EXPECT_EQ(outer.uri, "urn:w");
    EXPECT_EQ(outer.local, "Denied");
    EXPECT_EQ(resolve(*reading.root()->children[0], "w:Denied").uri, "urn:v");
    EXPECT_FALSE(resolve(*reading.root(), "q:Denied").bound);
}

TEST(EnvelopeReading, GivesThePlaceOfAnyOffset) {
    const EnvelopeReading reading = read_envelope("<a>\n é<b/></a>");
    EXPECT_EQ(reading.position_at(7).line, 2U);
    EXPECT_EQ(reading.position_at(7).column, 3U);
}

}  // namespace
}  // namespace assay::observe
