// Scans over the octets that need no second look, most of a message.
#pragma once

#include <bit>
#include <cstddef>

#include "xml_characters.hpp"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace assay::soap::xml {

/// The first octet from `at` that is not of the class, or `end`.
inline const char* after(const char* at, const char* end, Class of) {
    while (at != end && is(*at, of)) ++at;
    return at;
}

/// Passes over printable ASCII without `marks`, sixteen octets at a time where the machine can do that. It
/// may stop early, so a scan by class goes on from there.
template <char... marks>
const char* leap(const char* at, [[maybe_unused]] const char* end) {
#ifdef __SSE2__
    for (; end - at >= 16; at += 16) {
        const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
        // A signed comparison: octets beyond ASCII are less than a space as well.
        __m128i found = _mm_cmplt_epi8(octets, _mm_set1_epi8(' '));
        ((found = _mm_or_si128(found, _mm_cmpeq_epi8(octets, _mm_set1_epi8(marks)))), ...);
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(found));
        if (mask != 0) return at + std::countr_zero(mask);
    }
#endif
    return at;
}

/// Where the NCName that begins at `at` ends (Namespaces in XML §3); `at` when there is none.
inline const char* after_name(const char* at, const char* end) {
    const auto is_ascii = [](char octet) { return static_cast<unsigned char>(octet) < 0x80; };
    const char* const begin = at;
    if (at != end && is(*at, name_start)) at = after(at + 1, end, name_part);
    while (at != end && !is_ascii(*at)) {
        const auto [code, length] = first_of({at, static_cast<std::size_t>(end - at)});
        if (!(at == begin ? is_far_name_start(code) : is_far_name_part(code))) break;
        at = after(at + length, end, name_part);
    }
    return at;
}

inline const char* after_text(const char* at, const char* end) {
    return after(leap<'<', '&', ']'>(at, end), end, plain_text);
}

inline const char* after_value(const char* at, const char* end) {
    return after(leap<'<', '&', '"', '\''>(at, end), end, plain_value);
}

inline const char* after_comment(const char* at, const char* end) {
    return after(leap<'-'>(at, end), end, plain_comment);
}

inline const char* after_cdata(const char* at, const char* end) {
    return after(leap<']'>(at, end), end, plain_cdata);
}

}  // namespace assay::soap::xml
