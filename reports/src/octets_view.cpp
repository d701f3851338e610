#include "octets_view.hpp"

#include <algorithm>

#include "assay/base/text.hpp"
#include "text.hpp"

namespace assay::reports {
namespace {

constexpr std::size_t short_text = 3000;  ///< octets that need no folding…
constexpr std::size_t short_lines = 40;   ///< …in no more lines than these
constexpr std::size_t context = 800;      ///< octets shown before and after the place…
constexpr std::size_t line_slack = 400;   ///< …and so many more when a line begins or ends there
constexpr std::size_t context_lines = 6;
constexpr std::size_t longest_mark = 3000;

/// Back over up to `lines` line ends and about `octets`, to the beginning of a line when there is one near.
std::size_t back_from(std::string_view text, std::size_t at, std::size_t octets, std::size_t lines) {
    const std::size_t floor = at - std::min(at, octets);
    std::size_t begin = at;
    while (begin > floor) {
        if (text[begin - 1] == '\n' && lines-- == 0) return begin;
        --begin;
    }
    const std::string_view near =
        text.substr(begin - std::min(begin, line_slack), std::min(begin, line_slack));
    const std::size_t feed = near.rfind('\n');
    if (feed != std::string_view::npos) return begin - near.size() + feed + 1;
    return near.size() < line_slack ? 0 : character_start(text, begin);
}

std::size_t forth_from(std::string_view text, std::size_t at, std::size_t octets, std::size_t lines) {
    const std::size_t ceiling = std::min(text.size(), at + octets);
    std::size_t end = at;
    while (end < ceiling) {
        ++end;
        if (text[end - 1] == '\n' && lines-- == 0) return end;
    }
    const std::string_view near = text.substr(end, line_slack);
    const std::size_t feed = near.find('\n');
    if (feed != std::string_view::npos) return end + feed + 1;
    return near.size() < line_slack ? text.size() : character_start(text, end);
}

void add(std::vector<Piece>& pieces, Piece::Show show, std::size_t begin, std::size_t end) {
    if (begin < end) pieces.push_back({show, {begin, end}});
}

/// The octet after a construct that begins at `at` and ends with `closing`.
std::size_t after(std::string_view text, std::size_t at, std::string_view closing) {
    const std::size_t end = text.find(closing, at);
    return end == std::string_view::npos ? text.size() : end + closing.size();
}

/// The octet after the tag that begins at `at`; a ">" within quotes does not end it.
std::size_t after_tag(std::string_view text, std::size_t at) {
    char quote = 0;
    for (std::size_t i = at; i < text.size(); ++i) {
        const char c = text[i];
        if (quote != 0) {
            if (c == quote) quote = 0;
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '>') {
            return i + 1;
        }
    }
    return text.size();
}

std::size_t after_markup(std::string_view text, std::size_t at) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<!--")) return after(text, at + 4, "-->");
    if (rest.starts_with("<![CDATA[")) return after(text, at, "]]>");
    if (rest.starts_with("<?")) return after(text, at, "?>");
    return after_tag(text, at);
}

}  // namespace

std::vector<Piece> pieces_of(std::string_view text, const std::optional<Span>& mark, std::size_t limit) {
    std::vector<Piece> pieces;
    const auto lines = static_cast<std::size_t>(std::ranges::count(text, '\n'));
    if (text.size() <= std::min(short_text, limit) && lines <= short_lines) {
        add(pieces, Piece::Show::open, 0, text.size());
        return pieces;
    }
    if (text.size() <= limit + limit / 8) limit = text.size();
    const Span focus = mark.value_or(Span{});
    const std::size_t focus_end = std::min(focus.end, focus.begin + std::min(longest_mark, limit));
    const std::size_t begin = back_from(text, focus.begin, std::min(context, limit), context_lines);
    const std::size_t end = forth_from(text, focus_end, mark ? context : 2 * context, 2 * context_lines);
    const std::size_t left = limit - std::min(limit, end - begin);
    const std::size_t before = std::min(begin, std::max(left / 2, left - std::min(left, text.size() - end)));
    const std::size_t fold_begin = character_start(text, begin - before);
    const std::size_t fold_end = character_start(text, std::min(text.size(), end + left - before));
    add(pieces, Piece::Show::cut, 0, fold_begin);
    add(pieces, Piece::Show::folded, fold_begin, begin);
    add(pieces, Piece::Show::open, begin, end);
    add(pieces, Piece::Show::folded, end, std::max(end, fold_end));
    add(pieces, Piece::Show::cut, std::max(end, fold_end), text.size());
    return pieces;
}

std::vector<Token> xml_tags(std::string_view text, const Span& range) {
    std::vector<Token> tags;
    if (!base::trimmed(text.substr(0, 64)).starts_with('<')) return tags;
    std::size_t depth = 0;
    std::size_t last_end = std::string_view::npos;
    for (std::size_t at = text.find('<'); at < range.end; at = text.find('<', last_end)) {
        const std::size_t end = after_markup(text, at);
        const std::string_view tag = text.substr(at, end - at);
        const bool closes = tag.starts_with("</");
        if (closes && depth > 0) --depth;
        if (end > range.begin) tags.push_back({{at, end}, depth, at == last_end});
        const bool opens =
            !closes && !tag.starts_with("<!") && !tag.starts_with("<?") && !tag.ends_with("/>");
        if (opens) ++depth;
        last_end = end;
    }
    return tags;
}

std::vector<Token> field_names(std::string_view head) {
    std::vector<Token> names;
    for (std::size_t feed = head.find('\n'); feed != std::string_view::npos;
         feed = head.find('\n', feed + 1)) {
        const std::size_t end = std::min(head.find('\n', feed + 1), head.size());
        const std::size_t colon = head.find(':', feed + 1);
        if (colon < end) names.push_back({{feed + 1, colon + 1}, 0, false});
    }
    return names;
}

}  // namespace assay::reports
