// xs:duration (XML Schema part 2 §3.2.6), the whole of its lexical space.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "assay/base/clock.hpp"

namespace assay::model {

/// A signed length of time; months are kept apart because their length depends on where they begin.
struct XsDuration {
    std::int64_t months = 0;
    base::Duration time{};

    [[nodiscard]] bool positive() const;
    /// With a month as 30 days: good enough for deadlines, which are capped at far less.
    [[nodiscard]] base::Duration approximate() const;

    friend bool operator==(const XsDuration&, const XsDuration&) = default;
};

/// Reads `text`, white space around it trimmed. Fractions finer than a nanosecond are cut off; values too
/// large to hold saturate at about 292 years.
/// @return nothing when it is no xs:duration.
[[nodiscard]] std::optional<XsDuration> parse_duration(std::string_view text);

/// Whole seconds as "PT…S".
[[nodiscard]] std::string to_xs_duration(std::chrono::seconds seconds);

}  // namespace assay::model
