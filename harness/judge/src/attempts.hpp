// What several attempts at one case amount to.
#pragma once

#include <vector>

#include "assay/record/run_record.hpp"

namespace assay::judge {

/// One result of all attempts: the gravest verdict, every finding, and whether the attempts disagree. A retry
/// tells flaky from broken; it never makes good what an earlier attempt has found.
/// @param result   what is known of the case as such: id, title, suite, rules
/// @param attempts in order, one at least
[[nodiscard]] record::CaseResult together(record::CaseResult result,
                                          const std::vector<record::CaseResult>& attempts);

}  // namespace assay::judge
