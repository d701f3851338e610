// What of a load goes into its HTML report.
#pragma once

#include <span>

#include "assay/load/load_record.hpp"
#include "assay/load/slo.hpp"
#include "assay/reports/load_report.hpp"

namespace assay::apps {

[[nodiscard]] reports::LoadFigures load_figures(const load::LoadRecord& record,
                                                std::span<const load::ObjectiveResult> results);

}  // namespace assay::apps
