#include "assay/load/metrics_server.hpp"

#include <fmt/format.h>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>

#include "background_acceptor.hpp"

namespace assay::load {
namespace {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t most_octets = 8192;
constexpr auto patience = std::chrono::seconds{5};

std::string response(std::string_view status, std::string_view body) {
    return fmt::format(
        "HTTP/1.1 {}\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\nContent-Length: {}\r\n"
        "Connection: close\r\n\r\n{}",
        status, body.size(), body);
}

/// One request and its answer; lives as long as a handler of it waits.
class Session : public std::enable_shared_from_this<Session> {
public:
    Session(Tcp::socket socket, const Live& live)
        : socket_{std::move(socket)}, deadline_{socket_.get_executor(), patience}, live_{live} {}

    void start() {
        auto self = shared_from_this();
        deadline_.async_wait([self](const error_code& error) {
            error_code ignored;
            if (!error) self->socket_.close(ignored);
        });
        asio::async_read_until(socket_, request_, "\r\n\r\n", [self](const error_code& error, std::size_t) {
            if (error) {
                self->deadline_.cancel();
            } else {
                self->answer();
            }
        });
    }

private:
    void answer() {
        const std::string line{asio::buffers_begin(request_.data()), asio::buffers_end(request_.data())};
        const bool known = line.starts_with("GET /metrics ") || line.starts_with("GET /metrics?");
        answer_ =
            known ? response("200 OK", prometheus_text(live_)) : response("404 Not Found", "see /metrics\n");
        asio::async_write(socket_, asio::buffer(answer_),
                          [self = shared_from_this()](const error_code&, std::size_t) {
                              error_code ignored;
                              self->deadline_.cancel();
                              self->socket_.shutdown(Tcp::socket::shutdown_both, ignored);
                          });
    }

    Tcp::socket socket_;
    asio::steady_timer deadline_;
    const Live& live_;
    asio::streambuf request_{most_octets};
    std::string answer_;
};

}  // namespace

MetricsServer::MetricsServer(std::string_view address, const Live& live)
    : acceptor_{std::make_unique<BackgroundAcceptor>(
          address, "--metrics",
          [&live](Tcp::socket socket) { std::make_shared<Session>(std::move(socket), live)->start(); })},
      url_{acceptor_->url() + "/metrics"} {}

MetricsServer::~MetricsServer() = default;

}  // namespace assay::load
