// run.json: the judged run for programs, as reports/json/run.schema.json describes it.
#pragma once

#include "assay/reports/report.hpp"

namespace assay::reports {

/// The number that "schema_version" carries; it grows with every change of reports/json/run.schema.json.
inline constexpr int run_schema_version = 5;

/// Facts of every exchange but not its octets, which the journal holds. Octets that are not UTF-8 become
/// U+FFFD.
class JsonReport final : public Report {
public:
    void write(const record::RunRecord& run, std::ostream& out) const override;
};

}  // namespace assay::reports
