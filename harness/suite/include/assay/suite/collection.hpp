// All suites and the cases in them.
#pragma once

#include <filesystem>
#include <vector>

#include "assay/record/rule.hpp"
#include "assay/script/case_definition.hpp"
#include "assay/script/library.hpp"

namespace assay::suite {

struct Collection {
    script::Library library;
    std::vector<script::CaseDefinition> cases;  ///< of services; by file name, then in the file's order
    std::vector<script::CaseDefinition> client_cases;  ///< of clients, likewise
};

/// Reads every *.lua under `folder`. Those in its lib/ are for `require`, those in load/ are not cases.
/// @throws base::SetupError with file:line for what does not load, and for a case id used twice.
[[nodiscard]] Collection read_suites(const std::filesystem::path& folder, const record::Rules& rules);

}  // namespace assay::suite
