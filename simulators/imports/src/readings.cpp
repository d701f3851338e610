#include "readings.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"

namespace assay::imports {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

/// The next cell before a bar; what is left of the line stays in `line`.
std::string_view take_cell(std::string_view& line) {
    const std::string_view cell = line.substr(0, line.find('|'));
    line.remove_prefix(std::min(cell.size() + 1, line.size()));
    return trimmed(cell);
}

std::optional<double> value_of(std::string_view text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool whole = error == std::errc{} && end == text.data() + text.size() && std::isfinite(value);
    return whole ? std::optional{value} : std::nullopt;
}

/// "0x0180": the states' low octet, then the high one, whose bit 7 is reserved.
std::optional<std::uint16_t> states_of(std::string_view text) {
    if (!text.starts_with("0x") || text.size() != 6) return std::nullopt;
    const auto octets = base::from_hex(text.substr(2));
    if (!octets) return std::nullopt;
    return static_cast<std::uint16_t>(((*octets)[1] & 0x7FU) << 8U | (*octets)[0]);
}

}  // namespace

Readings readings_of(const Dump& dump) {
    Readings readings;
    std::string_view text = base::text_of(dump.octets);
    for (std::size_t number = 1; !text.empty(); ++number) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (trimmed(line).empty()) continue;
        const auto name = take_cell(line), value = take_cell(line), unit = take_cell(line),
                   status = take_cell(line);
        if (unit.empty()) {
            throw base::SetupError{
                "not a line of `ipmitool sensor list`", fmt::format("{}:{}", dump.name, number),
                "expected cells between bars: name | reading | unit | status | thresholds"};
        }
        if (unit == "discrete") {
            if (const auto states = states_of(status)) readings.insert_or_assign(std::string{name}, *states);
        } else if (const auto reading = value_of(value)) {
            readings.insert_or_assign(std::string{name}, *reading);
        }
    }
    return readings;
}

}  // namespace assay::imports
