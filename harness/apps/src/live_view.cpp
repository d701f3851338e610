#include "live_view.hpp"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include <fmt/format.h>

namespace assay::apps {
namespace {

using namespace std::chrono_literals;

/// How often a line is due in a pipe.
constexpr base::Duration pause_between_lines = 10s;

/// By the usual order of the variables (POSIX.1-2017 §8.2).
bool speaks_utf8() {
    for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const char* value = std::getenv(name);
        if (value == nullptr || *value == '\0') continue;
        const std::string text{value};
        return text.find("UTF-8") != std::string::npos || text.find("utf8") != std::string::npos;
    }
    return false;
}

}  // namespace

LiveView::LiveView(const Options& options) : options_{options}, unicode_{speaks_utf8()} {
    if (options_.judged_by) live_.judged_by(options_.judged_by);
    if (!options_.metrics.empty()) {
        metrics_ = std::make_unique<load::MetricsServer>(options_.metrics, live_);
        fmt::print(stderr, "metrics: {}\n", metrics_->url());
    }
    if (options_.style != ProgressStyle::none)
        thread_ = std::jthread{[this](const std::stop_token& stop) { run(stop); }};
}

LiveView::~LiveView() {
    if (thread_.joinable()) {
        thread_.request_stop();
        thread_.join();
    }
    erase();
}

void LiveView::run(const std::stop_token& stop) {
    const base::Duration pause = options_.style == ProgressStyle::plain ? pause_between_lines : 1s;
    std::mutex mutex;
    std::condition_variable_any sleeper;
    std::unique_lock lock{mutex};
    const auto never = [] { return false; };
    while (!live_.begin() && !stop.stop_requested()) sleeper.wait_for(lock, stop, 50ms, never);
    const base::Instant begin = live_.begin().value_or(base::Instant{});
    for (base::Instant due = begin + 1s; !stop.stop_requested(); due += pause) {
        sleeper.wait_until(lock, stop, due, never);
        if (!stop.stop_requested()) show(std::chrono::steady_clock::now() - begin);
    }
}

void LiveView::show(base::Duration elapsed) {
    const auto operations = live_.now();
    if (operations.empty()) return;
    const base::Duration shown = std::min(elapsed, options_.measured);
    const auto conformance = live_.conformance();
    const std::string judged = conformance ? load::conformance_line(*conformance) : "";
    if (options_.style == ProgressStyle::plain) {
        fmt::print(stderr, "{}{}", load::live_line(operations.front(), shown), judged);
        return;
    }
    if (options_.style == ProgressStyle::json) {
        for (const load::Live::Operation& each : operations)
            fmt::print(stderr, "{}", load::live_json(each, shown));
        if (conformance) fmt::print(stderr, "{}", load::conformance_json(*conformance, shown));
        return;
    }
    const std::string panel =
        load::live_panel(operations.front(), shown, options_.measured, unicode_) + judged;
    erase();
    fmt::print(stderr, "{}", panel);
    lines_ = static_cast<int>(std::ranges::count(panel, '\n'));
}

void LiveView::erase() {
    if (lines_ > 0) fmt::print(stderr, "\x1b[{}A\x1b[J", lines_);  // up, and clear from there (ECMA-48)
    lines_ = 0;
}

}  // namespace assay::apps
