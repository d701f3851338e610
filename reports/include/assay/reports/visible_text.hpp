// Whatever an endpoint sent goes through visible() before a person sees it, on a page or a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace assay::reports {

/// Well-formed UTF-8 of characters that XML 1.0 and HTML allow. Octets that are not UTF-8 and control
/// characters stand there in hexadecimal, "⟨FF⟩", and the characters that hide or reorder text (zero width,
/// direction overrides) as "⟨U+202E⟩", so that what is read is what was sent. Line feeds and tabs stay.
[[nodiscard]] std::string visible(std::string_view octets);

/// Does visible() change nothing?
[[nodiscard]] bool is_plain(std::string_view octets);

/// The nearest beginning of a character at or before `offset`; offsets within octets that are not UTF-8 stay.
[[nodiscard]] std::size_t character_start(std::string_view text, std::size_t offset);

}  // namespace assay::reports
