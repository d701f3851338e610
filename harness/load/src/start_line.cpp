#include "assay/load/start_line.hpp"

#include <algorithm>
#include <cassert>

namespace assay::load {

void StartLine::arrive(base::Instant now) {
    const std::scoped_lock lock{mutex_};
    assert(missing_ > 0);
    if (--missing_ == 0) start_ = std::max(now + lead, not_before_.value_or(now));
}

std::optional<base::Instant> StartLine::start() const {
    const std::scoped_lock lock{mutex_};
    return start_;
}

}  // namespace assay::load
