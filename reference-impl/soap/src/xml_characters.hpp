// The character classes of XML 1.0, fifth edition, over UTF-8 that is known to be well-formed.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace assay::soap::xml {

/// What an octet may be. The `plain_` classes are what a scan may run over without a second look; octets of
/// longer characters are in all of them but 0xEF, which may begin U+FFFE or U+FFFF.
enum Class : std::uint8_t {
    white = 1,
    name_start = 2,  ///< of an NCName, ASCII only
    name_part = 4,   ///< of an NCName, ASCII only
    plain_text = 8,
    plain_value = 16,  ///< of an attribute, whichever its quotes
    plain_comment = 32,
    plain_cdata = 64,
    plain_white = 128,  ///< white space that stands as it is: no carriage return
};

namespace detail {

constexpr bool is_letter(unsigned octet) {
    return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') || octet == '_';
}

constexpr std::array<std::uint8_t, 256> make_classes() {
    std::array<std::uint8_t, 256> classes{};
    const auto is_one_of = [](unsigned octet, std::string_view some) {
        return octet < 0x80 && some.find(static_cast<char>(octet)) != std::string_view::npos;
    };
    for (unsigned octet = 0; octet < 256; ++octet) {
        unsigned is = 0;
        const bool blank = is_one_of(octet, "\t\n\r ");
        const bool allowed = (octet >= 0x20 || blank) && octet != 0xEF;  // §2.2, Char
        if (blank) is |= white;
        if (blank && octet != '\r') is |= plain_white;
        if (is_letter(octet)) is |= name_start;
        if (is_letter(octet) || (octet >= '0' && octet <= '9') || octet == '-' || octet == '.')
            is |= name_part;
        if (allowed && !is_one_of(octet, "<&]\r")) is |= plain_text;
        if (allowed && !is_one_of(octet, "<&\"'\t\n\r")) is |= plain_value;
        if (allowed && octet != '-') is |= plain_comment;
        if (allowed && !is_one_of(octet, "]\r")) is |= plain_cdata;
        classes[octet] = static_cast<std::uint8_t>(is);
    }
    return classes;
}

inline constexpr auto classes = make_classes();

}  // namespace detail

constexpr bool is(char octet, Class wanted) {
    return (detail::classes[static_cast<unsigned char>(octet)] & wanted) != 0;
}

constexpr bool is_ascii(char octet) { return static_cast<unsigned char>(octet) < 0x80; }

/// Does a character at the head of `text` begin with 0xEF and is none of XML's (U+FFFE, U+FFFF; §2.2)?
constexpr bool is_noncharacter(std::string_view text) {
    return text.starts_with("\xEF\xBF\xBE") || text.starts_with("\xEF\xBF\xBF");
}

struct Character {
    char32_t code;
    std::size_t length;
};

/// The character at the head of well-formed, non-empty UTF-8.
constexpr Character first_of(std::string_view text) {
    const auto octet = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const auto tail = [&](std::size_t at) { return static_cast<char32_t>(octet(at) & 0x3FU); };
    const char32_t lead = octet(0);
    if (lead < 0x80) return {lead, 1};
    if (lead < 0xE0) return {(lead & 0x1FU) << 6U | tail(1), 2};
    if (lead < 0xF0) return {(lead & 0x0FU) << 12U | tail(1) << 6U | tail(2), 3};
    return {(lead & 0x07U) << 18U | tail(1) << 12U | tail(2) << 6U | tail(3), 4};
}

/// §2.3 production 4 without the colon and ASCII.
constexpr bool is_far_name_start(char32_t code) {
    struct Range {
        char32_t first, last;
    };
    constexpr std::array ranges{Range{0xC0, 0xD6},     Range{0xD8, 0xF6},     Range{0xF8, 0x2FF},
                                Range{0x370, 0x37D},   Range{0x37F, 0x1FFF},  Range{0x200C, 0x200D},
                                Range{0x2070, 0x218F}, Range{0x2C00, 0x2FEF}, Range{0x3001, 0xD7FF},
                                Range{0xF900, 0xFDCF}, Range{0xFDF0, 0xFFFD}, Range{0x10000, 0xEFFFF}};
    for (const Range& each : ranges) {
        if (code >= each.first && code <= each.last) return true;
    }
    return false;
}

/// §2.3 production 4a without the colon and ASCII.
constexpr bool is_far_name_part(char32_t code) {
    return is_far_name_start(code) || code == 0xB7 || (code >= 0x300 && code <= 0x36F) ||
           (code >= 0x203F && code <= 0x2040);
}

/// §2.2 production 2.
constexpr bool is_character(char32_t code) {
    if (code < 0x20) return code == 0x9 || code == 0xA || code == 0xD;
    return code <= 0xD7FF || (code >= 0xE000 && code <= 0xFFFD) || (code >= 0x10000 && code <= 0x10FFFF);
}

}  // namespace assay::soap::xml
