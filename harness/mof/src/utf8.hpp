// UTF-8, one character at a time.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace assay::mof {

/// The character at `at` of well-formed UTF-8; `at` is moved behind it.
[[nodiscard]] char32_t decode_utf8(std::string_view text, std::size_t& at);

/// @param c no surrogate, at most U+10FFFF
void append_utf8(std::string& text, char32_t c);

/// The offset of the first octet that is no part of well-formed UTF-8; nothing when all are.
[[nodiscard]] std::optional<std::size_t> first_wrong_octet(std::string_view text);

/// The character, or its number ("U+0007") when it cannot be shown.
[[nodiscard]] std::string printable(char32_t c);
/// The same in single quotes, unless it is a number.
[[nodiscard]] std::string quoted(char32_t c);

}  // namespace assay::mof
