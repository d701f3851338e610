// All suites and the cases in them.
#pragma once

#include <filesystem>
#include <vector>

#include "assay/record/journal.hpp"
#include "assay/record/rule.hpp"
#include "assay/script/case_definition.hpp"
#include "assay/script/library.hpp"

namespace assay::suite {

struct Collection {
    script::Library library;
    std::vector<script::CaseDefinition> cases;  ///< of services; by file name, then in the file's order
    std::vector<script::CaseDefinition> client_cases;  ///< of clients, likewise
    std::vector<record::SuiteTrouble> troubles;        ///< files that do not load, cases whose id is taken
};

/// Reads every *.lua under `folder`. Those in its lib/ are for `require`, those in load/ are not cases. What
/// is broken is left out and told in `troubles`; the rest can be used.
/// @throws base::SetupError when the folder cannot be read
[[nodiscard]] Collection read_suites(const std::filesystem::path& folder, const record::Rules& rules);

}  // namespace assay::suite
