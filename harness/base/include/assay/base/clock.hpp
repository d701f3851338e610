// Time as an argument: state machines take an Instant, only the edge reads a Clock.
#pragma once

#include <chrono>
#include <string>

namespace assay::base {

using Duration = std::chrono::nanoseconds;
using Instant = std::chrono::time_point<std::chrono::steady_clock, Duration>;
using WallTime = std::chrono::sys_time<Duration>;

/// Where the edge reads time from. Both readings move together in a ManualClock.
class Clock {
public:
    Clock() = default;
    Clock(const Clock&) = delete;
    Clock& operator=(const Clock&) = delete;
    virtual ~Clock() = default;

    /// Monotonic; for deadlines and durations.
    [[nodiscard]] virtual Instant now() const = 0;
    /// Civil time, UTC; for time stamps that people and protocols see.
    [[nodiscard]] virtual WallTime wall() const = 0;
};

/// The clock of the machine.
class SystemClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override;
    [[nodiscard]] WallTime wall() const override;
};

/// A clock that moves only when told; for tests and for reproducible simulation. Not thread-safe.
class ManualClock final : public Clock {
public:
    explicit ManualClock(WallTime start = WallTime{});
    [[nodiscard]] Instant now() const override { return now_; }
    [[nodiscard]] WallTime wall() const override { return wall_; }
    void advance(Duration by);

private:
    Instant now_;
    WallTime wall_;
};

/// "2026-11-20T18:31:07Z", to the second (RFC 3339).
[[nodiscard]] std::string to_rfc3339(WallTime time);

}  // namespace assay::base
