// The request and the response of a finding, as they were, with the place marked.
#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "../src/message.hpp"
#include "../src/octets_view.hpp"
#include "../src/text.hpp"
#include "page.hpp"

namespace assay::reports {
namespace {

using record::Part;

/// One head or body with what is to be seen in it.
struct View {
    std::string_view text;
    std::optional<Span> mark;     ///< in `text`; empty spans mark a point
    std::vector<Token> tokens;    ///< in order
    bool is_whole_place = false;  ///< the place is this part as such
    bool breaks = false;          ///< may line breaks be shown before tags?
};

/// Writes stretches of one line, and opens and closes the mark on the way.
class LineWriter {
public:
    LineWriter(Markup& html, const View& view) : html_{html}, view_{view} {}

    void write(const Span& line, std::size_t number, bool continues) {
        const bool hit = view_.mark && view_.mark->begin < std::max(line.end, line.begin + 1) &&
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
        const auto mark =
            html_.element("mark", {{"class", std::string{part.size() == 0 ? "point" : "place"}}});
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
    const View& view_;
    std::size_t next_ = 0;  ///< the first token that is not wholly written
};

void write_lines(Markup& html, const View& view, const Span& span) {
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

void write_pieces(Page& page, const View& view, const std::vector<Piece>& pieces) {
    Markup& html = page.html;
    for (const Piece& piece : pieces) {
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

std::size_t carried(const std::vector<Piece>& pieces) {
    std::size_t octets = 0;
    for (const Piece& piece : pieces)
        if (piece.show != Piece::Show::cut) octets += piece.span.size();
    return octets;
}

/// The place's octets, widened to whole characters; nothing when the place is not in this part or not in the
/// text.
std::optional<Span> mark_of(const record::Place& place, std::string_view text) {
    const bool whole = place.line == 0 && place.offset == 0 && place.length == 0;
    if (whole || place.offset > text.size()) return std::nullopt;
    const std::size_t begin = character_start(text, place.offset);
    std::size_t end = place.offset + std::min(place.length, text.size() - place.offset);
    while (end < text.size() && character_start(text, end) != end) ++end;
    return Span{begin, place.length == 0 ? begin : end};
}

View view_of(std::string_view text, Part part, const std::optional<record::Place>& place) {
    View view{.text = text, .mark = {}, .tokens = {}};
    if (!place || place->part != part) return view;
    view.mark = mark_of(*place, text);
    view.is_whole_place = !view.mark;
    return view;
}

class MessageWriter {
public:
    MessageWriter(Page& page, std::string_view octets, Part head, Part body,
                  const std::optional<record::Place>& place)
        : page_{page},
          message_{message_of(octets)},
          head_{view_of(message_.head, head, place)},
          body_{view_of(message_.body, body, place)} {
        head_.tokens = field_names(message_.head);
        head_pieces_ = pieces_of(head_.text, head_.mark, page.limits.body_octets);
        body_pieces_ = pieces_of(body_.text, body_.mark, page.limits.body_octets);
        body_.tokens = xml_tags(body_.text, shown(body_pieces_));
        body_.breaks = std::ranges::any_of(body_.tokens, &Token::follows_tag);
    }

    [[nodiscard]] std::size_t octets() const { return carried(head_pieces_) + carried(body_pieces_); }

    void write(std::string_view title) {
        Markup& html = page_.html;
        const auto block = html.element("div", {{"class", "message"}});
        html.leaf("h5", title);
        if (!message_.interim.empty())
            html.leaf("p", {{"class", "quiet"}},
                      "Before it: " + clipped(message_.interim.substr(0, message_.interim.find('\r')), 200));
        write_head();
        write_body();
    }

private:
    static Span shown(const std::vector<Piece>& pieces) {
        Span range;
        for (const Piece& piece : pieces) {
            if (piece.show == Piece::Show::cut) continue;
            if (range.end == 0) range.begin = piece.span.begin;
            range.end = piece.span.end;
        }
        return range;
    }

    static void write_place_note(Markup& html, const View& view) {
        if (view.is_whole_place) html.leaf("p", {{"class", "whole"}}, "The place is this part as a whole.");
    }

    void write_head() {
        Markup& html = page_.html;
        if (head_.text.empty()) return html.leaf("p", {{"class", "quiet"}}, "No octet came.");
        const bool open = head_.mark || head_.is_whole_place;
        const auto details = open ? html.element("details", {{"class", "head"}, {"open", "open"}})
                                  : html.element("details", {{"class", "head"}});
        {
            const auto summary = html.element("summary");
            const std::string_view line = head_.text.substr(0, head_.text.find_first_of("\r\n"));
            html.leaf("code", clipped(line, 200));
        }
        write_place_note(html, head_);
        write_pieces(page_, head_, head_pieces_);
    }

    void write_body() {
        Markup& html = page_.html;
        if (body_.text.empty()) {
            if (body_.is_whole_place)
                html.leaf("p", {{"class", "whole"}}, "The place is the body, which is empty.");
            return;
        }
        const auto block = html.element("div", {{"class", "body"}});
        {
            const auto line = html.element("p", {{"class", "what"}});
            html.text("Body, " + counted(body_.text.size(), "octet"));
            for (const std::string& step : message_.steps) html.text(", decoded from " + step);
        }
        if (body_.breaks) {
            const std::string id = fmt::format("indent-{}", ++page_.evidence_count);
            html.empty("input", {{"type", "checkbox"}, {"class", "indent"}, {"id", id}});
            html.leaf("label", {{"for", id}}, "Indent");
        }
        write_place_note(html, body_);
        write_pieces(page_, body_, body_pieces_);
    }

    Page& page_;
    Message message_;
    View head_;
    View body_;
    std::vector<Piece> head_pieces_;
    std::vector<Piece> body_pieces_;
};

std::string place_words(const record::Place& place) {
    std::string words{to_text(place.part)};
    if (place.line > 0) words += fmt::format(", line {}, column {}", place.line, place.column);
    return words;
}

std::string ending_words(const record::Exchange& exchange, std::size_t text_octets) {
    const record::Times& times = exchange.times;
    std::string words =
        fmt::format("{} after {}", spoken(to_text(exchange.ending)), to_text(times.finished - times.began));
    if (!exchange.trouble.empty()) words += ": " + clipped(exchange.trouble, text_octets);
    return words;
}

void write_facts(Page& page, const record::Exchange& exchange, const std::optional<record::Place>& place) {
    Markup& html = page.html;
    const auto line = html.element("p", {{"class", "facts-line"}});
    html.text(
        fmt::format("Exchange {}, {}, on connection {}; ", exchange.id, exchange.label, exchange.connection));
    const std::string ending = ending_words(exchange, page.limits.text_octets);
    if (place && place->part == Part::connection) {
        html.leaf("mark", {{"class", "place"}}, ending);
    } else {
        html.text(ending);
    }
    if (exchange.tls)
        html.text(fmt::format("; {} with {}", exchange.tls->version, exchange.tls->cipher_suite));
    html.text(".");
    if (exchange.unlawful_because.empty()) return;
    html.leaf("strong", {{"class", "unlawful"}},
              " The request breaks the rules on purpose: " +
                  clipped(exchange.unlawful_because, page.limits.text_octets) + ".");
}

/// The exchange of the place; for a finding without one, the last of its case.
const record::Exchange* exchange_of(const Page& page, const RuleFinding& at) {
    if (at.finding->place) return page.exchange(at.finding->place->exchange);
    return at.result->exchanges.empty() ? nullptr : page.exchange(at.result->exchanges.back());
}

}  // namespace

void write_evidence(Page& page, const RuleFinding& at, bool open) {
    Markup& html = page.html;
    const auto& place = at.finding->place;
    const record::Exchange* exchange = exchange_of(page, at);
    if (exchange == nullptr)
        return html.leaf("p", {{"class", "quiet"}}, "No exchange belongs to this finding.");
    MessageWriter request{page, exchange->request, Part::request_head, Part::request_body, place};
    MessageWriter response{page, exchange->response, Part::response_head, Part::response_body, place};
    if (request.octets() + response.octets() > page.evidence_left) {
        page.evidence_left = 0;
        return html.leaf(
            "p", {{"class", "cut"}},
            fmt::format("This file carries no more evidence; exchange {} is in the journal.", exchange->id));
    }
    page.evidence_left -= request.octets() + response.octets();
    const auto details = open ? html.element("details", {{"class", "evidence"}, {"open", "open"}})
                              : html.element("details", {{"class", "evidence"}});
    {
        const auto summary = html.element("summary");
        html.text(place ? "Place: " + place_words(*place) : "No single place; the case's last exchange");
        if (place && !place->path.empty())
            html.leaf("code", {{"class", "path"}}, clipped(place->path, page.limits.text_octets));
    }
    write_facts(page, *exchange, place);
    const auto messages = html.element("div", {{"class", "messages"}});
    request.write("Request");
    response.write("Response");
}

}  // namespace assay::reports
