// xs:dateTime (XML Schema part 2 §3.2.7) as an instant of civil time.
#pragma once

#include <optional>
#include <string_view>

#include "assay/base/clock.hpp"

namespace assay::model {

/// Reads `text`, white space around it trimmed; without a time zone UTC is meant. Years 1900 to 2200.
/// @return nothing when it is no such xs:dateTime.
[[nodiscard]] std::optional<base::WallTime> parse_datetime(std::string_view text);

}  // namespace assay::model
