#include "assay/base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace assay::base {
namespace {

constexpr char32_t broken = 0xFFFFFFFF;

struct Decoded {
    char32_t code;
    std::size_t length;
};

bool continues(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

/// The code point that begins at `at`; RFC 3629 §4.
Decoded decode_utf8(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4) return {broken, 1};
    char32_t code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if (!continues(text, at + i)) return {broken, i};
        code = code << 6U | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < smallest[length] || surrogate || code > 0x10FFFF) return {broken, length};
    return {code, length};
}

/// The eight octets at `at`.
std::uint64_t word_at(const char* at) {
    std::uint64_t octets = 0;
    std::memcpy(&octets, at, sizeof octets);
    return octets;
}

/// Passes over ASCII from `at` on, which messages nearly are; stops at the latest before what is not ASCII,
/// and up to seven octets before it.
std::size_t after_ascii(std::string_view text, std::size_t at) {
    constexpr std::uint64_t beyond = 0x8080808080808080U;
    const char* const octets = text.data();
    for (; text.size() - at >= 32; at += 32) {
        const std::uint64_t all = word_at(octets + at) | word_at(octets + at + 8) |
                                  word_at(octets + at + 16) | word_at(octets + at + 24);
        if ((all & beyond) != 0) break;
    }
    while (text.size() - at >= 8 && (word_at(octets + at) & beyond) == 0) at += 8;
    return at;
}

void append_utf8(std::string& text, char32_t code) {
    const auto put = [&text](char32_t octet) { text += static_cast<char>(octet); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
        put(0xC0U | code >> 6U);
    } else {
        if (code < 0x10000) {
            put(0xE0U | code >> 12U);
        } else {
            put(0xF0U | code >> 18U);
            put(0x80U | (code >> 12U & 0x3FU));
        }
        put(0x80U | (code >> 6U & 0x3FU));
    }
    put(0x80U | (code & 0x3FU));
}

void append_utf16(std::string& text, char16_t unit, ByteOrder order) {
    const auto high = static_cast<char>(unit >> 8U);
    const auto low = static_cast<char>(unit & 0xFFU);
    text += order == ByteOrder::big ? high : low;
    text += order == ByteOrder::big ? low : high;
}

char16_t unit_at(OctetView octets, std::size_t at, ByteOrder order) {
    const auto first = octets[at];
    const auto second = octets[at + 1];
    return static_cast<char16_t>(order == ByteOrder::big ? first << 8U | second : second << 8U | first);
}

constexpr bool is_white(char octet) {
    return octet == ' ' || octet == '\t' || octet == '\n' || octet == '\r';
}

char lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

}  // namespace

bool is_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        at = after_ascii(text, at);
        if (at == text.size()) break;
        const auto [code, length] = decode_utf8(text, at);
        if (code == broken) return false;
        at += length;
    }
    return true;
}

std::optional<std::string> utf8_from_utf16(OctetView octets, ByteOrder order) {
    if (octets.size() % 2 != 0) return std::nullopt;
    std::string text;
    text.reserve(octets.size() / 2);
    for (std::size_t at = 0; at < octets.size(); at += 2) {
        char32_t code = unit_at(octets, at, order);
        if (code >= 0xDC00 && code <= 0xDFFF) return std::nullopt;
        if (code >= 0xD800 && code <= 0xDBFF) {
            at += 2;
            if (at >= octets.size()) return std::nullopt;
            const char32_t low = unit_at(octets, at, order);
            if (low < 0xDC00 || low > 0xDFFF) return std::nullopt;
            code = 0x10000 + ((code - 0xD800) << 10U) + (low - 0xDC00);
        }
        append_utf8(text, code);
    }
    return text;
}

std::optional<std::string> utf16_from_utf8(std::string_view text, ByteOrder order) {
    std::string octets;
    octets.reserve(text.size() * 2);
    for (std::size_t at = 0; at < text.size();) {
        const auto [code, length] = decode_utf8(text, at);
        if (code == broken) return std::nullopt;
        at += length;
        if (code < 0x10000) {
            append_utf16(octets, static_cast<char16_t>(code), order);
        } else {
            append_utf16(octets, static_cast<char16_t>(0xD800 + ((code - 0x10000) >> 10U)), order);
            append_utf16(octets, static_cast<char16_t>(0xDC00 + ((code - 0x10000) & 0x3FFU)), order);
        }
    }
    return octets;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && is_white(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_white(text.back())) text.remove_suffix(1);
    return text;
}

bool equal_ignoring_case(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    // Most are written the same way, or differ in their first letter.
    return left == right || std::ranges::equal(left, right, {}, lower, lower);
}

std::string xml_escaped(std::string_view text) {
    std::string escaped;
    escaped.reserve(text.size());
    for (const char character : text) {
        switch (character) {
            case '&': escaped += "&amp;"; break;
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            case '"': escaped += "&quot;"; break;
            case '\'': escaped += "&#39;"; break;
            default: escaped += character;
        }
    }
    return escaped;
}

}  // namespace assay::base
