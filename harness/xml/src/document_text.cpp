#include "document_text.hpp"

#include <algorithm>
#include <utility>

#include "assay/base/octets.hpp"
#include "assay/base/text.hpp"
#include "assay/xml/declaration.hpp"

namespace assay::xml {
namespace {

using namespace std::string_view_literals;

struct Utf16 {
    base::ByteOrder order;
    std::size_t mark;  ///< octets of the byte-order mark
};

// XML 1.0 Appendix F.1; a document begins with '<' or white space, so one zero octet of two tells the order.
std::optional<Utf16> utf16_of(std::string_view octets) {
    if (octets.starts_with("\xFF\xFE"sv)) return Utf16{base::ByteOrder::little, 2};
    if (octets.starts_with("\xFE\xFF"sv)) return Utf16{base::ByteOrder::big, 2};
    if (octets.size() < 2) return std::nullopt;
    if (octets[0] == 0 && octets[1] != 0) return Utf16{base::ByteOrder::big, 0};
    if (octets[0] != 0 && octets[1] == 0) return Utf16{base::ByteOrder::little, 0};
    return std::nullopt;
}

bool is_utf8_name(std::string_view encoding) {
    return encoding.empty() || base::equal_ignoring_case(encoding, "UTF-8") ||
           base::equal_ignoring_case(encoding, "US-ASCII");
}

constexpr bool continues(char octet) { return (static_cast<unsigned char>(octet) & 0xC0U) == 0x80U; }
constexpr bool is_astral(char octet) { return static_cast<unsigned char>(octet) >= 0xF0U; }

// Octets of the line end at `at`; 0 when there is none.
std::size_t line_end(std::string_view text, std::size_t at) {
    if (text[at] == '\n') return 1;
    if (text[at] != '\r') return 0;
    return at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
}

}  // namespace

std::optional<DocumentText> DocumentText::from(std::string_view octets, std::string& trouble) {
    DocumentText text;
    if (const auto utf16 = utf16_of(octets)) {
        text.owned_ = base::utf8_from_utf16(base::octets_of(octets.substr(utf16->mark)), utf16->order);
        if (text.owned_) return text;
        trouble = "the octets are not UTF-16: half a character or an unpaired surrogate";
        return std::nullopt;
    }
    text.borrowed_ = octets.starts_with("\xEF\xBB\xBF"sv) ? octets.substr(3) : octets;
    if (const std::string_view encoding = declared_encoding(text.borrowed_); !is_utf8_name(encoding)) {
        trouble =
            "the encoding is declared as '" + std::string{encoding} + "', but is neither UTF-8 nor UTF-16";
        return std::nullopt;
    }
    return text;
}

std::size_t TextPosition::advance_to(LineColumn units) {
    while (at_ < text_.size() &&
           (now_.line < units.line || (now_.line == units.line && now_.column < units.column))) {
        if (const std::size_t end = line_end(text_, at_); end != 0) {
            at_ += end;
            now_ = {now_.line + 1, 1};
            continue;
        }
        now_.column += is_astral(text_[at_]) ? 2 : 1;
        do ++at_;
        while (at_ < text_.size() && continues(text_[at_]));
    }
    return at_;
}

LineColumn place_of(std::string_view text, std::size_t offset) {
    LineColumn now;
    const std::size_t last = std::min(offset, text.size());
    for (std::size_t at = 0; at < last;) {
        if (const std::size_t end = line_end(text, at); end != 0) {
            at += end;
            now = {now.line + 1, 1};
        } else {
            now.column += continues(text[at]) ? 0 : 1;
            ++at;
        }
    }
    return now;
}

std::string_view tag_before(std::string_view text, std::size_t end) {
    if (end == 0 || end > text.size() || text[end - 1] != '>') return {};
    const std::size_t begin = text.rfind('<', end - 1);
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, end - begin);
}

std::string_view name_in(std::string_view tag) {
    tag.remove_prefix(tag.starts_with("</") ? 2 : std::min<std::size_t>(tag.size(), 1));
    return tag.substr(0, tag.find_first_of(" \t\r\n/>"));
}

}  // namespace assay::xml
