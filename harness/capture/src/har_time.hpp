// The time stamps of HAR: ISO 8601, with milliseconds.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "assay/base/clock.hpp"

namespace assay::capture {

/// "2026-11-20T18:31:07.250Z"
[[nodiscard]] std::string to_har_time(base::WallTime time);

/// Reads "2026-11-20T18:31:07[.fraction](Z|+01:00)"; also what base::to_rfc3339() writes.
[[nodiscard]] std::optional<base::WallTime> from_har_time(std::string_view text);

}  // namespace assay::capture
