#include "encoding.hpp"

#include <optional>

#include "assay/base/octets.hpp"
#include "assay/base/text.hpp"
#include "assay/xml/declaration.hpp"

namespace assay::observe {
namespace {

using namespace std::string_view_literals;

struct Mark {
    std::string_view octets;
    Encoding encoding;
};

constexpr Mark marks[] = {{"\xEF\xBB\xBF"sv, Encoding::utf8},
                          {"\xFF\xFE"sv, Encoding::utf16_little},
                          {"\xFE\xFF"sv, Encoding::utf16_big}};

/// XML 1.0 Appendix F.1: a document without a mark begins with "<", whose other octet gives UTF-16 away.
constexpr Mark first_octets[] = {{"<\0"sv, Encoding::utf16_little}, {"\0<"sv, Encoding::utf16_big}};

std::optional<Mark> beginning_of(std::string_view octets, const auto& candidates) {
    for (const Mark& mark : candidates) {
        if (octets.starts_with(mark.octets)) return mark;
    }
    return std::nullopt;
}

Encoding named(std::string_view charset) {
    using base::equal_ignoring_case;
    if (charset.empty() || equal_ignoring_case(charset, "utf-8")) return Encoding::utf8;
    if (equal_ignoring_case(charset, "us-ascii")) return Encoding::utf8;
    if (equal_ignoring_case(charset, "utf-16le")) return Encoding::utf16_little;
    // RFC 2781 §4.3: "utf-16" without a mark is big-endian.
    if (equal_ignoring_case(charset, "utf-16be") || equal_ignoring_case(charset, "utf-16"))
        return Encoding::utf16_big;
    return Encoding::other;
}

void take_utf16(std::string_view octets, EnvelopeReading& reading) {
    const auto order =
        reading.encoding.used == Encoding::utf16_little ? base::ByteOrder::little : base::ByteOrder::big;
    auto text = base::utf8_from_utf16(base::octets_of(octets), order);
    if (!text) {
        reading.troubles.push_back({"the octets are not UTF-16", {0, 0, 1, 1}});
        return;
    }
    reading.text = std::move(*text);
}

}  // namespace

std::string_view to_text(Encoding encoding) {
    switch (encoding) {
        case Encoding::utf8: return "UTF-8";
        case Encoding::utf16_little: return "UTF-16LE";
        case Encoding::utf16_big: return "UTF-16BE";
        case Encoding::other: return "another encoding";
    }
    return "";
}

void decode(std::string_view octets, std::string_view charset, EnvelopeReading& reading) {
    reading.encoding.charset = charset;
    if (const auto mark = beginning_of(octets, marks)) {
        reading.encoding.byte_order_mark = true;
        reading.encoding.used = mark->encoding;
        octets.remove_prefix(mark->octets.size());
    } else if (const auto first = beginning_of(octets, first_octets)) {
        reading.encoding.used = first->encoding;
    } else {
        reading.encoding.used = named(charset);
    }
    const Encoding used = reading.encoding.used;
    if (used == Encoding::utf16_little || used == Encoding::utf16_big) {
        take_utf16(octets, reading);
    } else {
        reading.text = octets;
    }
    reading.encoding.declared = xml::declared_encoding(reading.text);
}

}  // namespace assay::observe
