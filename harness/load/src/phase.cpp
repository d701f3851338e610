#include "assay/load/phase.hpp"

#include <algorithm>

namespace assay::load {

Phase PhasePlan::at(base::Instant now) const {
    if (now >= over_) return Phase::over;
    if (now >= end_) return Phase::drain;
    if (now >= begin_) return Phase::measure;
    if (now >= start_) return Phase::warm_up;
    return Phase::waiting;
}

void PhasePlan::begin_at(base::Instant start) {
    const base::Duration by = start - start_;
    for (base::Instant* each : {&start_, &begin_, &end_, &over_}) *each += by;
}

void PhasePlan::cut(base::Instant now) {
    end_ = std::max(begin_, std::min(end_, now + base::Duration{1}));  // what was due at `now` still counts
    over_ = std::min(over_, now);
}

}  // namespace assay::load
