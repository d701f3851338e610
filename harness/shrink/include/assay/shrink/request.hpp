// A request taken apart into pieces that can be left out, so that smaller ones can be made of it.
#pragma once

#include <compare>
#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace assay::shrink {

enum class PieceKind {
    field,      ///< a line of the HTTP head
    element,    ///< of the body, with all that is in it
    attribute,  ///< or a namespace declaration
    text        ///< of an element without children: it can be shortened
};

/// Something that can be left out or, when it is text, shortened.
struct Piece {
    PieceKind kind = PieceKind::field;
    std::string name;        ///< for people: "X-Odd", "/s:Envelope/s:Header/wsa:To", "…/@Name"
    std::size_t depth = 0;   ///< of an element: 0 is the root; of a text or an attribute: its element's
    std::size_t octets = 0;  ///< how much there is of it
};

/// What is left out of a request: pieces by their index, and how much is kept of shortened texts.
struct Reduction {
    std::set<std::size_t> gone;
    std::map<std::size_t, std::size_t> kept;  ///< octets from the beginning

    friend auto operator<=>(const Reduction&, const Reduction&) = default;
};

/// One request as it is sent, with placeholders for credentials. Where its body is no well-formed XML, only
/// its fields are pieces.
class Request {
public:
    explicit Request(std::string octets);

    /// Fields first, then elements, attributes and texts in the order of the document. The same for every
    /// request of the same shape, whatever values are in it.
    [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }

    /// The request without what the reduction takes away. Its Content-Length is true if it was so before, its
    /// encoding is what it was. Host, Authorization and Content-Length stay.
    [[nodiscard]] std::string reduced(const Reduction& reduction) const;

private:
    /// Where a piece stands, in the head or in the body's text.
    struct Stretch {
        std::size_t begin = 0;
        std::size_t end = 0;
    };

    void find_fields();
    void find_body();
    [[nodiscard]] std::string cut(const std::string& text, bool in_head, const Reduction& reduction) const;

    std::string head_;  ///< with the empty line
    std::string body_;  ///< octets as they were
    std::string text_;  ///< of the body, in UTF-8; empty when that cannot be taken apart
    std::vector<Piece> pieces_;
    std::vector<Stretch> places_;  ///< one a piece
    bool is_wide_ = false;
    bool is_little_ = false;
    bool has_mark_ = false;
    bool has_true_length_ = false;
};

}  // namespace assay::shrink
