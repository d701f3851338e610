#include "assay/wire/server.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>
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
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) {
        throw base::SetupError{"cannot listen there: " + error.message(), address.text(),
                               "choose another address or port 0, or end the program that holds it"};
    }
    return acceptor;
}

}  // namespace

bool Address::is_loopback() const {
    boost::system::error_code error;
    const auto parsed = asio::ip::make_address(host, error);
    return !error && parsed.is_loopback();
}

std::string Address::text() const {
    const bool v6 = host.find(':') != std::string::npos;
    return (v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Address parse_address(std::string_view text, const std::string& where) {
    const auto wrong = [&] {
        return base::SetupError{"'" + std::string{text} + "' is no address to listen on", where,
                                "write HOST:PORT, e.g. 127.0.0.1:5985, [::1]:5985 or 127.0.0.1:0"};
    };
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) throw wrong();
    std::string_view host = text.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host == "localhost") host = "127.0.0.1";
    Address address{.host = std::string{host}};
    const std::string_view port = text.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port);
    boost::system::error_code host_error;
    asio::ip::make_address(address.host, host_error);
    if (error != std::errc{} || end != port.data() + port.size() || host_error) throw wrong();
    return address;
}

class Server::Impl {
public:
    Impl(const std::vector<Address>& listen, unsigned threads, Limits limits, Handler& handler,
         const base::Clock& clock);

    std::vector<Address> listening() const;
    void run();
    void stop();

private:
    awaitable<void> accept(tcp::acceptor& acceptor);
    awaitable<void> wait_for_signal();

    std::vector<std::unique_ptr<Worker>> workers_;
    std::vector<tcp::acceptor> acceptors_;
    asio::signal_set signals_;
    std::size_t turn_ = 0;
};

Server::Impl::Impl(const std::vector<Address>& listen, unsigned threads, Limits limits, Handler& handler,
                   const base::Clock& clock)
    : workers_{[&] {
          std::vector<std::unique_ptr<Worker>> workers;
          for (unsigned i = 0; i < std::max(threads, 1U); ++i) {
              workers.push_back(std::make_unique<Worker>(limits, handler, clock));
          }
          return workers;
      }()},
      signals_{workers_.front()->context(), SIGINT, SIGTERM} {
    for (const Address& address : listen) {
        acceptors_.push_back(open_acceptor(workers_.front()->context(), address));
    }
}

std::vector<Address> Server::Impl::listening() const {
    std::vector<Address> addresses;
    for (const tcp::acceptor& acceptor : acceptors_) {
        const tcp::endpoint endpoint = acceptor.local_endpoint();
        addresses.push_back({.host = endpoint.address().to_string(), .port = endpoint.port()});
    }
    return addresses;
}

awaitable<void> Server::Impl::accept(tcp::acceptor& acceptor) {
    for (;;) {
        Worker& worker = *workers_[turn_++ % workers_.size()];
        auto [error, socket] = co_await acceptor.async_accept(worker.context(), try_await);
        if (error == asio::error::operation_aborted) co_return;
        if (error) {
            // Out of descriptors, most likely: give sessions time to end instead of spinning.
            asio::steady_timer pause{acceptor.get_executor(), std::chrono::milliseconds{100}};
            co_await pause.async_wait(try_await);
            continue;
        }
        asio::post(worker.context(),
                   [&worker, fresh = std::move(socket)]() mutable { worker.serve(std::move(fresh)); });
    }
}

awaitable<void> Server::Impl::wait_for_signal() {
    co_await signals_.async_wait(try_await);
    stop();
}

void Server::Impl::run() {
    asio::io_context& first = workers_.front()->context();
    for (tcp::acceptor& acceptor : acceptors_) asio::co_spawn(first, accept(acceptor), asio::detached);
    asio::co_spawn(first, wait_for_signal(), asio::detached);
    std::vector<std::jthread> others;
    for (const auto& worker : workers_) {
        worker->start();
        if (worker != workers_.front()) others.emplace_back([&worker] { worker->context().run(); });
    }
    first.run();
}

void Server::Impl::stop() {
    for (const auto& worker : workers_) worker->context().stop();
}

Server::Server(const std::vector<Address>& listen, unsigned threads, Limits limits, Handler& handler,
               const base::Clock& clock)
    : impl_{std::make_unique<Impl>(listen, threads, limits, handler, clock)} {}

Server::~Server() = default;

std::vector<Address> Server::listening() const { return impl_->listening(); }

void Server::run() { impl_->run(); }

void Server::stop() { impl_->stop(); }

}  // namespace assay::wire
