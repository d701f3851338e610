#include "load_folder.hpp"

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "assay/load/hdr_log.hpp"
#include "assay/load/read_record.hpp"
#include "assay/load/report.hpp"
#include "load_figures.hpp"

namespace assay::apps {
namespace {

namespace fs = std::filesystem;

constexpr const char* record_name = "load.json";

void write_file(const fs::path& file, const std::function<void(std::ostream&)>& write) {
    std::ofstream out{file, std::ios::binary};
    write(out);
    if (!out.flush()) {
        throw base::SetupError{"cannot be written", file.string(),
                               "name a place in a folder that exists and is writable"};
    }
}

void write_whole(std::ostream& out, const load::LoadRecord& record) {
    load::write_hdr_head(out, record.started);
    for (const load::Tally& tally : record.operations) {
        const auto write = [&](const char* times, const load::Histogram& histogram) {
            const std::string tag = tally.operation + times;
            load::write_hdr_interval(
                out,
                {.tag = tag, .start = record.started, .length = record.measured, .histogram = histogram});
        };
        write(".response", tally.response_time);
        write(".service", tally.service_time);
    }
}

void write_series(std::ostream& out, const load::LoadRecord& record) {
    load::write_hdr_head(out, record.started);
    for (const load::Tally& tally : record.operations) {
        const base::Duration width = tally.series.width();
        base::WallTime start = record.started + record.scenario.warm_up;
        for (const load::Slot& slot : tally.series.slots()) {
            const load::Histogram times = slot.response_time.dense();
            if (times.count() > 0) {
                load::write_hdr_interval(
                    out, {.tag = tally.operation, .start = start, .length = width, .histogram = times});
            }
            start += width;
        }
    }
}

std::string content_of(const fs::path& file) {
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in) throw base::SetupError{"cannot be read", file.string(), "give a run's folder or its load.json"};
    return text;
}

std::vector<fs::path> files_in(const fs::path& folder) {
    if (fs::exists(folder / record_name)) return {folder / record_name};
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator{folder}) {
        if (fs::exists(entry.path() / record_name)) files.push_back(entry.path() / record_name);
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace

void prepare_load_folder(const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    for (const char* name : {record_name, "histograms.hlog", "series.hlog", "index.html", "journal"}) {
        if (!error) fs::remove(folder / name, error);
    }
    if (error)
        throw base::SetupError{"cannot be made ready: " + error.message(), folder.string(),
                               "choose another folder with --out"};
}

void write_hdr_file(const fs::path& file, const load::LoadRecord& record) {
    write_file(file, [&](std::ostream& out) { write_whole(out, record); });
}

void write_load_folder(const fs::path& folder, const load::LoadRecord& record,
                       std::span<const load::ObjectiveResult> results) {
    write_hdr_file(folder / "histograms.hlog", record);
    write_file(folder / "series.hlog", [&](std::ostream& out) { write_series(out, record); });
    write_load_report(folder / "index.html", record, results);
    write_file(folder / record_name, [&](std::ostream& out) { out << load::to_json(record, results); });
}

void write_load_report(const fs::path& file, const load::LoadRecord& record,
                       std::span<const load::ObjectiveResult> results) {
    const reports::LoadFigures figures = load_figures(record, results);
    write_file(file, [&](std::ostream& out) { reports::LoadReport{}.write(figures, out); });
}

bool holds_load(const fs::path& folder) { return !files_in(folder).empty(); }

std::vector<load::NamedRecord> read_loads(const fs::path& path) {
    std::error_code error;
    const bool is_folder = fs::is_directory(path, error);
    const std::vector<fs::path> files = is_folder ? files_in(path) : std::vector{path};
    if (files.empty()) {
        throw base::SetupError{"there is no load.json, neither here nor in a folder of it", path.string(),
                               "give what `assay bench --out` was given"};
    }
    std::vector<load::NamedRecord> records;
    for (const fs::path& file : files)
        records.push_back({file.string(), load::read_record(content_of(file), file.string())});
    return records;
}

load::LoadRecord read_load(const fs::path& path) { return load::merge(read_loads(path)); }

}  // namespace assay::apps
