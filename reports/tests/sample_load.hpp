// A load built by hand, for tests of its report.
#pragma once

#include "assay/reports/load_report.hpp"

namespace assay::reports::sample {

/// Three minutes of a service that stalls once and has errors for a while; one objective of two is breached.
[[nodiscard]] LoadFigures load();
/// What an endpoint or a user could make of its texts.
[[nodiscard]] LoadFigures hostile_load();

}  // namespace assay::reports::sample
