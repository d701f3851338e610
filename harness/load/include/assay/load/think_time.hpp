// How long a user of a closed loop waits between an answer and the next request.
#pragma once

#include <string_view>

#include "assay/base/clock.hpp"
#include "assay/load/schedule.hpp"

namespace assay::load {

/// Drawn evenly from a range; the same each time where both ends are the same.
struct ThinkTime {
    base::Duration least{};
    base::Duration most{};

    [[nodiscard]] base::Duration draw(SeededRandom& random) const;

    friend bool operator==(const ThinkTime&, const ThinkTime&) = default;
};

/// Reads "100ms" or "50ms..2s".
/// @throws base::SetupError for anything else
[[nodiscard]] ThinkTime parse_think_time(std::string_view text);

}  // namespace assay::load
