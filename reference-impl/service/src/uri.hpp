// What counts as a URI in headers.
#pragma once

#include <cstddef>
#include <string_view>

namespace assay::service {

/// DSP0226 §13.4: a longer URI may be refused.
inline constexpr std::size_t longest_uri = 2048;

/// Only characters of RFC 3986, and at least one; relative references pass (Intel AMT's clients send them).
[[nodiscard]] bool is_uri(std::string_view text);

/// A URI with its scheme (RFC 3986 §3): no relative reference.
[[nodiscard]] bool is_absolute_uri(std::string_view text);

}  // namespace assay::service
