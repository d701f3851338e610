// What SIGHUP does: the configuration is read again.
#pragma once

#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <vector>

#include "assay/server/access_log.hpp"
#include "assay/server/config.hpp"
#include "assay/server/endpoint.hpp"
#include "assay/wire/server.hpp"

namespace assay::server {

/// A listener for every address, with what it needs for TLS.
/// @throws base::SetupError for certificates and keys that cannot be used.
[[nodiscard]] std::vector<wire::Listener> listeners_of(const Config& config,
                                                       const wire::TlsTwist& twist = {});

/// Users, grants, certificates, the limits of HTTP and the access log's file are renewed while the service
/// runs; a configuration with a mistake changes nothing. What needs a restart is named on standard error.
class Reload {
public:
    /// All references have to outlive this.
    /// @param config  as the service runs with it
    /// @param read    reads the configuration again; throws base::SetupError
    Reload(Config config, std::function<Config()> read, Endpoint& endpoint, wire::Server& server,
           AccessLog* log);

    /// Comes back at once; the work is done in a thread of its own, one after the other.
    void begin();

private:
    void perform();
    void use(const Config& fresh);
    void name_what_needs_a_restart(const Config& fresh) const;

    Config config_;
    std::function<Config()> read_;
    Endpoint& endpoint_;
    wire::Server& server_;
    AccessLog* log_;
    boost::asio::thread_pool thread_{1};
};

}  // namespace assay::server
