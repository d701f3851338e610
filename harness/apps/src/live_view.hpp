// A load while it runs: a panel on a terminal, lines in a pipe, JSON for programs, all on standard error;
// perhaps /metrics too.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "assay/load/live.hpp"
#include "assay/load/metrics_server.hpp"
#include "console.hpp"

namespace assay::apps {

/// Shows the load from its construction to its end; then the panel is taken away.
class LiveView {
public:
    struct Options {
        ProgressStyle style = ProgressStyle::none;
        std::string metrics;  ///< address to serve /metrics on; empty: none
        base::Duration measured{};
        std::function<load::LiveConformance()>
            judged_by{};  ///< where exchanges are judged; outlives the view
    };

    /// @throws base::SetupError when /metrics cannot be served
    explicit LiveView(const Options& options);
    LiveView(const LiveView&) = delete;
    LiveView& operator=(const LiveView&) = delete;
    ~LiveView();

    /// For the load's workers.
    [[nodiscard]] load::Live& live() { return live_; }

private:
    void run(const std::stop_token& stop);
    void show(base::Duration elapsed);
    void erase();

    Options options_;
    load::Live live_;
    std::unique_ptr<load::MetricsServer> metrics_;
    bool unicode_;
    int lines_ = 0;  ///< of the panel that is shown
    std::jthread thread_;
};

}  // namespace assay::apps
