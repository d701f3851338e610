#include "chart.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace assay::reports {
namespace {

// Of the plot, in units of its own; the page stretches them.
constexpr double width = 1000;
constexpr double height = 300;
constexpr int x_steps = 4;

struct Scale {
    double x_from = 0;
    double x_to = 1;
    double y_step = 1;
    double y_to = 1;

    [[nodiscard]] double x(double value) const { return (value - x_from) / (x_to - x_from) * width; }
    [[nodiscard]] double y(double value) const { return height - value / y_to * height; }
};

Scale scale_of(const Chart& chart) {
    Scale scale;
    double most = 0;
    for (const ChartLine& line : chart.lines) {
        for (const auto& value : line.values) most = std::max(most, value.value_or(0));
    }
    scale.y_step = step_for(most);
    scale.y_to = scale.y_step * std::max(1.0, std::ceil(most / scale.y_step));
    if (!chart.x.empty()) {
        scale.x_from = chart.axis == XAxis::seconds ? 0 : chart.x.front();
        scale.x_to = std::max({chart.x.back(), chart.x_end, scale.x_from + 1});
    }
    return scale;
}

std::string x_label(const Chart& chart, double x) {
    if (chart.axis == XAxis::percentile) return percentile_at(x) + " %";
    return fmt::format("{:g} s", std::round(x * 10) / 10);
}

/// Each run of values without a gap is a line of its own; one value alone is a dot.
void write_line(Markup& html, const Chart& chart, const Scale& scale, const ChartLine& line) {
    std::string points;
    std::size_t length = 0;
    const auto flush = [&] {
        if (length == 1) points += " " + points;
        if (length > 0)
            html.leaf("polyline", {{"class", fmt::format("line {}", line.look)}, {"points", points}}, "");
        points.clear();
        length = 0;
    };
    for (std::size_t i = 0; i < std::min(chart.x.size(), line.values.size()); ++i) {
        if (!line.values[i]) {
            flush();
            continue;
        }
        points += fmt::format("{}{:.1f},{:.1f}", length == 0 ? "" : " ", scale.x(chart.x[i]),
                              scale.y(*line.values[i]));
        ++length;
    }
    flush();
}

void write_plot(Markup& html, const Chart& chart, const Scale& scale) {
    const auto svg = html.element("svg", {{"class", "plot"},
                                          {"viewBox", fmt::format("0 0 {:g} {:g}", width, height)},
                                          {"preserveAspectRatio", "none"},
                                          {"role", "img"},
                                          {"aria-label", std::string{chart.title}}});
    for (double y = 0; y <= scale.y_to * 1.0001; y += scale.y_step) {
        const std::string place = fmt::format("{:.1f}", scale.y(y));
        html.leaf("line",
                  {{"class", "grid"},
                   {"x1", "0"},
                   {"x2", fmt::format("{:g}", width)},
                   {"y1", place},
                   {"y2", place}},
                  "");
    }
    for (const ChartLine& line : chart.lines) {
        const auto group = html.element("g", {{"data-name", std::string{line.name}}});
        write_line(html, chart, scale, line);
    }
}

void write_axes(Markup& html, const Chart& chart, const Scale& scale) {
    {
        const auto labels = html.element("ol", {{"class", "y-axis"}, {"aria-hidden", "true"}});
        const int steps = static_cast<int>(std::lround(scale.y_to / scale.y_step));
        for (int i = steps; i >= 0; --i)
            html.leaf("li", i == steps ? fmt::format("{:g} {}", i * scale.y_step, chart.unit)
                                       : fmt::format("{:g}", i * scale.y_step));
    }
    const auto labels = html.element("ol", {{"class", "x-axis"}, {"aria-hidden", "true"}});
    for (int i = 0; i <= x_steps; ++i)
        html.leaf("li", x_label(chart, scale.x_from + (scale.x_to - scale.x_from) * i / x_steps));
}

void write_legend(Markup& html, const Chart& chart) {
    const auto legend = html.element("ul", {{"class", "legend"}});
    for (const ChartLine& line : chart.lines) {
        const auto item = html.element("li");
        {
            const auto swatch = html.element("svg", {{"viewBox", "0 0 30 10"}, {"aria-hidden", "true"}});
            html.leaf("polyline", {{"class", fmt::format("line {}", line.look)}, {"points", "0,5 30,5"}}, "");
        }
        html.text(line.name);
    }
}

void write_buttons(Markup& html) {
    const auto buttons = html.element("div", {{"class", "zoom"}, {"hidden", "hidden"}});
    struct Button {
        const char* act;
        const char* sign;
        const char* label;
    };
    for (const Button& button :
         {Button{"in", "+", "Zoom in"}, Button{"out", "−", "Zoom out"}, Button{"left", "◂", "Earlier"},
          Button{"right", "▸", "Later"}, Button{"all", "All", "The whole chart"}}) {
        html.leaf("button", {{"type", "button"}, {"data-act", button.act}, {"aria-label", button.label}},
                  button.sign);
    }
    html.leaf("output", {{"class", "quiet"}}, "");
}

}  // namespace

double step_for(double most) {
    if (!(most > 0) || !std::isfinite(most)) return 1;
    const double power = std::pow(10, std::floor(std::log10(most / 4)));
    for (const double times : {1.0, 2.0, 5.0}) {
        if (power * times * 4 >= most) return power * times;
    }
    return power * 10;
}

std::string percentile_at(double x) {
    const double percent = 100 * (1 - std::pow(10, -x));
    return fmt::format("{:.{}f}", percent, std::clamp(static_cast<int>(std::ceil(x - 1e-6)) - 2, 0, 5));
}

void write_chart(Markup& html, const Chart& chart) {
    const Scale scale = scale_of(chart);
    const auto figure =
        html.element("figure", {{"class", "chart"},
                                {"data-axis", chart.axis == XAxis::seconds ? "seconds" : "percentile"},
                                {"data-from", fmt::format("{:g}", scale.x_from)},
                                {"data-to", fmt::format("{:.10g}", scale.x_to)},
                                {"data-top", fmt::format("{:g}", scale.y_to)},
                                {"data-unit", std::string{chart.unit}}});
    html.leaf("figcaption", chart.title);
    write_legend(html, chart);
    {
        const auto frame = html.element("div", {{"class", "frame"}});
        write_plot(html, chart, scale);
        write_axes(html, chart, scale);
    }
    write_buttons(html);
}

}  // namespace assay::reports
