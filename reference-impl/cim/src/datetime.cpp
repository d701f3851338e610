#include "assay/cim/datetime.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <utility>

#include "assay/base/text.hpp"

namespace assay::cim {
namespace {

using namespace std::chrono;
using Micros = std::chrono::microseconds;
using Days = std::chrono::days;
using Minutes = std::chrono::minutes;

constexpr std::size_t text_length = 25;
constexpr std::int64_t day_us = 86'400'000'000;

/// A field of digits, or of nothing but asterisks.
struct Digits {
    unsigned value = 0;
    bool wild = false;
    bool good = true;
};

Digits digits_of(std::string_view text) {
    if (std::ranges::all_of(text, [](char c) { return c == '*'; })) return {.value = 0, .wild = true};
    Digits read;
    for (const char c : text) {
        if (c < '0' || c > '9') return {.value = 0, .wild = false, .good = false};
        read.value = read.value * 10 + static_cast<unsigned>(c - '0');
    }
    return read;
}

void append(std::string& out, unsigned value, std::size_t width, bool wild) {
    if (wild) {
        out.append(width, '*');
        return;
    }
    const std::size_t end = out.size() + width;
    out.resize(end);
    for (std::size_t at = end; at-- > end - width; value /= 10) {
        out[at] = static_cast<char>('0' + value % 10);
    }
}

unsigned last_day(unsigned y, unsigned m) {
    const year_month_day_last last{year{static_cast<int>(y)}, month_day_last{month{m}}};
    return static_cast<unsigned>(last.day());
}

/// All zeros is taken; else a month and a day that are known have to exist.
bool date_exists(unsigned y, unsigned m, unsigned d, unsigned wild) {
    if (y == 0 && m == 0 && d == 0) return true;
    const auto is_wild = [wild](unsigned field) { return (wild & field) != 0; };
    if ((m == 0 && !is_wild(Datetime::month)) || (d == 0 && !is_wild(Datetime::day))) return false;
    return m == 0 || d <= last_day(is_wild(Datetime::year) ? 2000 : y, m);
}

/// The known digits of a fraction, as microseconds.
struct Fraction {
    unsigned value = 0;
    std::size_t digits = 0;
};

std::optional<Fraction> fraction_of(std::string_view text) {
    const std::size_t known = std::min(text.find('*'), text.size());
    if (text.substr(known).find_first_not_of('*') != text.npos) return std::nullopt;
    const Digits read = known == 0 ? Digits{} : digits_of(text.substr(0, known));
    if (!read.good) return std::nullopt;
    Fraction made{.value = read.value, .digits = known};
    for (std::size_t i = known; i < text.size(); ++i) made.value *= 10;
    return made;
}

}  // namespace

std::optional<Datetime> Datetime::parse(std::string_view raw) {
    const std::string_view text = base::trimmed(raw);
    if (text.size() != text_length || text[14] != '.') return std::nullopt;
    Datetime made;
    const char sign = text[21];
    made.interval_ = sign == ':';
    if (!made.interval_ && sign != '+' && sign != '-') return std::nullopt;

    const auto fraction = fraction_of(text.substr(15, 6));
    const Digits zone = digits_of(text.substr(22));
    if (!fraction || !zone.good || zone.wild) return std::nullopt;
    made.microseconds_ = fraction->value;
    made.digits_ = static_cast<std::uint8_t>(fraction->digits);

    bool good = true;
    const auto field = [&](std::size_t at, std::size_t width, Field name) {
        const Digits read = digits_of(text.substr(at, width));
        good = good && read.good;
        if (read.wild) made.wild_ = static_cast<std::uint8_t>(made.wild_ | name);
        return read.value;
    };
    if (made.interval_) {
        made.date_ = field(0, 8, day);
    } else {
        made.date_ = field(0, 4, year) << 16U;
        made.date_ |= field(4, 2, month) << 8U;
        made.date_ |= field(6, 2, day);
    }
    made.offset_ =
        static_cast<std::int16_t>(sign == '-' ? -static_cast<int>(zone.value) : static_cast<int>(zone.value));
    made.hours_ = static_cast<std::uint8_t>(field(8, 2, hour));
    made.minutes_ = static_cast<std::uint8_t>(field(10, 2, minute));
    made.seconds_ = static_cast<std::uint8_t>(field(12, 2, second));
    if (!good || !made.exists()) return std::nullopt;
    return made;
}

/// Is each field within its bounds? A point may be in a leap second.
bool Datetime::exists() const {
    constexpr int easternmost = 14 * 60;
    if (hours_ > 23 || minutes_ > 59 || seconds_ > (interval_ ? 59 : 60) || microseconds_ > 999'999)
        return false;
    if (interval_) return date_ <= 99'999'999 && offset_ == 0;
    return years() <= 9999 && months() <= 12 && days() <= 31 &&
           date_exists(years(), months(), days(), wild_) && std::abs(offset_) <= easternmost;
}

Datetime::Packed Datetime::packed() const {
    Packed octets{};
    const auto put = [&octets](std::size_t at, std::uint32_t number) {
        for (std::size_t i = 0; i < 4; ++i) octets[at + i] = static_cast<char>(number >> (8 * i) & 0xFFU);
    };
    put(0, date_);
    put(4, microseconds_);
    put(8,
        static_cast<std::uint16_t>(offset_) | std::uint32_t{hours_} << 16U | std::uint32_t{minutes_} << 24U);
    put(12,
        seconds_ | std::uint32_t{wild_} << 8U | std::uint32_t{digits_} << 16U | (interval_ ? 1U : 0U) << 24U);
    return octets;
}

std::optional<Datetime> Datetime::unpacked(std::string_view octets) {
    if (octets.size() != Packed{}.size()) return std::nullopt;
    const auto take = [octets](std::size_t at) {
        std::uint32_t number = 0;
        for (std::size_t i = 0; i < 4; ++i) {
            number |= std::uint32_t{static_cast<unsigned char>(octets[at + i])} << (8 * i);
        }
        return number;
    };
    Datetime made;
    made.date_ = take(0);
    made.microseconds_ = take(4);
    const std::uint32_t clock = take(8), rest = take(12);
    made.offset_ = static_cast<std::int16_t>(clock & 0xFFFFU);
    made.hours_ = static_cast<std::uint8_t>(clock >> 16U);
    made.minutes_ = static_cast<std::uint8_t>(clock >> 24U);
    made.seconds_ = static_cast<std::uint8_t>(rest);
    made.wild_ = static_cast<std::uint8_t>(rest >> 8U);
    made.digits_ = static_cast<std::uint8_t>(rest >> 16U);
    made.interval_ = rest >> 24U == 1;
    constexpr unsigned all_fields = year | month | day | hour | minute | second;
    const bool known = made.wild_ <= all_fields && made.digits_ <= 6 && rest >> 24U <= 1;
    if (!known || !made.exists()) return std::nullopt;
    return made;
}

Datetime Datetime::point(base::WallTime time, int offset) {
    const auto local = floor<Micros>(time) + Minutes{offset};
    const auto midnight = floor<Days>(local);
    const year_month_day date{midnight};
    const hh_mm_ss clock{local - midnight};
    Datetime made;
    made.interval_ = false;
    made.date_ = static_cast<unsigned>(static_cast<int>(date.year())) << 16U |
                 static_cast<unsigned>(date.month()) << 8U | static_cast<unsigned>(date.day());
    made.hours_ = static_cast<std::uint8_t>(clock.hours().count());
    made.minutes_ = static_cast<std::uint8_t>(clock.minutes().count());
    made.seconds_ = static_cast<std::uint8_t>(clock.seconds().count());
    made.microseconds_ = static_cast<std::uint32_t>(clock.subseconds().count());
    made.offset_ = static_cast<std::int16_t>(offset);
    return made;
}

Datetime Datetime::interval(base::Duration length) {
    const auto whole = floor<Micros>(length);
    const auto full_days = floor<Days>(whole);
    const hh_mm_ss clock{whole - full_days};
    Datetime made;
    made.date_ = static_cast<std::uint32_t>(full_days.count());
    made.hours_ = static_cast<std::uint8_t>(clock.hours().count());
    made.minutes_ = static_cast<std::uint8_t>(clock.minutes().count());
    made.seconds_ = static_cast<std::uint8_t>(clock.seconds().count());
    made.microseconds_ = static_cast<std::uint32_t>(clock.subseconds().count());
    return made;
}

std::string Datetime::to_string() const {
    std::string out;
    out.reserve(text_length);
    const auto put = [&](unsigned value, std::size_t width, Field name) {
        append(out, value, width, (wild_ & name) != 0);
    };
    if (interval_) {
        put(days(), 8, day);
    } else {
        put(years(), 4, year);
        put(months(), 2, month);
        put(days(), 2, day);
    }
    put(hours_, 2, hour);
    put(minutes_, 2, minute);
    put(seconds_, 2, second);
    out += '.';
    append(out, microseconds_, 6, false);
    std::fill(out.end() - (6 - digits_), out.end(), '*');
    if (interval_) return out += ":000";
    out += offset_ < 0 ? '-' : '+';
    append(out, static_cast<unsigned>(offset_ < 0 ? -offset_ : offset_), 3, false);
    return out;
}

/// Microseconds of the earliest or latest time that the known fields leave possible: since 1970 in UTC, or of
/// the interval.
std::int64_t Datetime::bound(bool latest) const {
    const auto pick = [&](unsigned value, Field name, unsigned least, unsigned most) {
        if ((wild_ & name) == 0) return value;
        return latest ? most : least;
    };
    std::int64_t whole_days = 0;
    if (interval_) {
        whole_days = pick(days(), day, 0, 99'999'999);
    } else {
        const unsigned y = pick(years(), year, 0, 9999);
        const unsigned m = pick(std::max(months(), 1U), month, 1, 12);
        const unsigned d = pick(std::max(days(), 1U), day, 1, last_day(y, m));
        whole_days =
            sys_days{std::chrono::year{static_cast<int>(y)} / static_cast<int>(m) / static_cast<int>(d)}
                .time_since_epoch()
                .count();
    }
    const std::int64_t clock =
        (std::int64_t{pick(hours_, hour, 0, 23)} * 60 + pick(minutes_, minute, 0, 59)) * 60 +
        pick(seconds_, second, 0, 59);
    std::int64_t open = 1;
    for (unsigned i = digits_; i < 6; ++i) open *= 10;
    return whole_days * day_us + (clock - std::int64_t{offset_} * 60) * 1'000'000 + microseconds_ +
           (latest ? open - 1 : 0);
}

std::optional<base::WallTime> Datetime::time() const {
    if (interval_ || has_wildcards()) return std::nullopt;
    constexpr std::int64_t most = INT64_MAX / 1000;
    return base::WallTime{Micros{std::clamp(bound(false), -most, most)}};
}

std::optional<base::Duration> Datetime::length() const {
    if (!interval_ || has_wildcards()) return std::nullopt;
    return Micros{std::min(bound(false), INT64_MAX / 1000)};
}

std::partial_ordering compare(const Datetime& left, const Datetime& right) {
    if (left.interval_ != right.interval_) return std::partial_ordering::unordered;
    const std::int64_t left_first = left.bound(false);
    const std::int64_t left_last = left.bound(true);
    const std::int64_t right_first = right.bound(false);
    const std::int64_t right_last = right.bound(true);
    if (left_last < right_first) return std::partial_ordering::less;
    if (right_last < left_first) return std::partial_ordering::greater;
    const bool exact = left_first == left_last && right_first == right_last;
    return exact || left == right ? std::partial_ordering::equivalent : std::partial_ordering::unordered;
}

}  // namespace assay::cim
