// Puts a report into a file so that no half-written one is ever taken for whole.
#pragma once

#include <filesystem>

#include "assay/reports/report.hpp"

namespace assay::reports {

/// Writes beside `file` first and renames at the end; an older file of that name stays until then.
/// @throws base::SetupError that names the file when it cannot be written.
void write_file(const Report& report, const record::RunRecord& run, const std::filesystem::path& file);

}  // namespace assay::reports
