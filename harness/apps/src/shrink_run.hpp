// `assay run --shrink`: makes the requests of a run's failures small.
#pragma once

#include <filesystem>

#include "assay/base/clock.hpp"
#include "assay/drive/drive.hpp"
#include "assay/record/journal.hpp"
#include "assay/record/run_record.hpp"
#include "product_data.hpp"

namespace assay::apps {

/// Shrinks the request of each failed case, of ten at most, and adds what is found to the journal. A signal
/// ends it early. Tells on standard error what it does.
/// @param run         as judged
/// @param folder      where its journal is
/// @param destructive are cases that change the target played again, too?
void shrink_failures(const record::RunRecord& run, const std::filesystem::path& folder,
                     record::JournalWriter& journal, const ProductData& data, const drive::Access& access,
                     const record::Exchange& first, const base::Clock& clock, bool destructive);

}  // namespace assay::apps
