#include "assay/shrink/request.hpp"

#include <algorithm>

#include <gmock/gmock.h>

#include "assay/base/text.hpp"

namespace assay::shrink {
namespace {

using testing::ElementsAre;

std::string with_body(const std::string& body, const std::string& fields = "") {
    return "POST /wsman HTTP/1.1\r\nHost: bmc\r\nAuthorization: {authorization}\r\n" + fields +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

std::vector<std::string> names(const Request& request, PieceKind kind) {
    std::vector<std::string> found;
    for (const Piece& piece : request.pieces()) {
        if (piece.kind == kind) found.push_back(piece.name);
    }
    return found;
}

std::size_t index_of(const Request& request, PieceKind kind, const std::string& name) {
    const auto& pieces = request.pieces();
    return static_cast<std::size_t>(
        std::ranges::find_if(pieces,
                             [&](const Piece& each) { return each.kind == kind && each.name == name; }) -
        pieces.begin());
}

TEST(Request, IsTakenApartIntoFieldsElementsAttributesAndTexts) {
    const Request request{with_body("<a x='1' y = \"2\"><b> t </b><c/></a>", "X-Odd: yes\r\n")};
    EXPECT_THAT(names(request, PieceKind::field), ElementsAre("X-Odd"));
    EXPECT_THAT(names(request, PieceKind::element), ElementsAre("/a/b", "/a/c"));
    EXPECT_THAT(names(request, PieceKind::attribute), ElementsAre("/a/@x", "/a/@y"));
    EXPECT_THAT(names(request, PieceKind::text), ElementsAre("/a/b"));
}

TEST(Request, LosesWhatIsTakenAwayAndKeepsATrueLength) {
    const Request request{with_body("<a x='1'><b>text</b><c/></a>", "X-Odd: yes\r\n")};
    Reduction reduction;
    EXPECT_EQ(request.reduced(reduction), with_body("<a x='1'><b>text</b><c/></a>", "X-Odd: yes\r\n"));
    reduction.gone = {index_of(request, PieceKind::field, "X-Odd"),
                      index_of(request, PieceKind::element, "/a/c"),
                      index_of(request, PieceKind::attribute, "/a/@x")};
    reduction.kept[index_of(request, PieceKind::text, "/a/b")] = 2;
    EXPECT_EQ(request.reduced(reduction), with_body("<a><b>te</b></a>"));
}

TEST(Request, CutsATextNeitherInACharacterNorInAReference) {
    const Request request{with_body("<a><b>\xC3\xA9&amp;z</b></a>")};
    const std::size_t text = index_of(request, PieceKind::text, "/a/b");
    const auto kept = [&](std::size_t octets) {
        Reduction reduction;
        reduction.kept[text] = octets;
        return request.reduced(reduction);
    };
    EXPECT_EQ(kept(1), with_body("<a><b></b></a>"));
    EXPECT_EQ(kept(4), with_body("<a><b>\xC3\xA9</b></a>"));
    EXPECT_EQ(kept(7), with_body("<a><b>\xC3\xA9&amp;</b></a>"));
}

TEST(Request, StaysInItsEncoding) {
    const auto wide = [](const std::string& text) {
        return "\xFF\xFE" + base::utf16_from_utf8(text, base::ByteOrder::little).value();
    };
    const Request request{with_body(wide("<a><b/>\xC3\xA9</a>"))};
    Reduction reduction;
    reduction.gone = {index_of(request, PieceKind::element, "/a/b")};
    EXPECT_EQ(request.reduced(reduction), with_body(wide("<a>\xC3\xA9</a>")));
}

TEST(Request, LeavesAFalseLengthAndABodyThatIsNoXmlAsTheyAre) {
    const std::string lying = "POST / HTTP/1.1\r\nHost: x\r\nX: y\r\nContent-Length: 99\r\n\r\n<a><b/></a>";
    const Request liar{lying};
    Reduction reduction;
    reduction.gone = {index_of(liar, PieceKind::element, "/a/b")};
    EXPECT_EQ(liar.reduced(reduction),
              "POST / HTTP/1.1\r\nHost: x\r\nX: y\r\nContent-Length: 99\r\n\r\n<a></a>");
    const Request garbage{"POST / HTTP/1.1\r\nHost: x\r\nX: y\r\nContent-Length: 3\r\n\r\n<a>"};
    EXPECT_THAT(names(garbage, PieceKind::element), ElementsAre());
    Reduction field;
    field.gone = {index_of(garbage, PieceKind::field, "X")};
    EXPECT_EQ(garbage.reduced(field), "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n<a>");
    EXPECT_EQ(Request{"no http"}.reduced({}), "no http");
}

}  // namespace
}  // namespace assay::shrink
