#include "assay/soap/escape.hpp"

#include <algorithm>

#include "assay/base/text.hpp"

namespace assay::soap {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

/// Text is well-formed UTF-8 nearly always; each stray octet of the rest becomes U+FFFD.
std::string repaired(std::string_view text) {
    std::string clean;
    while (!text.empty()) {
        std::size_t length = 1;
        while (length <= 4 && length <= text.size() && !base::is_utf8(text.substr(0, length))) ++length;
        const bool good = length <= 4 && length <= text.size();
        clean += good ? text.substr(0, length) : replacement;
        text.remove_prefix(good ? length : 1);
    }
    return clean;
}

/// Can the character stand as it is wherever it stands?
constexpr bool is_plain(char character) {
    const auto code = static_cast<unsigned char>(character);
    return code >= 0x20 && code < 0x80 && character != '&' && character != '<' && character != '>' &&
           character != '"';
}

void append_utf8(std::string& out, std::string_view text, bool in_attribute) {
    std::size_t plain = 0;
    const auto put = [&](std::size_t at, std::string_view instead) {
        out += text.substr(plain, at - plain);
        out += instead;
        plain = at + 1;
    };
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char character = text[at];
        switch (character) {
            case '&': put(at, "&amp;"); break;
            case '<': put(at, "&lt;"); break;
            case '>': put(at, "&gt;"); break;
            case '\r': put(at, "&#13;"); break;
            case '"':
                if (in_attribute) put(at, "&quot;");
                break;
            case '\t':
                if (in_attribute) put(at, "&#9;");
                break;
            case '\n':
                if (in_attribute) put(at, "&#10;");
                break;
            default:
                if (static_cast<unsigned char>(character) < 0x20) put(at, replacement);
                // U+FFFE and U+FFFF are UTF-8 but no XML characters (XML 1.0 §2.2).
                if (text.substr(at, 3) == "\xEF\xBF\xBE" || text.substr(at, 3) == "\xEF\xBF\xBF") {
                    put(at, replacement);
                    at += 2;
                    plain = at + 1;
                }
        }
    }
    out += text.substr(plain);
}

}  // namespace

void append_escaped(std::string& out, std::string_view text, bool in_attribute) {
    if (std::ranges::all_of(text, is_plain)) {
        out += text;
    } else if (base::is_utf8(text)) {
        append_utf8(out, text, in_attribute);
    } else {
        append_utf8(out, repaired(text), in_attribute);
    }
}

}  // namespace assay::soap
