#include "../src/octets_view.hpp"

#include <gtest/gtest.h>

#include <string>

namespace assay::reports {
namespace {

using Show = Piece::Show;

/// Do the pieces hold the whole text, in order, without a gap?
void expect_whole(const std::vector<Piece>& pieces, std::size_t size) {
    std::size_t at = 0;
    for (const Piece& piece : pieces) {
        EXPECT_EQ(piece.span.begin, at);
        EXPECT_LT(piece.span.begin, piece.span.end);
        at = piece.span.end;
    }
    EXPECT_EQ(at, size);
}

std::string many_lines(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) text += "<line number=\"" + std::to_string(i) + "\"/>\n";
    return text;
}

TEST(Pieces, OfAShortTextAreOneOpenPiece) {
    const auto pieces = pieces_of("<a/>\n<b/>", Span{1, 2}, 16'384);
    ASSERT_EQ(pieces.size(), 1U);
    EXPECT_EQ(pieces[0].show, Show::open);
    EXPECT_TRUE(pieces_of("", std::nullopt, 16'384).empty());
}

TEST(Pieces, FoldWhatIsFarFromThePlace) {
    const std::string text = many_lines(400);
    const std::size_t place = text.find("\"200\"");
    const auto pieces = pieces_of(text, Span{place, place + 5}, 16'384);
    ASSERT_EQ(pieces.size(), 3U);
    EXPECT_EQ(pieces[0].show, Show::folded);
    EXPECT_EQ(pieces[1].show, Show::open);
    EXPECT_EQ(pieces[2].show, Show::folded);
    EXPECT_LE(pieces[1].span.begin, place);
    EXPECT_GE(pieces[1].span.end, place + 5);
    EXPECT_EQ(text[pieces[1].span.begin - 1], '\n') << "begins with a line";
    EXPECT_EQ(text[pieces[1].span.end - 1], '\n') << "ends with a line";
    expect_whole(pieces, text.size());
}

TEST(Pieces, CutWhatIsOverTheLimitOnBothSides) {
    const std::string text(100'000, 'x');
    const auto pieces = pieces_of(text, Span{50'000, 50'010}, 16'384);
    ASSERT_EQ(pieces.size(), 5U);
    EXPECT_EQ(pieces.front().show, Show::cut);
    EXPECT_EQ(pieces.back().show, Show::cut);
    EXPECT_EQ(pieces[4].span.begin - pieces[0].span.end, 16'384U);
    expect_whole(pieces, text.size());
}

TEST(Pieces, GiveTheRoomOfOneSideToTheOther) {
    const std::string text(100'000, 'x');
    const auto at_end = pieces_of(text, Span{99'990, 100'000}, 16'384);
    EXPECT_EQ(at_end.back().show, Show::open);
    EXPECT_EQ(at_end.front().span.end, 100'000U - 16'384U);
    const auto at_start = pieces_of(text, std::nullopt, 16'384);
    EXPECT_EQ(at_start.front().show, Show::open);
    EXPECT_EQ(at_start.back().span.begin, 16'384U);
}

TEST(Pieces, CarryALittleMoreThanTheLimitRatherThanCutALittle) {
    const std::string text(17'000, 'x');
    for (const Piece& piece : pieces_of(text, std::nullopt, 16'384)) EXPECT_NE(piece.show, Show::cut);
}

TEST(Pieces, KeepCharactersWhole) {
    std::string text;
    for (int i = 0; i < 40'000; ++i) text += "風";
    const auto pieces = pieces_of(text, Span{60'000, 60'003}, 16'384);
    for (const Piece& piece : pieces) EXPECT_EQ(piece.span.begin % 3, 0U);
    expect_whole(pieces, text.size());
}

TEST(Pieces, OfAnyMarkHoldTheWholeText) {
    const std::string text = many_lines(900);
    for (std::size_t begin = 0; begin <= text.size(); begin += 371)
        for (const std::size_t length : {std::size_t{0}, std::size_t{7}, std::size_t{5000}, text.size()})
            for (const std::size_t limit : {std::size_t{0}, std::size_t{100}, std::size_t{4000}})
                expect_whole(pieces_of(text, Span{begin, std::min(text.size(), begin + length)}, limit),
                             text.size());
}

TEST(XmlTags, AreFoundWithTheirDepth) {
    const std::string_view text = "<a><b x='>'/><c>text</c></a>";
    const auto tags = xml_tags(text, {0, text.size()});
    ASSERT_EQ(tags.size(), 5U);
    EXPECT_EQ(tags[1].span, (Span{3, 13})) << "a > within quotes does not end a tag";
    EXPECT_EQ(tags[1].depth, 1U);
    EXPECT_TRUE(tags[1].follows_tag);
    EXPECT_FALSE(tags[3].follows_tag) << "text stands before it";
    EXPECT_EQ(tags[4].depth, 0U);
}

TEST(XmlTags, TakeCommentsAndSectionsWhole) {
    const std::string_view text = "<?xml version='1.0'?><!-- <x> --><a><![CDATA[<y>]]></a>";
    const auto tags = xml_tags(text, {0, text.size()});
    ASSERT_EQ(tags.size(), 5U);
    EXPECT_EQ(tags[4].depth, 0U);
}

TEST(XmlTags, SurviveWhatIsNotXml) {
    EXPECT_TRUE(xml_tags("{\"a\": 1}", {0, 8}).empty());
    EXPECT_EQ(xml_tags("<a", {0, 2}).size(), 1U);
    EXPECT_EQ(xml_tags("</a></b></c>", {0, 12}).size(), 3U);
    EXPECT_EQ(xml_tags("<!--", {0, 4}).size(), 1U);
}

TEST(FieldNames, EndWithTheirColon) {
    const std::string_view head = "GET / HTTP/1.1\r\nHost: a\r\nno field\r\nX:y";
    const auto names = field_names(head);
    ASSERT_EQ(names.size(), 2U);
    EXPECT_EQ(head.substr(names[0].span.begin, names[0].span.size()), "Host:");
    EXPECT_EQ(head.substr(names[1].span.begin, names[1].span.size()), "X:");
}

}  // namespace
}  // namespace assay::reports
