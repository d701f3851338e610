// The datetime of CIM: a point in time or an interval, of which fields may be unknown (DSP0004 §5.2.4).
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "assay/base/clock.hpp"

namespace assay::cim {

/// Sixteen octets, copied freely. Fields of a point are local to its offset from UTC.
class Datetime {
public:
    /// Fields that a wildcard can take the place of.
    enum Field : std::uint8_t { year = 1, month = 2, day = 4, hour = 8, minute = 16, second = 32 };

    /// The interval of no length.
    Datetime() = default;

    /// Reads "yyyymmddhhmmss.mmmmmmsutc" or "ddddddddhhmmss.mmmmmm:000"; an asterisk is a digit that is not
    /// known. A date of zeros is taken (DSP0230 1.1 §8.2).
    /// @return nothing when it is neither.
    [[nodiscard]] static std::optional<Datetime> parse(std::string_view text);
    /// The point, to the microsecond. @param offset  minutes east of UTC, within ±720
    [[nodiscard]] static Datetime point(base::WallTime time, int offset = 0);
    /// The interval, to the microsecond, of at least zero and less than 10^8 days.
    [[nodiscard]] static Datetime interval(base::Duration length);

    /// The 25 characters of DSP0004.
    [[nodiscard]] std::string to_string() const;

    /// As octets, for keeping; they mean the same on every machine.
    using Packed = std::array<char, 16>;
    [[nodiscard]] Packed packed() const;
    /// What packed() gave. @return nothing for octets that no datetime gives, however they came about.
    [[nodiscard]] static std::optional<Datetime> unpacked(std::string_view octets);

    [[nodiscard]] bool is_interval() const { return interval_; }
    /// Which fields are unknown, a set of Field; of an interval `day` stands for its days.
    [[nodiscard]] std::uint8_t wildcards() const { return wild_; }
    /// How many digits of the fraction are known, 0 to 6.
    [[nodiscard]] unsigned fraction_digits() const { return digits_; }
    [[nodiscard]] bool has_wildcards() const { return wild_ != 0 || digits_ < 6; }
    /// Minutes east of UTC; 0 for an interval.
    [[nodiscard]] int offset() const { return offset_; }

    // The fields; 0 where unknown. Days of an interval are those of days().
    [[nodiscard]] unsigned years() const { return date_ >> 16U; }
    [[nodiscard]] unsigned months() const { return (date_ >> 8U) & 0xFFU; }
    [[nodiscard]] unsigned days() const { return interval_ ? date_ : date_ & 0xFFU; }
    [[nodiscard]] unsigned hours() const { return hours_; }
    [[nodiscard]] unsigned minutes() const { return minutes_; }
    [[nodiscard]] unsigned seconds() const { return seconds_; }
    [[nodiscard]] unsigned microseconds() const { return microseconds_; }

    /// The instant of a point without unknown fields; nothing for anything else.
    [[nodiscard]] std::optional<base::WallTime> time() const;
    /// The length of an interval without unknown fields, capped at about 292 years; nothing for anything
    /// else.
    [[nodiscard]] std::optional<base::Duration> length() const;

    /// The same fields and offset.
    friend bool operator==(const Datetime&, const Datetime&) = default;
    /// By time: unordered for a point and an interval, and where unknown fields leave it open.
    friend std::partial_ordering compare(const Datetime& left, const Datetime& right);

private:
    [[nodiscard]] std::int64_t bound(bool latest) const;
    [[nodiscard]] bool exists() const;

    std::uint32_t date_ = 0;  ///< days, or year << 16 | month << 8 | day
    std::uint32_t microseconds_ = 0;
    std::int16_t offset_ = 0;
    std::uint8_t hours_ = 0;
    std::uint8_t minutes_ = 0;
    std::uint8_t seconds_ = 0;
    std::uint8_t wild_ = 0;
    std::uint8_t digits_ = 6;
    bool interval_ = true;
};

[[nodiscard]] std::partial_ordering compare(const Datetime& left, const Datetime& right);

}  // namespace assay::cim
