// HTTP archives (HAR 1.2): what browsers and HTTP tools save and show.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "assay/record/exchange.hpp"
#include "assay/record/journal.hpp"

namespace assay::capture {

/// Does the file begin like a HAR? A journal of ours does not.
[[nodiscard]] bool is_har(const std::filesystem::path& file);

/// The entries as a journal. A HAR loses octets and framing, and often credentials: the journal's header says
/// so, and the rules about them are not judged. Messages are put together again from what it keeps.
/// @return a complete journal that says it was observed; tool_version is left to the caller
/// @throws base::SetupError with the file and the entry
[[nodiscard]] record::Journal read_har(const std::filesystem::path& file);

/// Writes exchanges as a HAR. What only we know (why a request is unlawful, how an exchange ended) stands in
/// members whose names begin with an underscore, as HAR 1.2 §3 provides, and read_har() finds it again.
/// @return how many exchanges have no request that could be an entry and were left out
/// @throws base::SetupError when the file cannot be written
std::size_t write_har(const record::RunHeader& header, const std::vector<record::Exchange>& exchanges,
                      const std::filesystem::path& file);

}  // namespace assay::capture
