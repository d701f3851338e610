// HTTP/1.1 listeners and their threads. The only place that knows Beast.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/wire/address.hpp"
#include "assay/wire/handler.hpp"
#include "assay/wire/limits.hpp"
#include "assay/wire/octet_twist.hpp"
#include "assay/wire/tls.hpp"

namespace assay::wire {

struct Listener {
    Address address;
    std::shared_ptr<const TlsContext> tls = {};  ///< needed when the address is secure
};

/// One io_context a thread; connections are dealt out in turn.
class Server {
public:
    /// Opens the listeners. `handler` and `clock` have to outlive the server.
    /// @throws base::SetupError when an address cannot be had.
    Server(std::vector<Listener> listeners, unsigned threads, Limits limits, Handler& handler,
           const base::Clock& clock, OctetTwist twist = {});
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// The addresses as they are, port 0 replaced.
    [[nodiscard]] std::vector<Address> listening() const;

    /// Serves until SIGINT, SIGTERM or stop(). A signal lets the requests under way end, for Limits::drain
    /// at most, while nobody can connect any more; a second one ends at once.
    void run();
    /// Ends at once. May be called from any thread.
    void stop();

    /// What SIGHUP does; called on the first loop, so it has to be quick. To be set before run().
    void on_hangup(std::function<void()> call);

    /// New limits, from the next request on, and new TLS contexts for new connections: one for each
    /// listener, in order, nullptr where there was none. May be called from any thread while running.
    void renew(Limits limits, std::vector<std::shared_ptr<const TlsContext>> tls);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace assay::wire
