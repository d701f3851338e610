#include "marked_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "../src/text.hpp"

namespace assay::reports {
namespace {

/// Writes stretches of one line, and opens and closes the mark on the way.
class LineWriter {
public:
    LineWriter(Markup& html, const MarkedText& view) : html_{html}, view_{view} {}

    void write(const Span& line, std::size_t number, bool continues) {
        const bool hit = view_.mark && view_.mark->begin <= line.end &&
                         std::max(view_.mark->end, view_.mark->begin + 1) > line.begin;
        const auto row = html_.element("span", {{"class", std::string{hit ? "l hit" : "l"}},
                                                {"data-n", continues ? "…" : std::to_string(number)}});
        for (const Span& part : split(line)) write_part(part);
    }

private:
    /// A line in stretches that lie wholly within or without the mark.
    [[nodiscard]] std::vector<Span> split(const Span& line) const {
        std::vector<Span> parts;
        std::size_t at = line.begin;
        const auto cut = [&](std::size_t until) {
            until = std::clamp(until, at, line.end);
            if (until > at) parts.push_back({at, until});
            at = until;
        };
        if (view_.mark) {
            cut(view_.mark->begin);
            if (view_.mark->size() == 0 && at == view_.mark->begin) parts.push_back({at, at});
            cut(view_.mark->end);
        }
        cut(line.end);
        return parts;
    }

    void write_part(const Span& part) {
        const bool marked = view_.mark && part.begin >= view_.mark->begin && part.end <= view_.mark->end;
        if (!marked) return write_tokens(part);
        const std::string look = part.size() == 0 ? "point" : "place";
        const bool is_first = part.begin == view_.mark->begin;
        const auto mark = is_first ? html_.element("mark", {{"class", look}, {"id", view_.mark_id}})
                                   : html_.element("mark", {{"class", look}});
        write_tokens(part);
    }

    void write_tokens(const Span& part) {
        std::size_t at = part.begin;
        while (next_ < view_.tokens.size() && view_.tokens[next_].span.begin < part.end) {
            const Token& token = view_.tokens[next_];
            const Span inside{std::max(token.span.begin, at), std::min(token.span.end, part.end)};
            if (inside.begin > at) html_.text(view_.text.substr(at, inside.begin - at));
            if (view_.breaks && token.follows_tag && inside.begin == token.span.begin)
                html_.leaf("i", {{"class", fmt::format("d{}", std::min<std::size_t>(token.depth, 12))}}, "");
            if (inside.end > inside.begin)
                html_.leaf("span", {{"class", "t"}}, view_.text.substr(inside.begin, inside.size()));
            at = std::max(at, inside.end);
            if (token.span.end > part.end) return;
            ++next_;
        }
        if (at < part.end) html_.text(view_.text.substr(at, part.end - at));
    }

    Markup& html_;
    const MarkedText& view_;
    std::size_t next_ = 0;  ///< the first token that is not wholly written
};

void write_lines(Markup& html, const MarkedText& view, const Span& span) {
    const auto block = html.element("pre", {{"class", "octets"}, {"tabindex", "0"}});
    LineWriter writer{html, view};
    const std::string_view before = view.text.substr(0, span.begin);
    std::size_t number = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n'));
    for (std::size_t at = span.begin; at < span.end;) {
        const std::size_t feed = std::min(view.text.find('\n', at), span.end);
        const bool has_return = feed < span.end && feed > at && view.text[feed - 1] == '\r';
        const bool continues = at > 0 && view.text[at - 1] != '\n';
        writer.write({at, feed - (has_return ? 1 : 0)}, number++, continues);
        at = feed + 1;
    }
}

std::string extent(std::string_view text, const Span& span) {
    const auto lines =
        static_cast<std::size_t>(std::ranges::count(text.substr(span.begin, span.size()), '\n'));
    return lines < 2 ? counted(span.size(), "octet")
                     : fmt::format("{}, {}", counted(lines, "line"), counted(span.size(), "octet"));
}

/// The place's octets, widened to whole characters. Line ends are not seen, so a mark never begins in one
/// that has more behind it, and a mark of nothing else becomes a point at the end of its line.
Span span_of(const record::Place& place, std::string_view text) {
    std::size_t begin = character_start(text, place.offset);
    std::size_t end = place.offset + std::min(place.length, text.size() - place.offset);
    while (end < text.size() && character_start(text, end) != end) ++end;
    const std::size_t seen = text.find_first_not_of("\r\n", begin);
    if (seen < end) return {seen, end};
    if (begin == text.size() && text.ends_with('\n')) --begin;
    if (begin > 0 && text.substr(begin - 1, 2) == "\r\n") --begin;
    return {begin, begin};
}

MarkedText marked(std::string_view text, record::Part part, const std::optional<record::Place>& place,
                  std::size_t limit) {
    MarkedText made;
    made.text = text;
    if (place && place->part == part) {
        const bool whole = text.empty() || (place->line == 0 && place->offset == 0 && place->length == 0);
        const bool outside = place->offset > text.size();
        made.kind = whole     ? MarkedText::Mark::whole
                    : outside ? MarkedText::Mark::outside
                              : MarkedText::Mark::span;
        if (made.kind == MarkedText::Mark::span) made.mark = span_of(*place, text);
    }
    made.pieces = pieces_of(text, made.mark, limit);
    return made;
}

/// From the first octet that is carried to the last.
Span shown(const std::vector<Piece>& pieces) {
    Span range;
    for (const Piece& piece : pieces) {
        if (piece.show == Piece::Show::cut) continue;
        if (range.end == 0) range.begin = piece.span.begin;
        range.end = piece.span.end;
    }
    return range;
}

}  // namespace

std::size_t MarkedText::carried() const {
    std::size_t octets = 0;
    for (const Piece& piece : pieces)
        if (piece.show != Piece::Show::cut) octets += piece.span.size();
    return octets;
}

MarkedText marked_head(std::string_view text, record::Part part, const std::optional<record::Place>& place,
                       std::size_t limit) {
    MarkedText made = marked(text, part, place, limit);
    made.tokens = field_names(text);
    return made;
}

MarkedText marked_body(std::string_view text, record::Part part, const std::optional<record::Place>& place,
                       std::size_t limit) {
    MarkedText made = marked(text, part, place, limit);
    made.tokens = xml_tags(text, shown(made.pieces));
    made.breaks = std::ranges::any_of(made.tokens, &Token::follows_tag);
    return made;
}

void write_marked(Markup& html, const MarkedText& view) {
    for (const Piece& piece : view.pieces) {
        if (piece.show == Piece::Show::cut) {
            html.leaf("p", {{"class", "cut"}},
                      fmt::format("{} left out; the journal has them.", extent(view.text, piece.span)));
            continue;
        }
        if (piece.show == Piece::Show::open) {
            write_lines(html, view, piece.span);
            continue;
        }
        const auto fold = html.element("details", {{"class", "fold"}});
        html.leaf("summary", extent(view.text, piece.span) + " more");
        write_lines(html, view, piece.span);
    }
}

}  // namespace assay::reports
