// A LoadRecord for people and for programs.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

#include "assay/load/load_record.hpp"
#include "assay/load/slo.hpp"

namespace assay::load {

struct ReportedPercentile {
    std::string_view name;
    double percentile;
};
/// What every report shows of a histogram.
inline constexpr std::array reported_percentiles{
    ReportedPercentile{"p50", 50}, ReportedPercentile{"p90", 90}, ReportedPercentile{"p99", 99},
    ReportedPercentile{"p99.9", 99.9}, ReportedPercentile{"p99.99", 99.99}};

/// A table for the console, at most 80 columns wide, ASCII, without colour.
[[nodiscard]] std::string to_table(const LoadRecord& record, std::span<const ObjectiveResult> objectives);

/// The JSON form that README.md describes, indented; ends with a line feed. No credentials.
[[nodiscard]] std::string to_json(const LoadRecord& record, std::span<const ObjectiveResult> objectives);

}  // namespace assay::load
