#include "uri_reference.hpp"

#include <algorithm>

namespace assay::soap {
namespace {

constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

/// unreserved and sub-delims (RFC 3986 §2.2, §2.3).
constexpr bool is_common(char c) {
    return is_alpha(c) || is_digit(c) ||
           std::string_view{"-._~!$&'()*+,;="}.find(c) != std::string_view::npos;
}

/// Only unreserved, percent-encoded, sub-delims and the octets of `also`?
bool consists_of(std::string_view text, std::string_view also) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        if (c == '%') {
            if (at + 2 >= text.size() || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
            at += 2;
        } else if (!is_common(c) && also.find(c) == std::string_view::npos) {
            return false;
        }
    }
    return true;
}

/// §3.2: [userinfo "@"] host [":" port].
bool is_authority(std::string_view text) {
    if (const auto mark = text.find('@'); mark != std::string_view::npos) {
        if (!consists_of(text.substr(0, mark), ":")) return false;
        text.remove_prefix(mark + 1);
    }
    if (text.starts_with('[')) {
        const auto close = text.find(']');
        if (close == std::string_view::npos) return false;
        text.remove_prefix(close + 1);
    } else {
        const auto colon = text.find(':');
        if (!consists_of(text.substr(0, colon), {})) return false;
        text = colon == std::string_view::npos ? std::string_view{} : text.substr(colon);
    }
    return text.empty() || (text.front() == ':' && std::ranges::all_of(text.substr(1), is_digit));
}

/// Takes the scheme and its colon off `text`, when there is one.
bool take_scheme(std::string_view& text) {
    if (text.empty() || !is_alpha(text.front())) return false;
    const auto end = text.find_first_of(":/?#");
    if (end == std::string_view::npos || text[end] != ':') return false;
    const auto fits = [](char c) { return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; };
    if (!std::ranges::all_of(text.substr(0, end), fits)) return false;
    text.remove_prefix(end + 1);
    return true;
}

}  // namespace

bool is_uri_reference(std::string_view text) {
    if (const auto fragment = text.find('#'); fragment != std::string_view::npos) {
        if (!consists_of(text.substr(fragment + 1), ":@/?")) return false;
        text = text.substr(0, fragment);
    }
    if (const auto query = text.find('?'); query != std::string_view::npos) {
        if (!consists_of(text.substr(query + 1), ":@/?")) return false;
        text = text.substr(0, query);
    }
    const bool relative = !take_scheme(text);
    if (text.starts_with("//")) {
        text.remove_prefix(2);
        const auto path = std::min(text.find('/'), text.size());
        return is_authority(text.substr(0, path)) && consists_of(text.substr(path), ":@/");
    }
    // §4.2: the first segment of a relative path holds no colon, which would end a scheme.
    if (relative && text.substr(0, text.find('/')).find(':') != std::string_view::npos) return false;
    return consists_of(text, ":@/");
}

}  // namespace assay::soap
