// A report as a string.
#pragma once

#include <sstream>
#include <string>

#include "assay/reports/report.hpp"

namespace assay::reports {

[[nodiscard]] inline std::string written(const Report& report, const record::RunRecord& run) {
    std::ostringstream out;
    report.write(run, out);
    return out.str();
}

}  // namespace assay::reports
