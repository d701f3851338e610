#include "assay/soap/writer.hpp"

#include <gtest/gtest.h>

#include "assay/soap/reader.hpp"

namespace assay::soap {
namespace {

Envelope with_body(Element element) {
    Envelope envelope;
    envelope.body.push_back(std::move(element));
    return envelope;
}

Element read_back(const std::string& octets) {
    const auto result = make_reader()->read(base::octets_of(octets), {});
    const auto* error = std::get_if<ReadError>(&result);
    EXPECT_EQ(error, nullptr) << error->message << "\n" << octets;
    return error == nullptr ? std::get<Envelope>(result).body.at(0) : Element{};
}

TEST(Writer, DeclaresEachNamespaceOnceOnTheEnvelope) {
    Element item{{"urn:items", "Item"}};
    item.add({"urn:items", "Name"}, "one");
    item.add({"", "Bare"}, "");
    EXPECT_EQ(write(with_body(std::move(item))),
              "<?xml version=\"1.0\" encoding=\"UTF-8\"?>"
              "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:n1=\"urn:items\">"
              "<s:Header></s:Header><s:Body><n1:Item><n1:Name>one</n1:Name><Bare /></n1:Item></s:Body></"
              "s:Envelope>");
}

TEST(Writer, WritesQualifiedNamesAsContentAndAttribute) {
    Element code = qname_element({"urn:x", "Code"}, vocab::fault::TimedOut);
    code.attributes.push_back({.name = {"", "qname"}, .value = {}, .qname = Name{"urn:y", "Other"}});
    const std::string octets = write(with_body(std::move(code)));
    EXPECT_NE(octets.find("qname=\"n2:Other\">wsman:TimedOut</n1:Code>"), std::string::npos) << octets;
    EXPECT_NE(octets.find("xmlns:n2=\"urn:y\""), std::string::npos);
    EXPECT_NE(octets.find("xmlns:wsman="), std::string::npos);
}

TEST(Writer, EscapesWhatXmlWouldChange) {
    const std::string hard = "<&>\"'\r\n\t end";
    Element element{{"urn:x", "A"}, hard};
    element.set({"", "b"}, hard);
    const Element back = read_back(write(with_body(std::move(element))));
    EXPECT_EQ(back.text, hard);
    EXPECT_EQ(*back.attribute("b"), hard);
}

/// Runs of plain text are passed over sixteen octets at a time, the last of them together with some before.
TEST(Writer, EscapesWhereverItStandsInTextsOfAnyLength) {
    for (std::size_t length = 1; length <= 50; ++length) {
        for (std::size_t at = 0; at < length; ++at) {
            for (const char mark : {'&', '<', '"', '\r'}) {
                std::string text(length, 'x');
                text[at] = mark;
                text[length / 2] = '&';
                const Element back = read_back(write(with_body({{"urn:x", "A"}, text})));
                ASSERT_EQ(back.text, text) << length << ' ' << at;
            }
        }
    }
}

TEST(Writer, NeverPutsOnTheWireWhatXmlForbids) {
    using namespace std::string_literals;
    EXPECT_EQ(read_back(write(with_body({{"urn:x", "A"}, "a\x01"s + "b\0c"s}))).text,
              "a\xEF\xBF\xBD"
              "b\xEF\xBF\xBD"
              "c");
    EXPECT_EQ(read_back(write(with_body({{"urn:x", "A"}, "a\xFF z"}))).text, "a\xEF\xBF\xBD z");
    EXPECT_EQ(read_back(write(with_body({{"urn:x", "A"}, "a\xEF\xBF\xBF z"}))).text, "a\xEF\xBF\xBD z");
}

TEST(Writer, AnswersInTheEncodingOfTheEnvelope) {
    Envelope envelope = with_body({{"urn:x", "A"}, "\xC3\xBC"});
    envelope.encoding = Encoding::utf16_big;
    const std::string octets = write(envelope);
    EXPECT_TRUE(octets.starts_with("\xFE\xFF"));
    EXPECT_EQ(read_back(octets).text, "\xC3\xBC");
}

TEST(Writer, WritesAnElementThatStandsAlone) {
    Element item{{"urn:items", "Item"}};
    item.set({"urn:a", "kind"}, "x");
    item.add({"urn:items", "Name"}, "a > b");
    item.add(vocab::QName{vocab::ns::wsa, "To"}, "");
    EXPECT_EQ(write_element(item),
              "<n1:Item xmlns:n1=\"urn:items\" xmlns:n2=\"urn:a\" "
              "xmlns:wsa=\"http://schemas.xmlsoap.org/ws/2004/08/addressing\" n2:kind=\"x\">"
              "<n1:Name>a &gt; b</n1:Name><wsa:To /></n1:Item>");
    EXPECT_EQ(write_element(Element{Name{"", "Bare"}}), "<Bare />");
    EXPECT_EQ(write_element(Element{Name{"urn:x", "A"}}), "<n1:A xmlns:n1=\"urn:x\" />");
}

TEST(Writer, AppendsAWrittenElementAsItIs) {
    const std::string octets = "<n1:Item xmlns:n1=\"urn:items\">one</n1:Item>";
    Element items{{"urn:other", "Items"}};
    items.add(Element::written(octets));
    items.add(Element::written(octets));
    EXPECT_TRUE(items.children[0].is_written());
    EXPECT_FALSE(items.is_written());
    EXPECT_EQ(write_element(items.children[0]), octets);
    EXPECT_EQ(write_element(items), "<n1:Items xmlns:n1=\"urn:other\">" + octets + octets + "</n1:Items>");
    const Element back = read_back(write(with_body(std::move(items))));
    EXPECT_EQ(back.name, (Name{"urn:other", "Items"}));
    ASSERT_EQ(back.children.size(), 2U);
    EXPECT_EQ(back.children[1].name, (Name{"urn:items", "Item"}));
    EXPECT_EQ(back.children[1].text, "one");
}

TEST(Writer, MeasuresWrittenElementsByTheirOctets) { EXPECT_EQ(written_size(Element::written("<a/>")), 4U); }

TEST(Writer, MeasuresElementsAsItWritesThem) {
    const Element element{vocab::QName{vocab::ns::wsa, "To"}, "urn:x"};
    EXPECT_EQ(written_size(element), std::string{"<wsa:To>urn:x</wsa:To>"}.size());
}

}  // namespace
}  // namespace assay::soap
