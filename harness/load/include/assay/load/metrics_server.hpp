// GET /metrics while a load runs.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "assay/load/live.hpp"

namespace assay::load {

class BackgroundAcceptor;

/// Serves Prometheus' text format over HTTP/1.1 on a thread of its own, until it is destroyed. One answer a
/// connection; whoever is silent for five seconds or sends more than 8 kB is cut off.
class MetricsServer {
public:
    /// @param address "127.0.0.1:9100", "[::1]:0"; port 0 takes a free one
    /// @param live outlives it
    /// @throws base::SetupError when it is no address, or cannot be listened on
    MetricsServer(std::string_view address, const Live& live);
    ~MetricsServer();
    MetricsServer(const MetricsServer&) = delete;
    MetricsServer& operator=(const MetricsServer&) = delete;

    [[nodiscard]] const std::string& url() const { return url_; }

private:
    std::unique_ptr<BackgroundAcceptor> acceptor_;
    std::string url_;
};

}  // namespace assay::load
