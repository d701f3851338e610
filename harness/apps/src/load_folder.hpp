// The folder that a load leaves: load.json, its histograms as logs, and the report.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "assay/load/load_record.hpp"
#include "assay/load/merge.hpp"
#include "assay/load/slo.hpp"

namespace assay::apps {

/// Makes the folder, or takes an older load's files out of it.
/// @throws base::SetupError when that cannot be
void prepare_load_folder(const std::filesystem::path& folder);

/// Writes load.json, histograms.hlog (each operation's times as a whole, exact), series.hlog (an interval a
/// slot) and index.html.
/// @throws base::SetupError when a file cannot be written
void write_load_folder(const std::filesystem::path& folder, const load::LoadRecord& record,
                       std::span<const load::ObjectiveResult> results);

/// The histograms of the whole as an HdrHistogram log.
void write_hdr_file(const std::filesystem::path& file, const load::LoadRecord& record);

void write_load_report(const std::filesystem::path& file, const load::LoadRecord& record,
                       std::span<const load::ObjectiveResult> results);

/// Is there a load.json in the folder, or in a folder of it?
[[nodiscard]] bool holds_load(const std::filesystem::path& folder);

/// What a load left. @param path a load.json, or a folder that has one or whose folders have
/// @throws base::SetupError when there is none, or it cannot be read
[[nodiscard]] std::vector<load::NamedRecord> read_loads(const std::filesystem::path& path);
/// The same as one: several are merged.
[[nodiscard]] load::LoadRecord read_load(const std::filesystem::path& path);

}  // namespace assay::apps
