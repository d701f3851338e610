// Which dialect a peer speaks, told from what it did in a run.
#pragma once

#include <vector>

#include "assay/record/dialect.hpp"
#include "assay/record/exchange.hpp"
#include "assay/suite/dialects.hpp"

namespace assay::judge {

/// Holds every sign of every dialect against the answers. Pure: the same exchanges give the same.
/// @return the likest first: by the weight of the signs that show against that of those that are
/// contradicted.
///         Dialects of which no sign shows, or a decisive one is contradicted, are left out
[[nodiscard]] std::vector<record::DialectMatch> infer_dialects(const std::vector<record::Exchange>& exchanges,
                                                               const std::vector<suite::Dialect>& dialects);

}  // namespace assay::judge
