// Known deviations: named, reasoned, and with a date on which they are looked at again.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "assay/record/run_record.hpp"

namespace assay::suite {

struct Deviation {
    std::string subject;  ///< glob over the profile's name
    std::string case_id;
    std::string finding;  ///< the rule it breaks; breaking another one is still a failure
    std::string because;
    std::string review_by;  ///< "2027-01-01"
    std::string where;      ///< file:line
};

/// @throws base::SetupError with file:line
[[nodiscard]] std::vector<Deviation> read_deviations(const std::filesystem::path& file);

/// Every *.toml in `folder`. None when there is no such folder.
[[nodiscard]] std::vector<Deviation> read_deviations_in(const std::filesystem::path& folder);

/// A run seen in the light of what was known before.
struct Reckoning {
    std::size_t findings = 0;  ///< failed or warned for a reason that is not known
    std::size_t known = 0;     ///< findings that a deviation explains
    std::vector<std::string>
        stale;  ///< deviations that passed unexpectedly or are overdue, one sentence each
};

/// @param today  "2026-11-20"
/// @param warned_counts does a broken SHOULD count as a finding?
[[nodiscard]] Reckoning reckon(const record::RunRecord& run, const std::vector<Deviation>& deviations,
                               const std::string& today, bool warned_counts);

}  // namespace assay::suite
