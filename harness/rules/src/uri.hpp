// As much of RFC 3986 as the rules need.
#pragma once

#include <cstddef>
#include <string_view>

namespace assay::rules {

/// DSP0226 §13.4: the longest URI a service should generate, in characters.
inline constexpr std::size_t longest_uri = 2048;

/// Is this an absolute URI by the grammar of RFC 3986: a scheme, a colon, and allowed characters with whole
/// percent encodings?
[[nodiscard]] bool is_uri(std::string_view text);

}  // namespace assay::rules
