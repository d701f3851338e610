#include "assay/reports/visible_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>

namespace assay::reports {
namespace {

struct Character {
    std::uint32_t code = 0;
    std::size_t octets = 0;
};

std::uint32_t octet_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

bool continues(std::string_view text, std::size_t at) {
    return at < text.size() && (octet_at(text, at) & 0xC0U) == 0x80U;
}

std::size_t length_from(std::uint32_t lead) {
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead < 0xE0) return 2;
    if (lead >= 0xE0 && lead < 0xF0) return 3;
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

/// The character at `at` by RFC 3629, or nothing when the octets there are not one.
std::optional<Character> character_at(std::string_view text, std::size_t at) {
    const std::uint32_t lead = octet_at(text, at);
    const std::size_t length = length_from(lead);
    if (length == 0) return std::nullopt;
    if (length == 1) return Character{lead, 1};
    std::uint32_t code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if (!continues(text, at + i)) return std::nullopt;
        code = (code << 6U) | (octet_at(text, at + i) & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const bool is_surrogate = code >= 0xD800 && code < 0xE000;
    if (code < least.at(length) || is_surrogate || code > 0x10FFFF) return std::nullopt;
    return Character{code, length};
}

/// Zero-width characters, and those that change the direction of the text around them.
bool deceives(std::uint32_t code) {
    return code == 0x00AD || code == 0x061C || (code >= 0x200B && code <= 0x200F) ||
           (code >= 0x2028 && code <= 0x202E) || (code >= 0x2060 && code <= 0x206F) || code == 0xFEFF ||
           (code >= 0xFFF9 && code <= 0xFFFB) || (code >= 0xE0000 && code <= 0xE007F);
}

/// What stands for a character that must not be shown as it is; empty when it may.
std::string stand_in(std::uint32_t code) {
    if (code == '\n' || code == '\t') return {};
    if (code < 0x20 || code == 0x7F) return fmt::format("⟨{:02X}⟩", code);
    const bool is_control = code >= 0x80 && code < 0xA0;
    const bool is_no_character = (code & 0xFFFEU) == 0xFFFE;
    return is_control || is_no_character || deceives(code) ? fmt::format("⟨U+{:04X}⟩", code) : std::string{};
}

}  // namespace

std::string visible(std::string_view octets) {
    std::string shown;
    shown.reserve(octets.size());
    for (std::size_t at = 0; at < octets.size();) {
        const auto character = character_at(octets, at);
        if (!character) {
            shown += fmt::format("⟨{:02X}⟩", octet_at(octets, at));
            ++at;
            continue;
        }
        const std::string instead = stand_in(character->code);
        shown += instead.empty() ? octets.substr(at, character->octets) : std::string_view{instead};
        at += character->octets;
    }
    return shown;
}

bool is_plain(std::string_view octets) {
    for (std::size_t at = 0; at < octets.size();) {
        const auto character = character_at(octets, at);
        if (!character || !stand_in(character->code).empty()) return false;
        at += character->octets;
    }
    return true;
}

std::size_t character_start(std::string_view text, std::size_t offset) {
    offset = std::min(offset, text.size());
    for (std::size_t back = 0; back < 4 && back <= offset && offset < text.size(); ++back) {
        const auto character = character_at(text, offset - back);
        if (character && character->octets > back) return offset - back;
    }
    return offset;
}

}  // namespace assay::reports
