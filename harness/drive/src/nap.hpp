// Sleep from which a stop wakes.
#pragma once

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>

#include "assay/base/clock.hpp"

namespace assay::drive {

/// Returns at `until`, and soon after `stop` is set.
inline void sleep_until(base::Instant until, const base::Clock& clock, const std::atomic<bool>& stop) {
    constexpr base::Duration glance = std::chrono::milliseconds{50};
    while (!stop.load() && clock.now() < until)
        std::this_thread::sleep_for(std::min(glance, until - clock.now()));
}

}  // namespace assay::drive
