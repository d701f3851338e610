#include "assay/xml/libxml.hpp"

#include <gtest/gtest.h>

#include <string>

#include "assay/base/text.hpp"

namespace assay::xml {
namespace {

std::string nested(int depth) {
    std::string text;
    for (int level = 0; level < depth; ++level) text += "<a>";
    for (int level = 0; level < depth; ++level) text += "</a>";
    return text;
}

ParseTrouble trouble_of(std::string_view text, const ParseLimits& limits = {}) {
    const ParseResult result = parse(text, limits);
    EXPECT_FALSE(result.document);
    EXPECT_TRUE(result.error);
    return result.error ? result.error->trouble : ParseTrouble{};
}

TEST(Parse, GivesATreeWithLineNumbers) {
    const ParseResult result = parse("<a>\n <b xmlns='urn:b'>x</b>\n</a>");
    ASSERT_TRUE(result.document);
    EXPECT_FALSE(result.error);
    const xmlNode* b = xmlFirstElementChild(xmlDocGetRootElement(result.document.get()));
    EXPECT_EQ(view_of(b->name), "b");
    EXPECT_EQ(view_of(b->ns->href), "urn:b");
    EXPECT_EQ(xmlGetLineNo(b), 2);
}

TEST(Parse, ReadsUtf16WithAndWithoutByteOrderMark) {
    const std::string text = "<a>\xC3\xA9</a>";
    const std::string declared = "<?xml version='1.0' encoding='UTF-16'?><a>\xC3\xA9</a>";
    const std::string marked = "\xFF\xFE" + *base::utf16_from_utf8(text, base::ByteOrder::little);
    EXPECT_TRUE(parse(marked).document);
    EXPECT_TRUE(parse(*base::utf16_from_utf8(declared, base::ByteOrder::big)).document);
    EXPECT_TRUE(parse(*base::utf16_from_utf8(text, base::ByteOrder::little), {}, "UTF-16LE").document);
}

TEST(Parse, SaysWhereTheFirstErrorIs) {
    const ParseResult result = parse("<a>\n  <b></c>\n</a>");
    ASSERT_TRUE(result.error);
    EXPECT_EQ(result.error->trouble, ParseTrouble::malformed);
    EXPECT_EQ(result.error->line, 2U);
    EXPECT_GT(result.error->column, 0U);
    EXPECT_NE(result.error->message.find('b'), std::string::npos);
}

TEST(Parse, RefusesDocumentTypesAndSoEveryEntity) {
    EXPECT_EQ(trouble_of("<!DOCTYPE a><a/>"), ParseTrouble::document_type);
    EXPECT_EQ(trouble_of("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"), ParseTrouble::document_type);
    EXPECT_EQ(trouble_of("<!DOCTYPE a SYSTEM 'file:///etc/hostname'><a/>"), ParseTrouble::document_type);
    EXPECT_EQ(trouble_of("<a>&undeclared;</a>"), ParseTrouble::malformed);
}

TEST(Parse, BoundsDepthAttributesAndOctets) {
    EXPECT_TRUE(parse(nested(200)).document);
    EXPECT_EQ(trouble_of(nested(201)), ParseTrouble::too_deep);
    EXPECT_EQ(trouble_of(nested(100000)), ParseTrouble::too_deep);
    EXPECT_EQ(trouble_of("<a b='1' c='2' xmlns:d='urn:d'/>", {.attributes = 2}),
              ParseTrouble::too_many_attributes);
    EXPECT_EQ(trouble_of("<a/>     ", {.octets = 8}), ParseTrouble::too_large);
}

TEST(Parse, RefusesWhatIsNotANamespaceWellFormedDocument) {
    for (const std::string_view text :
         {"", " ", "<a", "<a></a><b/>", "<p:a/>", "text", "<a b='1' b='2'/>", "\xFF\xFE"}) {
        EXPECT_EQ(trouble_of(text), ParseTrouble::malformed) << text;
    }
}

}  // namespace
}  // namespace assay::xml
