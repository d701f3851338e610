#include "utf8.hpp"

#include <fmt/format.h>

#include "assay/base/text.hpp"

namespace assay::mof {
namespace {

/// Octets of the character that begins with `lead`; 1 for what begins none.
std::size_t length_of(unsigned char lead) {
    if (lead >= 0xF0) return 4;
    if (lead >= 0xE0) return 3;
    return lead >= 0xC0 ? 2 : 1;
}

bool is_shown(char32_t c) {
    return c >= 0x20 && c != 0x7F && !(c >= 0x80 && c < 0xA0) && !(c >= 0xD800 && c < 0xE000);
}

}  // namespace

char32_t decode_utf8(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    const std::size_t length = length_of(lead);
    auto c = static_cast<char32_t>(length == 1 ? lead : lead & (0x7FU >> length));
    for (std::size_t i = 1; i < length && at + i < text.size(); ++i) {
        c = (c << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    at = std::min(at + length, text.size());
    return c;
}

void append_utf8(std::string& text, char32_t c) {
    const auto tail = [&](unsigned shift) { text += static_cast<char>(0x80U | ((c >> shift) & 0x3FU)); };
    if (c < 0x80) {
        text += static_cast<char>(c);
    } else if (c < 0x800) {
        text += static_cast<char>(0xC0U | (c >> 6U));
        tail(0);
    } else if (c < 0x10000) {
        text += static_cast<char>(0xE0U | (c >> 12U));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0U | (c >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

std::optional<std::size_t> first_wrong_octet(std::string_view text) {
    if (base::is_utf8(text)) return std::nullopt;
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = length_of(static_cast<unsigned char>(text[at]));
        if (!base::is_utf8(text.substr(at, length))) return at;
        at += length;
    }
    return std::nullopt;
}

std::string printable(char32_t c) {
    if (!is_shown(c)) return fmt::format("U+{:04X}", static_cast<std::uint32_t>(c));
    std::string text;
    append_utf8(text, c);
    return text;
}

std::string quoted(char32_t c) { return is_shown(c) ? "'" + printable(c) + "'" : printable(c); }

}  // namespace assay::mof
