// Reading suites so that what is broken does not take the rest down.
#pragma once

#include <functional>
#include <string>

#include "assay/suite/collection.hpp"

namespace assay::suite {

/// Reads the cases of all scripts whose path begins with `prefix`.
void read_cases_of(Collection& collection, const std::string& prefix, const record::Rules& rules);

/// Calls `use`; a base::SetupError of it becomes a trouble of `file`.
void try_to_use(Collection& collection, const std::string& file, const std::function<void()>& use);

}  // namespace assay::suite
