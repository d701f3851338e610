// The time of the simulated BMCs: as fast as one likes, and with leaps where somebody asks for them.
#pragma once

#include "assay/base/clock.hpp"

namespace assay::fleet {

class SimulatedClock final : public base::Clock {
public:
    /// @param world must outlive it
    /// @param speed its seconds in a second of the world, > 0
    /// @param start its civil time at first
    SimulatedClock(const base::Clock& world, double speed, base::WallTime start)
        : world_{world}, speed_{speed}, world_at_start_{world.now()}, start_{start} {}

    [[nodiscard]] base::Instant now() const override { return world_at_start_ + elapsed(); }
    [[nodiscard]] base::WallTime wall() const override { return start_ + elapsed(); }
    [[nodiscard]] double speed() const { return speed_; }
    [[nodiscard]] const base::Clock& world() const { return world_; }

    /// When it will be `due` here, by the world's clock; Instant::max() for never.
    [[nodiscard]] base::Instant in_world(base::Instant due) const;
    /// Leaps ahead.
    void advance(base::Duration by) { leapt_ += by; }

private:
    [[nodiscard]] base::Duration elapsed() const;

    const base::Clock& world_;
    double speed_;
    base::Instant world_at_start_;
    base::WallTime start_;
    base::Duration leapt_{};
};

}  // namespace assay::fleet
