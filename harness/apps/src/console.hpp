// What people see of a run while it goes on and when it has ended.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>

#include "assay/drive/drive.hpp"
#include "assay/record/run_record.hpp"
#include "assay/suite/deviations.hpp"

namespace assay::apps {

enum class ProgressStyle {
    tty,    ///< one line that changes, with an estimate of what is left
    plain,  ///< a line for each case that is not fine
    json,   ///< a JSON line for each case
    none
};

/// @param asked "tty", "plain", "json", "none" or "" for what fits standard error
[[nodiscard]] ProgressStyle progress_style(const std::string& asked);

/// Tells of cases as they end, on standard error.
class Progress {
public:
    Progress(ProgressStyle style, std::size_t total, std::chrono::steady_clock::time_point began)
        : style_{style}, total_{total}, began_{began} {}

    void ended(const drive::CaseNews& news);
    /// Takes the changing line away.
    void finish();

private:
    void redraw(const std::string& id);

    ProgressStyle style_;
    std::size_t total_;
    std::chrono::steady_clock::time_point began_;
    std::size_t done_ = 0;
    std::size_t not_fine_ = 0;
};

/// A line for each case that ran, on standard output: those that wait apart, the longest first.
void print_times(const record::RunRecord& run);

/// A line for each case that is not fine, then counts, then where the report is; on standard output.
/// @param out the reports' folder, empty for none
void print_summary(const record::RunRecord& run, const suite::Reckoning& reckoning,
                   const std::filesystem::path& out);

}  // namespace assay::apps
