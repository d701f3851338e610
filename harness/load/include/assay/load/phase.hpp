// The phases of a load: warm-up is a phase, not a fudge.
#pragma once

#include "assay/base/clock.hpp"

namespace assay::load {

enum class Phase {
    waiting,  ///< connections are being opened, nothing is due
    warm_up,  ///< requests are sent, nothing is counted but failures
    measure,  ///< a request whose intended send time lies here is counted
    drain,    ///< nothing new is sent, answers are awaited
    over,
};

class PhasePlan {
public:
    PhasePlan(base::Instant start, base::Duration warm_up, base::Duration measure, base::Duration drain)
        : start_{start}, begin_{start + warm_up}, end_{begin_ + measure}, over_{end_ + drain} {}

    [[nodiscard]] Phase at(base::Instant now) const;
    /// Is a request that was due at `intended` counted?
    [[nodiscard]] bool measures(base::Instant intended) const {
        return intended >= begin_ && intended < end_;
    }

    [[nodiscard]] base::Instant start() const { return start_; }
    [[nodiscard]] base::Instant measure_begin() const { return begin_; }
    [[nodiscard]] base::Instant measure_end() const { return end_; }
    [[nodiscard]] base::Duration measured() const { return end_ - begin_; }

    /// Moves everything so that it starts there.
    void begin_at(base::Instant start);
    /// Ends everything at `now`, without a drain. What was measured until then stands.
    void cut(base::Instant now);

private:
    base::Instant start_;
    base::Instant begin_;
    base::Instant end_;
    base::Instant over_;
};

}  // namespace assay::load
