// Durations as people write and read them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assay/base/clock.hpp"

namespace assay::load {

/// Reads "250us", "20ms", "1.5s", "2m" or "1h"; a number alone means seconds.
/// @return nothing when it is not a duration, negative, or more than a year.
[[nodiscard]] std::optional<base::Duration> parse_duration(std::string_view text);

/// Three significant digits in the unit that fits: "840 ns", "12.3 us", "1.00 ms", "2.50 s".
[[nodiscard]] std::string to_text(base::Duration duration);

/// Reads "0.1%" or "0.001".
/// @return 0..1, or nothing when it is no share
[[nodiscard]] std::optional<double> parse_share(std::string_view text);

/// Three significant digits in the unit that fits: "840 B", "12.3 kB", "1.00 MB".
[[nodiscard]] std::string octets_text(double octets);

/// An integer with its digits grouped by spaces: "52 341".
[[nodiscard]] std::string grouped(std::uint64_t number);

}  // namespace assay::load
