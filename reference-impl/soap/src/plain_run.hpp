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

#ifdef __SSE2__
/// Which of the sixteen octets at `at` are no printable ASCII or one of `marks`, a bit each.
template <char... marks>
unsigned stops_in(const char* at) {
    const __m128i octets = _mm_loadu_si128(reinterpret_cast<const __m128i*>(at));
    // A signed comparison: octets beyond ASCII are less than a space as well.
    __m128i found = _mm_cmplt_epi8(octets, _mm_set1_epi8(' '));
    ((found = _mm_or_si128(found, _mm_cmpeq_epi8(octets, _mm_set1_epi8(marks)))), ...);
    return static_cast<unsigned>(_mm_movemask_epi8(found));
}
#endif

/// Passes over printable ASCII without `marks`, sixteen octets at a time where the machine can do that. It
/// may stop early, so a scan by class goes on from there.
template <char... marks>
const char* leap(const char* at, [[maybe_unused]] const char* end) {
#ifdef __SSE2__
    constexpr std::ptrdiff_t step = 16;
    const bool has_step = end - at >= step;
    for (; end - at >= step; at += step) {
        if (const unsigned stops = stops_in<marks...>(at)) return at + std::countr_zero(stops);
    }
    if (has_step) {  // the last few, together with some that were passed over
        const unsigned stops = stops_in<marks...>(end - step);
        return stops == 0 ? end : end - step + std::countr_zero(stops);
    }
#endif
    return at;
}

/// Where the NCName of ASCII letters that begins at `at` ends; `at` when there is none.
inline const char* after_plain_name(const char* at, const char* end) {
    return at != end && is(*at, name_start) ? after(at + 1, end, name_part) : at;
}

/// Where the NCName that begins at `at` ends (Namespaces in XML §3); `at` when there is none.
inline const char* after_name(const char* at, const char* end) {
    const char* const begin = at;
    at = after_plain_name(at, end);
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
