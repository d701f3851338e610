// One client's connection and the one to the service that is made for it.
#pragma once

#include <functional>
#include <memory>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>

#include "assay/proxy/proxy.hpp"
#include "tap.hpp"

namespace assay::proxy {

/// What relays share; outlives them.
struct Switchboard {
    const ProxyJob& job;
    Tap& tap;
    boost::asio::ssl::context& service_tls;
    boost::asio::ssl::context* client_tls;  ///< nullptr: clients speak without
    std::function<void()> on_end;           ///< called when a relay has ended
};

class Relay {
public:
    Relay() = default;
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;
    virtual ~Relay() = default;

    /// Closes both connections; what is under way is written down as it is.
    virtual void stop() = 0;
};

/// Begins to relay; the relay keeps itself alive until it ends.
[[nodiscard]] std::weak_ptr<Relay> start_relay(boost::asio::ip::tcp::socket client,
                                               const Switchboard& switchboard);

}  // namespace assay::proxy
