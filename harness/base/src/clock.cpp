#include "assay/base/clock.hpp"

#include <fmt/chrono.h>

namespace assay::base {

Instant SystemClock::now() const { return std::chrono::steady_clock::now(); }

WallTime SystemClock::wall() const { return std::chrono::system_clock::now(); }

ManualClock::ManualClock(WallTime start) : wall_{start} {}

void ManualClock::advance(Duration by) {
    now_ += by;
    wall_ += by;
}

std::string to_rfc3339(WallTime time) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
    return fmt::format(
        "{:%Y-%m-%dT%H:%M:%S}Z",
        fmt::gmtime(std::chrono::system_clock::to_time_t(std::chrono::system_clock::time_point{seconds})));
}

}  // namespace assay::base
