#include "assay/wire/server.hpp"

#include <atomic>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <thread>

#include "assay/base/setup_error.hpp"
#include "worker.hpp"

namespace assay::wire {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto try_await = asio::as_tuple(asio::use_awaitable);

tcp::acceptor open_acceptor(asio::io_context& context, const Address& address) {
    boost::system::error_code error;
    const auto host = asio::ip::make_address(address.host, error);
    const tcp::endpoint endpoint{host, address.port};
    tcp::acceptor acceptor{context};
    if (!error) acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    // [::] and 0.0.0.0 may be listened to side by side.
    if (!error && host.is_v6()) acceptor.set_option(asio::ip::v6_only{true}, error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        throw base::SetupError{"cannot listen there: " + error.message(), address.text(),
                               "choose another address or port 0, or end the program that holds it"};
    }
    return acceptor;
}

}  // namespace

class Server::Impl {
public:
    Impl(std::vector<Listener> listeners, unsigned threads, Limits limits, Handler& handler,
         const base::Clock& clock, const OctetTwist& twist);

    [[nodiscard]] std::vector<Address> listening() const;
    void run();
    void stop();
    void on_hangup(std::function<void()> call) { hangup_ = std::move(call); }
    void renew(Limits limits, std::vector<std::shared_ptr<const TlsContext>> tls);

private:
    struct Door {
        tcp::acceptor acceptor;
        std::shared_ptr<const TlsContext> tls;
        bool secure = false;
    };

    [[nodiscard]] asio::io_context& first() { return workers_.front()->context(); }
    awaitable<void> accept(Door& door);
    awaitable<void> obey_signals();
    void drain();

    std::vector<std::unique_ptr<Worker>> workers_;
    std::vector<Door> doors_;
    asio::signal_set signals_;
    std::function<void()> hangup_;
    std::size_t turn_ = 0;
    std::atomic<std::size_t> undrained_ = 0;
};

Server::Impl::Impl(std::vector<Listener> listeners, unsigned threads, Limits limits, Handler& handler,
                   const base::Clock& clock, const OctetTwist& twist)
    : workers_{[&] {
          std::vector<std::unique_ptr<Worker>> workers;
          for (unsigned i = 0; i < std::max(threads, 1U); ++i) {
              workers.push_back(std::make_unique<Worker>(limits, handler, clock, twist));
          }
          return workers;
      }()},
      signals_{first(), SIGINT, SIGTERM, SIGHUP} {
    // OpenSSL writes to sockets without MSG_NOSIGNAL.
    std::signal(SIGPIPE, SIG_IGN);
    for (Listener& each : listeners) {
        const bool secure = each.address.secure;
        doors_.push_back({open_acceptor(first(), each.address), std::move(each.tls), secure});
    }
}

std::vector<Address> Server::Impl::listening() const {
    std::vector<Address> addresses;
    for (const Door& door : doors_) {
        const tcp::endpoint endpoint = door.acceptor.local_endpoint();
        addresses.push_back(
            {.host = endpoint.address().to_string(), .port = endpoint.port(), .secure = door.secure});
    }
    return addresses;
}

awaitable<void> Server::Impl::accept(Door& door) {
    for (;;) {
        Worker& worker = *workers_[turn_++ % workers_.size()];
        auto [error, socket] = co_await door.acceptor.async_accept(worker.context(), try_await);
        if (!door.acceptor.is_open()) co_return;
        if (error) {
            // Out of descriptors, most likely: give sessions time to end instead of spinning.
            asio::steady_timer pause{door.acceptor.get_executor(), std::chrono::milliseconds{100}};
            co_await pause.async_wait(try_await);
            continue;
        }
        asio::post(worker.context(), [&worker, fresh = std::move(socket), tls = door.tls]() mutable {
            worker.serve(std::move(fresh), std::move(tls));
        });
    }
}

awaitable<void> Server::Impl::obey_signals() {
    for (bool draining = false;;) {
        auto [error, signal] = co_await signals_.async_wait(try_await);
        if (error) co_return;
        if (signal == SIGHUP) {
            if (hangup_) hangup_();
        } else if (draining) {
            stop();
        } else {
            draining = true;
            drain();
        }
    }
}

void Server::Impl::drain() {
    boost::system::error_code ignored;
    for (Door& door : doors_) door.acceptor.close(ignored);
    undrained_ = workers_.size();
    const auto drained = [this] {
        if (--undrained_ == 0) stop();
    };
    for (const auto& worker : workers_) {
        asio::post(worker->context(), [&worker, drained] { worker->drain(drained); });
    }
}

void Server::Impl::run() {
    for (Door& door : doors_) asio::co_spawn(first(), accept(door), asio::detached);
    asio::co_spawn(first(), obey_signals(), asio::detached);
    std::vector<std::jthread> others;
    // Whatever ends the first loop ends the others, which are joined after it.
    const std::unique_ptr<Impl, void (*)(Impl*)> end{this, [](Impl* impl) { impl->stop(); }};
    for (const auto& worker : workers_) {
        worker->start();
        if (worker != workers_.front()) others.emplace_back([&worker] { worker->context().run(); });
    }
    first().run();
}

void Server::Impl::stop() {
    for (const auto& worker : workers_) worker->context().stop();
}

void Server::Impl::renew(Limits limits, std::vector<std::shared_ptr<const TlsContext>> tls) {
    for (const auto& worker : workers_) {
        asio::post(worker->context(), [&worker, limits] { worker->use(limits); });
    }
    asio::post(first(), [this, fresh = std::move(tls)] {
        for (std::size_t i = 0; i < doors_.size() && i < fresh.size(); ++i) doors_[i].tls = fresh[i];
    });
}

Server::Server(std::vector<Listener> listeners, unsigned threads, Limits limits, Handler& handler,
               const base::Clock& clock, OctetTwist twist)
    : impl_{std::make_unique<Impl>(std::move(listeners), threads, limits, handler, clock, twist)} {}

Server::~Server() = default;

std::vector<Address> Server::listening() const { return impl_->listening(); }

void Server::run() { impl_->run(); }

void Server::stop() { impl_->stop(); }

void Server::on_hangup(std::function<void()> call) { impl_->on_hangup(std::move(call)); }

void Server::renew(Limits limits, std::vector<std::shared_ptr<const TlsContext>> tls) {
    impl_->renew(limits, std::move(tls));
}

}  // namespace assay::wire
