// Do octets begin like an HTTP message? For whoever has to find out where one begins.
#pragma once

#include <string_view>

namespace assay::observe {

enum class Likeness {
    no,
    maybe,  ///< nothing against it yet, and too few octets to tell
    yes
};

/// Like a request: a method in capital letters, a target and a version of HTTP/1 on the first line. An empty
/// line before it is passed over (RFC 9112 §2.2).
[[nodiscard]] Likeness request_likeness(std::string_view octets);

/// Like a response: a version of HTTP/1 and a space.
[[nodiscard]] Likeness response_likeness(std::string_view octets);

}  // namespace assay::observe
