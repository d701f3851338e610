#include "assay/fleet/simulated_clock.hpp"

namespace assay::fleet {
namespace {

base::Duration scaled(base::Duration duration, double factor) {
    return factor == 1 ? duration : std::chrono::duration_cast<base::Duration>(duration * factor);
}

}  // namespace

base::Duration SimulatedClock::elapsed() const {
    return scaled(world_.now() - world_at_start_, speed_) + leapt_;
}

base::Instant SimulatedClock::in_world(base::Instant due) const {
    if (due == base::Instant::max()) return due;
    return world_at_start_ + scaled(due - world_at_start_ - leapt_, 1 / speed_);
}

}  // namespace assay::fleet
