// Decides what of a head or a body is shown around a place: which octets stand open, which are folded, which
// are left out.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace assay::reports {

/// Octets [begin, end) of a text.
struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;

    [[nodiscard]] std::size_t size() const { return end - begin; }
    friend bool operator==(const Span&, const Span&) = default;
};

struct Piece {
    enum class Show { open, folded, cut };
    Show show = Show::open;
    Span span;
};

/// The whole text in order, in pieces that begin and end between characters.
/// @param mark   what must stand open, as far as it is not very long itself
/// @param limit  octets, open and folded together; the rest is cut
[[nodiscard]] std::vector<Piece> pieces_of(std::string_view text, const std::optional<Span>& mark,
                                           std::size_t limit);

/// A stretch that is set off from the text around it: an XML tag, or the name of a header field.
struct Token {
    Span span;
    std::size_t depth = 0;     ///< of the element in the document
    bool follows_tag = false;  ///< nothing stands between it and the tag before
};

/// The tags of a text that looks like XML, leniently; nothing for other texts. Only those that end after
/// `range.begin` and begin before `range.end` are given.
[[nodiscard]] std::vector<Token> xml_tags(std::string_view text, const Span& range);

/// The names of the fields of a head, with their colons.
[[nodiscard]] std::vector<Token> field_names(std::string_view head);

}  // namespace assay::reports
