#include "assay/proxy/proxy.hpp"

#include <charconv>
#include <list>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include "assay/base/usage_error.hpp"
#include "relay.hpp"
#include "tls.hpp"

namespace assay::proxy {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Between attempts to accept when the system has no descriptor left.
constexpr std::chrono::milliseconds recovery{100};

class Proxy {
public:
    Proxy(const ProxyJob& job, Tap& tap)
        : job_{job},
          service_tls_{towards_service(job)},
          client_tls_{towards_clients(job)},
          switchboard_{job, tap, *service_tls_, client_tls_.get(), [this] { relay_ended(); }} {
        listen();
    }

    [[nodiscard]] std::string url() const {
        base::HttpEndpoint endpoint = job_.service;
        endpoint.tls = client_tls_ != nullptr;
        endpoint.host = job_.listen.host;
        endpoint.port = acceptor_.local_endpoint().port();
        return endpoint.url();
    }

    void run(const std::stop_token& stop) {
        const std::stop_callback on_stop{stop, [this] { asio::post(io_, [this] { end(); }); }};
        if (job_.duration) {
            ending_.expires_after(*job_.duration);
            ending_.async_wait([this](const error_code& error) {
                if (!error) end();
            });
        }
        accept();
        io_.run();
    }

private:
    void listen() {
        error_code error;
        const auto address = asio::ip::make_address(job_.listen.host, error);
        const tcp::endpoint endpoint{address, job_.listen.port};
        if (!error) acceptor_.open(endpoint.protocol(), error);
        if (!error) acceptor_.set_option(tcp::acceptor::reuse_address{true}, error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(tcp::acceptor::max_listen_connections, error);
        if (error) {
            throw base::SetupError{"cannot listen: " + error.message(),
                                   fmt::format("{}:{}", job_.listen.host, job_.listen.port),
                                   "choose another address with --listen; port 0 takes one that is free"};
        }
    }

    void accept() {
        if (ended_ || accepting_ || live_ >= job_.connections) return;
        accepting_ = true;
        acceptor_.async_accept([this](const error_code& error, tcp::socket client) {
            accepting_ = false;
            if (ended_) return;
            if (error) return recover();
            ++live_;
            std::erase_if(relays_, [](const auto& relay) { return relay.expired(); });
            relays_.push_back(start_relay(std::move(client), switchboard_));
            accept();
        });
    }

    void recover() {
        recovery_.expires_after(recovery);
        recovery_.async_wait([this](const error_code& error) {
            if (!error) accept();
        });
    }

    void relay_ended() {
        --live_;
        if (!ended_) asio::post(io_, [this] { accept(); });
    }

    void end() {
        if (std::exchange(ended_, true)) return;
        error_code ignored;
        acceptor_.close(ignored);
        ending_.cancel();
        recovery_.cancel();
        for (const auto& each : relays_) {
            if (const auto relay = each.lock()) relay->stop();
        }
    }

    const ProxyJob& job_;
    std::unique_ptr<asio::ssl::context> service_tls_;
    std::unique_ptr<asio::ssl::context> client_tls_;
    std::size_t live_ = 0;
    bool accepting_ = false;
    bool ended_ = false;
    Switchboard switchboard_;
    std::list<std::weak_ptr<Relay>> relays_;
    asio::io_context io_;  // last: what it still holds when it goes refers to the rest
    tcp::acceptor acceptor_{io_};
    asio::steady_timer ending_{io_};
    asio::steady_timer recovery_{io_};
};

}  // namespace

Listening parse_listening(const std::string& text) {
    const auto colon = text.rfind(':');
    Listening listening;
    if (colon != std::string::npos) {
        const char* const last = text.data() + text.size();
        const auto [end, error] = std::from_chars(text.data() + colon + 1, last, listening.port);
        if (error == std::errc{} && end == last && colon + 1 < text.size()) {
            listening.host = text.substr(0, colon);
            if (listening.host.starts_with('[') && listening.host.ends_with(']'))
                listening.host = listening.host.substr(1, listening.host.size() - 2);
        }
    }
    error_code error;
    (void)asio::ip::make_address(listening.host, error);
    if (error) {
        throw base::UsageError{fmt::format("'{}' is not an address and a port", text), "--listen",
                               "write e.g. 127.0.0.1:5985, or 127.0.0.1:0 for a port that is free"};
    }
    return listening;
}

void run_proxy(const ProxyJob& job, record::JournalWriter& journal, const base::Clock& clock,
               base::Instant began, const std::stop_token& stop,
               const std::function<void(const std::string& url)>& on_ready) {
    Tap tap{journal, clock, began, job.octets};
    {
        Proxy proxy{job, tap};
        on_ready(proxy.url());
        proxy.run(stop);
    }
    tap.finish();
}

}  // namespace assay::proxy
