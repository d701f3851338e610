#include "assay/load/quantity.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace assay::load {
namespace {

struct Unit {
    std::string_view name;
    double nanoseconds;
};

constexpr std::array units{Unit{"ns", 1},   Unit{"us", 1e3},   Unit{"ms", 1e6}, Unit{"s", 1e9},
                           Unit{"m", 60e9}, Unit{"h", 3.6e12}, Unit{"", 1e9}};
constexpr double a_year = 365 * 24 * 3.6e12;

}  // namespace

std::optional<base::Duration> parse_duration(std::string_view text) {
    double number = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc{}) return std::nullopt;
    const std::string_view unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    for (const Unit& known : units) {
        if (unit != known.name) continue;
        const double nanoseconds = number * known.nanoseconds;
        if (!(nanoseconds >= 0) || nanoseconds > a_year) return std::nullopt;
        return base::Duration{std::llround(nanoseconds)};
    }
    return std::nullopt;
}

std::string to_text(base::Duration duration) {
    const auto nanoseconds = static_cast<double>(duration.count());
    if (nanoseconds < 1000) return fmt::format("{} ns", duration.count());
    for (const Unit& unit : {units[1], units[2], units[3]}) {
        const double value = nanoseconds / unit.nanoseconds;
        if (value < 9.995) return fmt::format("{:.2f} {}", value, unit.name);
        if (value < 99.95) return fmt::format("{:.1f} {}", value, unit.name);
        if (value < 999.5 || unit.name == "s") return fmt::format("{:.0f} {}", value, unit.name);
    }
    return {};
}

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ' ');
    return text;
}

}  // namespace assay::load
