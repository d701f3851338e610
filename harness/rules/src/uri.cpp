#include "uri.hpp"

#include <algorithm>

namespace assay::rules {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

bool is_scheme(std::string_view text) {
    return !text.empty() && is_letter(text.front()) && std::ranges::all_of(text, [](char c) {
        return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
    });
}

/// RFC 3986 §2.2 and §2.3.
bool is_allowed(char c) {
    constexpr std::string_view others = "-._~:/?#[]@!$&'()*+,;=";
    return is_letter(c) || is_digit(c) || others.find(c) != std::string_view::npos;
}

}  // namespace

bool is_uri(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || !is_scheme(text.substr(0, colon))) return false;
    for (std::size_t at = colon + 1; at < text.size(); ++at) {
        if (text[at] == '%') {
            if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
            at += 2;
        } else if (!is_allowed(text[at])) {
            return false;
        }
    }
    return true;
}

}  // namespace assay::rules
