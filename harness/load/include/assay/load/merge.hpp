// Several runs as one: what shards of a load counted, added up exactly.
#pragma once

#include <string>
#include <vector>

#include "assay/load/load_record.hpp"

namespace assay::load {

struct NamedRecord {
    std::string name;  ///< for messages: the folder or file it was read from
    LoadRecord record;
};

/// Adds up counts, rates and connections and merges the histograms counter by counter, in any order. The
/// result is complete when each record is and no shard is missing.
/// @throws base::SetupError when the records are not parts of one load: another scenario, another number of
/// shards, the same shard or the same run twice; it names both
[[nodiscard]] LoadRecord merge(std::vector<NamedRecord> records);

}  // namespace assay::load
