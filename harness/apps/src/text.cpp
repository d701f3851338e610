#include "text.hpp"

#include <algorithm>

#include "assay/reports/visible_text.hpp"

namespace assay::apps {
namespace {

/// Of UTF-8, without the combining characters' subtleties.
std::size_t width(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
    return count;
}

}  // namespace

std::string wrapped(std::string_view text, std::size_t indent) {
    const std::string margin(indent, ' ');
    std::string lines;
    std::string line;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, space);
        text.remove_prefix(std::min(space + 1, text.size()));
        if (word.empty()) continue;
        if (!line.empty() && indent + width(line) + 1 + width(word) > columns) {
            lines += margin + line + "\n";
            line.clear();
        }
        if (!line.empty()) line += ' ';
        line += word;
    }
    return lines + margin + line + "\n";
}

std::string printable(std::string_view text, std::size_t limit) {
    const std::size_t end = text.size() <= limit ? text.size() : reports::character_start(text, limit);
    std::string line{text.substr(0, end)};
    std::ranges::replace_if(
        line, [](char c) { return c == '\n' || c == '\r' || c == '\t'; }, ' ');
    return reports::visible(line) + (end < text.size() ? " …" : "");
}

}  // namespace assay::apps
