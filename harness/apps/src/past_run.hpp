// A run that was, by what it left behind.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "assay/record/run_record.hpp"
#include "product_data.hpp"

namespace assay::apps {

/// "RUN#CASE" as replay and shrink take it.
struct CaseOfRun {
    std::filesystem::path run;
    std::string case_id;
};

/// @throws base::UsageError when there is no '#' with something on either side
[[nodiscard]] CaseOfRun parse_case_of_run(const std::string& text);

/// The journal of a run named by its folder, its run.json or the journal itself.
[[nodiscard]] std::filesystem::path journal_of(const std::filesystem::path& run);

/// What is known of the cases of a run: ids, verdicts, exchanges and the run's options, from run.json where
/// there is one, else from judging the journal now.
/// @throws base::SetupError when it is neither
[[nodiscard]] record::RunRecord read_past_run(const std::filesystem::path& run, const ProductData& data);

/// The cases that did not come to a good end: failed, warned, blocked, setup_failed or harness_error. Where a
/// passive rule was broken, the cases in whose exchanges it was.
[[nodiscard]] std::vector<std::string> failed_cases(const record::RunRecord& run);

}  // namespace assay::apps
