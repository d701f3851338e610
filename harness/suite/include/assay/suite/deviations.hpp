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
    std::string finding;   ///< the rule it breaks; breaking another one is still a failure
    std::string expected;  ///< glob somewhere in what the finding was; another one is still a failure
    std::string because;
    std::string owner;      ///< who sees to it that it ends
    std::string review_by;  ///< "2027-01-01"
    std::string where;      ///< file:line:column
};

/// @throws base::SetupError with file:line:column
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

/// Notes at each finding of the run which deviation explains it, and in the run which deviations are stale.
/// @param today  "2026-11-20"
/// @param warned_counts does a broken SHOULD count as a finding?
[[nodiscard]] Reckoning reckon(record::RunRecord& run, const std::vector<Deviation>& deviations,
                               const std::string& today, bool warned_counts);

/// Refuses deviations of rules or cases that there are not. Those of other subjects are looked at as well.
/// @param cases every case id, without those of the passive rules
/// @throws base::SetupError with the deviation's place and the nearest known ones
void check_deviations(const std::vector<Deviation>& deviations, const record::Rules& rules,
                      const std::vector<std::string>& cases);

}  // namespace assay::suite
