// How fast requests may follow each other, where a target asks for patience.
#pragma once

#include <mutex>

#include "assay/base/clock.hpp"

namespace assay::drive {

/// Gives each request its earliest time: at equal distances, however many ask at once. Time that nobody used
/// is not made up for, so that there are never bursts. Thread-safe; reads no clock and does not sleep.
class Pace {
public:
    /// @param requests_per_second 0: there is no limit
    explicit Pace(double requests_per_second = 0);

    /// @return when the request may be sent that is ready `now`; the next one comes after it
    [[nodiscard]] base::Instant next(base::Instant now);

private:
    const base::Duration distance_;
    std::mutex mutex_;
    base::Instant free_{};  ///< from when on the next one may be sent
};

}  // namespace assay::drive
