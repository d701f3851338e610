// XML names and simple values, as much as the rules need.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace assay::rules {

/// Namespaces in XML 1.0 §3: a name without colon.
[[nodiscard]] bool is_ncname(std::string_view text);

/// XML Schema part 2 §3.2.6: PnYnMnDTnHnMnS with at least one part, seconds with a fraction, "-" before it.
[[nodiscard]] bool is_duration(std::string_view text);

/// RFC 3066 §2.1: letters, then parts of letters and digits, each of 1 to 8, joined by hyphens.
[[nodiscard]] bool is_language_tag(std::string_view text);

/// A count as XML Schema writes it, with an optional "+" and leading zeros.
[[nodiscard]] std::optional<std::uint64_t> count_from(std::string_view text);

}  // namespace assay::rules
