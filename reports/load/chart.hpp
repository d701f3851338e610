// A line chart as SVG, for html/assets/load.js to zoom.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../src/markup.hpp"

namespace assay::reports {

struct ChartLine {
    std::string_view name;
    std::string_view look;                      ///< "a", "b" or "c": colour and dashes
    std::vector<std::optional<double>> values;  ///< one for each x; none is a gap
};

enum class XAxis {
    seconds,     ///< linear
    percentile,  ///< x is log10(1 / (1 - p)): 1 is 90 %, 2 is 99 %, …
};

struct Chart {
    std::string_view title;
    std::string_view unit;  ///< of y: "/s", "ms"
    XAxis axis = XAxis::seconds;
    std::vector<double> x;  ///< ascending
    double x_end = 0;       ///< the axis goes at least so far
    std::vector<ChartLine> lines;
};

/// The smallest of 1, 2 or 5 times a power of ten that four steps of which reach `most`.
[[nodiscard]] double step_for(double most);
/// "90", "99.9": the percentile at a place of that axis.
[[nodiscard]] std::string percentile_at(double x);

void write_chart(Markup& html, const Chart& chart);

}  // namespace assay::reports
