#include "assay/drive/pace.hpp"

#include <algorithm>

namespace assay::drive {
namespace {

base::Duration distance_of(double per_second) {
    if (per_second <= 0) return base::Duration::zero();
    return std::chrono::duration_cast<base::Duration>(std::chrono::duration<double>{1.0 / per_second});
}

}  // namespace

Pace::Pace(double requests_per_second) : distance_{distance_of(requests_per_second)} {}

base::Instant Pace::next(base::Instant now) {
    if (distance_ == base::Duration::zero()) return now;
    const std::lock_guard lock{mutex_};
    const base::Instant at = std::max(now, free_);
    free_ = at + distance_;
    return at;
}

}  // namespace assay::drive
