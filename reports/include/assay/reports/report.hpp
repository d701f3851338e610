// What every reporter is: a pure function of the judged run. It opens no file, reads no clock and no network.
#pragma once

#include <iosfwd>

#include "assay/record/run_record.hpp"

namespace assay::reports {

class Report {
public:
    Report() = default;
    Report(const Report&) = delete;
    Report& operator=(const Report&) = delete;
    virtual ~Report() = default;

    /// Writes the whole report. The same run gives the same octets.
    /// @param run  judged; whatever the endpoint sent is treated as hostile
    /// @param out  the caller looks at its state afterwards; see write_file() for files
    virtual void write(const record::RunRecord& run, std::ostream& out) const = 0;
};

}  // namespace assay::reports
