#include "assay/load/hdr_log.hpp"

#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "assay/base/octets.hpp"

namespace assay::load {
namespace {

// HdrHistogram's V2 cookies; the 0x10 says "counts are words of variable length".
constexpr std::uint32_t encoding_cookie = 0x1c849303U | 0x10U;
constexpr std::uint32_t compressed_cookie = 0x1c849304U | 0x10U;

void append_big_endian(base::Octets& out, std::uint64_t value, unsigned octets) {
    for (unsigned i = octets; i-- > 0;) out.push_back(static_cast<base::Octet>(value >> (8 * i)));
}

// V2 writes ZigZag LEB128, at most 9 octets; the ninth carries 8 bits.
void append_zig_zag(base::Octets& out, std::int64_t value) {
    std::uint64_t rest = (static_cast<std::uint64_t>(value) << 1U) ^ static_cast<std::uint64_t>(value >> 63U);
    for (int i = 0; i < 8 && rest > 0x7F; ++i) {
        out.push_back(static_cast<base::Octet>(0x80U | (rest & 0x7FU)));
        rest >>= 7U;
    }
    out.push_back(static_cast<base::Octet>(rest));
}

// A count is itself, a run of n empty counters is -n.
base::Octets counters_of(const Histogram& histogram) {
    auto counters = histogram.counters();
    while (!counters.empty() && counters.back() == 0) counters = counters.first(counters.size() - 1);
    base::Octets out;
    for (std::size_t i = 0; i < counters.size();) {
        if (counters[i] != 0) {
            append_zig_zag(out, static_cast<std::int64_t>(counters[i++]));
            continue;
        }
        std::int64_t empty = 0;
        for (; i < counters.size() && counters[i] == 0; ++i) ++empty;
        append_zig_zag(out, -empty);
    }
    return out;
}

base::Octets encoded(const Histogram& histogram) {
    const base::Octets counters = counters_of(histogram);
    base::Octets out;
    append_big_endian(out, encoding_cookie, 4);
    append_big_endian(out, counters.size(), 4);
    append_big_endian(out, 0, 4);  // normalising index offset
    append_big_endian(out, static_cast<std::uint64_t>(histogram.geometry().significant_digits), 4);
    append_big_endian(out, 1, 8);  // lowest discernible value
    append_big_endian(out, static_cast<std::uint64_t>(histogram.geometry().highest.count()), 8);
    append_big_endian(out, 0x3FF0000000000000U, 8);  // conversion ratio 1.0, IEEE 754
    out.insert(out.end(), counters.begin(), counters.end());
    return out;
}

std::uint32_t adler32(base::OctetView data) {  // RFC 1950 §8.2
    std::uint32_t low = 1;
    std::uint32_t high = 0;
    for (const base::Octet octet : data) {
        low = (low + octet) % 65521U;
        high = (high + low) % 65521U;
    }
    return high << 16U | low;
}

// RFC 1950 around RFC 1951 §3.2.4 stored blocks.
base::Octets zlib_stored(base::OctetView data) {
    base::Octets out{0x78, 0x01};
    const std::uint32_t checksum = adler32(data);
    do {
        const auto block = data.first(std::min<std::size_t>(data.size(), 0xFFFF));
        data = data.subspan(block.size());
        const auto length = static_cast<std::uint16_t>(block.size());
        out.push_back(data.empty() ? 1 : 0);
        for (const unsigned word :
             {static_cast<unsigned>(length), ~static_cast<unsigned>(length) & 0xFFFFU}) {
            out.push_back(static_cast<base::Octet>(word & 0xFFU));
            out.push_back(static_cast<base::Octet>(word >> 8U));
        }
        out.insert(out.end(), block.begin(), block.end());
    } while (!data.empty());
    append_big_endian(out, checksum, 4);
    return out;
}

/// Reads big-endian numbers and octets within bounds; after the first that is missing, nothing is right.
class Cursor {
public:
    explicit Cursor(base::OctetView octets) : octets_{octets} {}

    std::uint64_t number(unsigned octets) {
        std::uint64_t value = 0;
        for (const base::Octet octet : take(octets)) value = value << 8U | octet;
        return value;
    }
    base::OctetView take(std::size_t count) {
        if (count > octets_.size()) fine_ = false;
        const auto taken = octets_.first(std::min(count, octets_.size()));
        octets_ = octets_.subspan(taken.size());
        return taken;
    }
    /// ZigZag LEB128; see append_zig_zag().
    std::int64_t zig_zag() {
        std::uint64_t rest = 0;
        for (unsigned i = 0; i < 9; ++i) {
            const std::uint64_t octet = number(1);
            rest |= (i < 8 ? octet & 0x7FU : octet) << (7 * i);
            if (octet < 0x80) break;
        }
        return static_cast<std::int64_t>(rest >> 1U) ^ -static_cast<std::int64_t>(rest & 1U);
    }
    [[nodiscard]] bool is_fine() const { return fine_; }
    [[nodiscard]] bool at_end() const { return octets_.empty(); }

private:
    base::OctetView octets_;
    bool fine_ = true;
};

std::optional<base::Octets> from_zlib_stored(base::OctetView stream) {
    Cursor cursor{stream};
    if (cursor.number(2) != 0x7801) return std::nullopt;
    base::Octets out;
    for (bool last = false; !last && cursor.is_fine();) {
        const std::uint64_t kind = cursor.number(1);
        if (kind > 1) return std::nullopt;
        last = kind == 1;
        const std::uint64_t little = cursor.number(2);
        if ((little ^ cursor.number(2)) != 0xFFFF) return std::nullopt;
        const auto block = cursor.take((little & 0xFFU) << 8U | little >> 8U);
        out.insert(out.end(), block.begin(), block.end());
    }
    const bool is_whole = cursor.number(4) == adler32(out) && cursor.is_fine() && cursor.at_end();
    return is_whole ? std::optional{std::move(out)} : std::nullopt;
}

/// No geometry has more counters: five digits, up to a year.
constexpr std::size_t most_counters = 8'000'000;

std::optional<std::vector<std::uint64_t>> counters_in(base::OctetView octets) {
    Cursor cursor{octets};
    std::vector<std::uint64_t> counters;
    while (!cursor.at_end() && cursor.is_fine()) {
        const std::int64_t word = cursor.zig_zag();
        if (word > 0) {
            counters.push_back(static_cast<std::uint64_t>(word));
        } else if (const auto empty = -static_cast<std::uint64_t>(word);
                   empty <= most_counters - counters.size()) {
            counters.resize(counters.size() + empty);
        } else {
            return std::nullopt;
        }
    }
    return cursor.is_fine() ? std::optional{std::move(counters)} : std::nullopt;
}

double seconds(base::Duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

std::string to_hdr_v2(const Histogram& histogram) {
    const base::Octets stream = zlib_stored(encoded(histogram));
    base::Octets out;
    append_big_endian(out, compressed_cookie, 4);
    append_big_endian(out, stream.size(), 4);
    out.insert(out.end(), stream.begin(), stream.end());
    return base::to_base64(out);
}

std::optional<Histogram> from_hdr_v2(std::string_view base64, const Histogram::Extremes& extremes) {
    const auto octets = base::from_base64(base64);
    if (!octets || octets->size() < 8) return std::nullopt;
    Cursor outer{*octets};
    if (outer.number(4) != compressed_cookie || outer.number(4) != octets->size() - 8) return std::nullopt;
    const auto plain = from_zlib_stored(outer.take(octets->size() - 8));
    if (!plain) return std::nullopt;
    Cursor cursor{*plain};
    const bool is_v2 = cursor.number(4) == encoding_cookie;
    const std::uint64_t length = cursor.number(4);
    (void)cursor.number(4);
    const std::uint64_t digits = cursor.number(4);
    const std::uint64_t lowest = cursor.number(8);
    const std::uint64_t highest = cursor.number(8);
    (void)cursor.number(8);
    constexpr auto a_year = static_cast<std::uint64_t>(base::Duration{std::chrono::hours{24 * 365}}.count());
    if (!is_v2 || !cursor.is_fine() || digits < 1 || digits > 5 || lowest != 1 || highest < 2 ||
        highest > a_year)
        return std::nullopt;
    const auto counters = counters_in(cursor.take(length));
    if (!counters || !cursor.is_fine() || !cursor.at_end()) return std::nullopt;
    const Geometry geometry{.significant_digits = static_cast<int>(digits),
                            .highest = base::Duration{static_cast<base::Duration::rep>(highest)}};
    return Histogram::restored(geometry, *counters, extremes);
}

void write_hdr_head(std::ostream& out, base::WallTime start) {
    out << "#[Histogram log format version 1.3]\n"
        << fmt::format("#[StartTime: {:.3f} (seconds since epoch), {}]\n", seconds(start.time_since_epoch()),
                       base::to_rfc3339(start))
        << "\"StartTimestamp\",\"Interval_Length\",\"Interval_Max\",\"Interval_Compressed_Histogram\"\n";
}

void write_hdr_interval(std::ostream& out, const HdrInterval& interval) {
    out << fmt::format("Tag={},{:.3f},{:.3f},{:.6f},{}\n", interval.tag,
                       seconds(interval.start.time_since_epoch()), seconds(interval.length),
                       seconds(interval.histogram.max()), to_hdr_v2(interval.histogram));
}

}  // namespace assay::load
