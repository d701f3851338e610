// A head or a body as lines with numbers, tags set off, and the place marked.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../src/octets_view.hpp"
#include "assay/record/finding.hpp"
#include "page.hpp"

namespace assay::reports {

/// One head or body with what is to be seen in it.
struct MarkedText {
    enum class Mark { none, span, whole, outside };

    std::string_view text;
    Mark kind =
        Mark::none;  ///< whole: the place is the part as such; outside: it lies beyond the octets we have
    std::optional<Span> mark;   ///< in `text`, when kind is span; an empty one marks a point
    std::string mark_id;        ///< of the mark's first element
    std::vector<Token> tokens;  ///< in order, those of the pieces that are shown
    bool breaks = false;        ///< may line breaks be shown before tags?
    std::vector<Piece> pieces;  ///< of the whole text

    /// Octets that the report carries of it.
    [[nodiscard]] std::size_t carried() const;
};

/// @param text   has to outlive the result
/// @param part   which part `text` is
/// @param limit  octets to carry at most
[[nodiscard]] MarkedText marked_head(std::string_view text, record::Part part,
                                     const std::optional<record::Place>& place, std::size_t limit);
[[nodiscard]] MarkedText marked_body(std::string_view text, record::Part part,
                                     const std::optional<record::Place>& place, std::size_t limit);

/// Writes the pieces: open ones as lines, others folded or as a note of what was left out.
void write_marked(Markup& html, const MarkedText& marked);

}  // namespace assay::reports
