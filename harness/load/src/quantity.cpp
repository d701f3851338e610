#include "assay/load/quantity.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <span>

#include <fmt/format.h>

#include "assay/base/text.hpp"

namespace assay::load {
namespace {

struct Unit {
    std::string_view name;
    double size;  ///< in nanoseconds, or in octets
};

constexpr std::array units{Unit{"ns", 1},   Unit{"us", 1e3},   Unit{"ms", 1e6}, Unit{"s", 1e9},
                           Unit{"m", 60e9}, Unit{"h", 3.6e12}, Unit{"", 1e9}};
constexpr double a_year = 365 * 24 * 3.6e12;

/// Three significant digits in the first unit that leaves less than a thousand, or in the last.
std::string scaled(double number, std::span<const Unit> ascending) {
    for (const Unit& unit : ascending) {
        const double value = number / unit.size;
        if (value < 9.995) return fmt::format("{:.2f} {}", value, unit.name);
        if (value < 99.95) return fmt::format("{:.1f} {}", value, unit.name);
        if (value < 999.5) return fmt::format("{:.0f} {}", value, unit.name);
    }
    return fmt::format("{:.0f} {}", number / ascending.back().size, ascending.back().name);
}

}  // namespace

std::optional<base::Duration> parse_duration(std::string_view text) {
    double number = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    if (error != std::errc{}) return std::nullopt;
    const std::string_view unit{end, static_cast<std::size_t>(text.data() + text.size() - end)};
    for (const Unit& known : units) {
        if (unit != known.name) continue;
        const double nanoseconds = number * known.size;
        if (!(nanoseconds >= 0) || nanoseconds > a_year) return std::nullopt;
        return base::Duration{std::llround(nanoseconds)};
    }
    return std::nullopt;
}

std::string to_text(base::Duration duration) {
    const auto nanoseconds = static_cast<double>(duration.count());
    if (nanoseconds < 1000) return fmt::format("{} ns", duration.count());
    return scaled(nanoseconds, std::array{units[1], units[2], units[3]});
}

std::optional<double> parse_share(std::string_view text) {
    const bool percent = text.ends_with('%');
    if (percent) text.remove_suffix(1);
    text = base::trimmed(text);
    double share = 0;
    const auto [end, error] =
        std::from_chars(text.data(), text.data() + text.size(), share, std::chars_format::fixed);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (percent) share /= 100;
    return share >= 0 && share <= 1 ? std::optional{share} : std::nullopt;
}

std::string octets_text(double octets) {
    if (octets < 999.5) return fmt::format("{:.0f} B", octets);
    return scaled(octets, std::array{Unit{"kB", 1e3}, Unit{"MB", 1e6}, Unit{"GB", 1e9}, Unit{"TB", 1e12}});
}

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ' ');
    return text;
}

}  // namespace assay::load
