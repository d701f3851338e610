// junit.xml: the judged run for continuous integration (GitLab, GitHub, Azure, Jenkins).
#pragma once

#include "assay/reports/report.hpp"

namespace assay::reports {

/// A suite per Lua file, a testcase per case; valid against reports/junit/junit.xsd. A failed case is a
/// `failure`, setup_failed and harness_error are an `error`, not_applicable and blocked are `skipped`, and so
/// is a case whose findings are known deviations, which it names; warned and observed cases pass and say what
/// was found in `system-out`.
class JunitReport final : public Report {
public:
    void write(const record::RunRecord& run, std::ostream& out) const override;
};

}  // namespace assay::reports
