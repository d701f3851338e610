#include "assay/soap/escape.hpp"

#include <algorithm>
#include <array>

#include "assay/base/text.hpp"
#include "plain_run.hpp"

namespace assay::soap {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

/// Octets that cannot stand as they are wherever they stand, and those of no ASCII character.
constexpr auto make_special() {
    std::array<bool, 256> special{};
    for (std::size_t octet = 0; octet < special.size(); ++octet) {
        special[octet] = octet < 0x20 || octet >= 0x80;
    }
    for (const char each : {'&', '<', '>', '"'}) special[static_cast<unsigned char>(each)] = true;
    return special;
}

constexpr auto special = make_special();

constexpr bool is_special(char octet) { return special[static_cast<unsigned char>(octet)]; }

/// What stands for an ASCII character that is_special.
std::string_view escape_of(char character, bool in_attribute) {
    switch (character) {
        case '&': return "&amp;";
        case '<': return "&lt;";
        case '>': return "&gt;";
        case '\r': return "&#13;";
        case '"': return in_attribute ? "&quot;" : "\"";
        case '\t': return in_attribute ? "&#9;" : "\t";
        case '\n': return in_attribute ? "&#10;" : "\n";
        default: return replacement;
    }
}

/// The length of the character at the head of `text`, which is not ASCII; 0 when there is no such character.
std::size_t length_of_first(std::string_view text) {
    for (std::size_t length = 2; length <= 4 && length <= text.size(); ++length) {
        if (base::is_utf8(text.substr(0, length))) return length;
    }
    return 0;
}

}  // namespace

void put_escaped(Sink& out, std::string_view text, bool in_attribute) {
    for (;;) {
        const char* const end = text.data() + text.size();
        const char* stop = xml::leap<'&', '<', '>', '"'>(text.data(), end);
        while (stop != end && !is_special(*stop)) ++stop;
        const auto plain = static_cast<std::size_t>(stop - text.data());
        out.put(text.substr(0, plain));
        if (stop == end) return;
        text.remove_prefix(plain);
        std::size_t length = 1;
        if (xml::is_ascii(text.front())) {
            out.put(escape_of(text.front(), in_attribute));
        } else {
            length = length_of_first(text);
            const std::string_view character = text.substr(0, length);
            // U+FFFE and U+FFFF are UTF-8 but no characters of XML (XML 1.0 §2.2).
            const bool known = length > 0 && character != "\xEF\xBF\xBE" && character != "\xEF\xBF\xBF";
            out.put(known ? character : replacement);
            length = std::max<std::size_t>(length, 1);
        }
        text.remove_prefix(length);
    }
}

}  // namespace assay::soap
