// Compares what a reporter writes with a file that a person has looked at and approved.
#pragma once

#include <gtest/gtest.h>

#include <string>

namespace assay::reports {

/// Succeeds when `received` is exactly reports/tests/approved/<name>. Otherwise the failure shows the first
/// line that differs. With ASSAY_APPROVE=1 in the environment the file is replaced instead.
[[nodiscard]] testing::AssertionResult approved(const std::string& name, const std::string& received);

}  // namespace assay::reports
