#include "uri.hpp"

#include <algorithm>

namespace assay::service {
namespace {

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

/// RFC 3986 §2.2 and §2.3, but for the percent sign.
bool is_plain(char c) {
    constexpr std::string_view marks = "-._~:/?#[]@!$&'()*+,;=";
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           marks.find(c) != std::string_view::npos;
}

}  // namespace

bool is_uri(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '%') {
            if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
            at += 2;
        } else if (!is_plain(text[at])) {
            return false;
        }
    }
    return !text.empty();
}

}  // namespace assay::service
