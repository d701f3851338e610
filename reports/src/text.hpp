// How text, counts and times are shown. Whatever an endpoint sent goes through visible() before a person sees
// it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "assay/record/exchange.hpp"
#include "assay/record/finding.hpp"

namespace assay::reports {

/// Well-formed UTF-8 of characters that XML 1.0 and HTML allow. Octets that are not UTF-8 and control
/// characters stand there in hexadecimal, "⟨FF⟩", and the characters that hide or reorder text (zero width,
/// direction overrides) as "⟨U+202E⟩", so that what is read is what was sent. Line feeds and tabs stay.
[[nodiscard]] std::string visible(std::string_view octets);

/// Does visible() change nothing?
[[nodiscard]] bool is_plain(std::string_view octets);

/// At most `octets` octets of `text`, cut between characters, and then how many were cut.
[[nodiscard]] std::string clipped(std::string_view text, std::size_t octets);

/// The nearest beginning of a character at or before `offset`; offsets within octets that are not UTF-8 stay.
[[nodiscard]] std::size_t character_start(std::string_view text, std::size_t offset);

/// "1,204"
[[nodiscard]] std::string to_text(std::size_t count);

/// "1 finding", "1,204 findings"
[[nodiscard]] std::string counted(std::size_t count, std::string_view noun);

/// "0.42 ms", "318 ms", "3.2 s", "2 min 14 s"
[[nodiscard]] std::string to_text(record::RunTime time);

/// "request head", "response body" and so on
[[nodiscard]] std::string_view to_text(record::Part part);

/// `verdict` in words: "not applicable"
[[nodiscard]] std::string spoken(std::string_view name);

/// `text` as one word of a POSIX shell, quoted when it has to be.
[[nodiscard]] std::string shell_word(std::string_view text);

}  // namespace assay::reports
