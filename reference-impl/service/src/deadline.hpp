// wsman:OperationTimeout (DSP0226 §6.1).
#pragma once

#include "assay/base/clock.hpp"
#include "assay/service/answer.hpp"
#include "assay/service/resource.hpp"

namespace assay::service {

/// Runs the operation for `time` at most; then it is cancelled and the fault TimedOut is the result.
awaitable<Outcome<Answer>> within(base::Duration time, awaitable<Outcome<Answer>> operation);

}  // namespace assay::service
