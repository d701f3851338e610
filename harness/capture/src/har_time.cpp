#include "har_time.hpp"

#include <charconv>

#include <fmt/format.h>

namespace assay::capture {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::nanoseconds;
using std::chrono::seconds;

/// Takes `digits` digits and `after`, which may be "".
bool take(std::string_view& text, std::size_t digits, std::string_view after, int& value) {
    if (text.size() < digits) return false;
    const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
    if (error != std::errc{} || end != text.data() + digits || value < 0) return false;
    text.remove_prefix(digits);
    if (!text.starts_with(after)) return false;
    text.remove_prefix(after.size());
    return true;
}

nanoseconds take_fraction(std::string_view& text) {
    nanoseconds fraction{0};
    if (!text.starts_with('.')) return fraction;
    text.remove_prefix(1);
    for (nanoseconds unit{100'000'000}; !text.empty() && text.front() >= '0' && text.front() <= '9';
         unit /= 10) {
        fraction += unit * (text.front() - '0');
        text.remove_prefix(1);
    }
    return fraction;
}

std::optional<minutes> offset_of(std::string_view text) {
    if (text == "Z" || text == "z") return minutes{0};
    const bool behind = text.starts_with('-');
    if (!behind && !text.starts_with('+')) return std::nullopt;
    text.remove_prefix(1);
    int hour = 0;
    int minute = 0;
    if (!take(text, 2, text.size() > 4 ? ":" : "", hour) || !take(text, 2, "", minute) || !text.empty())
        return std::nullopt;
    const minutes offset = hours{hour} + minutes{minute};
    return behind ? -offset : offset;
}

}  // namespace

std::string to_har_time(base::WallTime time) {
    const auto part = std::chrono::duration_cast<milliseconds>(time.time_since_epoch()) % seconds{1};
    std::string text = base::to_rfc3339(time);
    text.pop_back();
    return fmt::format("{}.{:03}Z", text, part.count());
}

std::optional<base::WallTime> from_har_time(std::string_view text) {
    int year = 0;
    int month = 0;
    int day = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    const bool good = take(text, 4, "-", year) && take(text, 2, "-", month) && take(text, 2, "T", day) &&
                      take(text, 2, ":", hour) && take(text, 2, ":", minute) && take(text, 2, "", second);
    if (!good) return std::nullopt;
    const nanoseconds fraction = take_fraction(text);
    const auto offset = offset_of(text);
    const std::chrono::year_month_day date{std::chrono::year{year},
                                           std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    // What a clock's nanoseconds can hold.
    if (!offset || !date.ok() || year < 1700 || year > 2200) return std::nullopt;
    return base::WallTime{std::chrono::sys_days{date}} + hours{hour} + minutes{minute} + seconds{second} +
           fraction - *offset;
}

}  // namespace assay::capture
