#include "assay/soap/encoding.hpp"

#include "assay/base/text.hpp"

namespace assay::soap {
namespace {

bool begins_with(base::OctetView octets, std::string_view head) {
    return base::text_of(octets).starts_with(head);
}

std::optional<Detected> from_mark(base::OctetView octets) {
    if (begins_with(octets, "\xEF\xBB\xBF")) return Detected{Encoding::utf8, 3};
    if (begins_with(octets, "\xFF\xFE")) return Detected{Encoding::utf16_little, 2};
    if (begins_with(octets, "\xFE\xFF")) return Detected{Encoding::utf16_big, 2};
    return std::nullopt;
}

std::optional<Encoding> from_look(base::OctetView octets) {
    using namespace std::string_view_literals;
    if (begins_with(octets, "<\0"sv)) return Encoding::utf16_little;
    if (begins_with(octets, "\0<"sv)) return Encoding::utf16_big;
    return std::nullopt;
}

/// The encoding pseudo-attribute of an XML declaration in ASCII-compatible octets, or empty.
std::string_view declared(base::OctetView octets) {
    const std::string_view text = base::text_of(octets.first(std::min<std::size_t>(octets.size(), 200)));
    if (!text.starts_with("<?xml")) return {};
    const std::string_view declaration = text.substr(0, text.find("?>"));
    const auto key = declaration.find("encoding");
    if (key == std::string_view::npos) return {};
    const auto open = declaration.find_first_of("\"'", key);
    if (open == std::string_view::npos) return {};
    const auto close = declaration.find(declaration[open], open + 1);
    return close == std::string_view::npos ? std::string_view{}
                                           : declaration.substr(open + 1, close - open - 1);
}

bool is_utf8_name(std::string_view charset) {
    return base::equal_ignoring_case(charset, "utf-8") || base::equal_ignoring_case(charset, "utf8") ||
           base::equal_ignoring_case(charset, "us-ascii");
}

}  // namespace

std::optional<Detected> detect_encoding(base::OctetView octets, std::string_view charset) {
    if (const auto marked = from_mark(octets)) return marked;
    if (charset.empty()) {
        if (const auto look = from_look(octets)) return Detected{*look};
        charset = declared(octets);
        if (charset.empty()) return Detected{};
    }
    if (is_utf8_name(charset)) return Detected{};
    if (base::equal_ignoring_case(charset, "utf-16le")) return Detected{Encoding::utf16_little};
    if (base::equal_ignoring_case(charset, "utf-16be")) return Detected{Encoding::utf16_big};
    if (base::equal_ignoring_case(charset, "utf-16")) {
        // RFC 2781 §4.3: without a mark big-endian is assumed, unless the first character shows otherwise.
        return Detected{from_look(octets).value_or(Encoding::utf16_big)};
    }
    return std::nullopt;
}

std::optional<std::string> decode(base::OctetView octets, const Detected& detected) {
    const base::OctetView content = octets.subspan(detected.mark);
    switch (detected.encoding) {
        case Encoding::utf16_little: return base::utf8_from_utf16(content, base::ByteOrder::little);
        case Encoding::utf16_big: return base::utf8_from_utf16(content, base::ByteOrder::big);
        case Encoding::utf8: break;
    }
    const std::string_view text = base::text_of(content);
    if (!base::is_utf8(text)) return std::nullopt;
    return std::string{text};
}

std::string encode(std::string text, Encoding encoding) {
    if (encoding == Encoding::utf8) return text;
    const bool little = encoding == Encoding::utf16_little;
    const auto units = base::utf16_from_utf8(text, little ? base::ByteOrder::little : base::ByteOrder::big);
    return (little ? "\xFF\xFE" : "\xFE\xFF") + units.value_or(std::string{});
}

std::string_view charset_of(Encoding encoding) { return encoding == Encoding::utf8 ? "UTF-8" : "UTF-16"; }

}  // namespace assay::soap
