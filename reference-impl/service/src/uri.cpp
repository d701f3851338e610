#include "uri.hpp"

#include <algorithm>
#include <array>

namespace assay::service {
namespace {

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'); }

/// RFC 3986 §2.2 and §2.3, but for the percent sign.
constexpr auto make_plain() {
    std::array<bool, 256> plain{};
    for (const char c :
         std::string_view{"-._~:/?#[]@!$&'()*+,;=0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmno"
                          "pqrstuvwxyz"}) {
        plain[static_cast<unsigned char>(c)] = true;
    }
    return plain;
}

constexpr auto plain = make_plain();

bool is_plain(char c) { return plain[static_cast<unsigned char>(c)]; }

bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

}  // namespace

bool is_absolute_uri(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || colon == 0 || !is_letter(text.front())) return false;
    const auto in_scheme = [](char c) {
        return is_letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
    };
    return std::ranges::all_of(text.substr(0, colon), in_scheme) && is_uri(text);
}

bool is_uri(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_plain(text[at])) continue;
        const bool is_octet =
            text[at] == '%' && at + 2 < text.size() && is_hex(text[at + 1]) && is_hex(text[at + 2]);
        if (!is_octet) return false;
        at += 2;
    }
    return !text.empty();
}

}  // namespace assay::service
