// Characters of UTF-8 text.
#pragma once

#include <cstddef>
#include <string_view>

namespace assay::query {

/// Takes the next character off `text`, which is not empty. A stray octet is taken as a character of its own.
[[nodiscard]] inline char32_t next_character(std::string_view& text) {
    const auto at = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned char head = at(0);
    const std::size_t length = head < 0xC0 ? 1 : head < 0xE0 ? 2 : head < 0xF0 ? 3 : 4;
    if (length == 1 || length > text.size()) {
        text.remove_prefix(1);
        return head;
    }
    char32_t character = head & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) character = (character << 6U) | (at(i) & 0x3FU);
    text.remove_prefix(length);
    return character;
}

}  // namespace assay::query
