#include "stream.hpp"

#include <openssl/err.h>

#include <array>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

namespace assay::wire {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr auto try_await = asio::as_tuple(asio::use_awaitable);

}  // namespace

Stream::Stream(tcp::socket socket, std::shared_ptr<const TlsContext> tls)
    : socket_{std::move(socket)}, context_{std::move(tls)} {
    Error ignored;
    socket_.set_option(tcp::no_delay{true}, ignored);
    socket_.non_blocking(true, ignored);
    if (!context_) return;
    tls_ = context_->connection(socket_.native_handle());
}

/// Calls an operation of OpenSSL again each time the socket is ready for what it lacks.
template <class Operation>
awaitable<Stream::Error> Stream::repeat(Operation operation) {
    for (;;) {
        ERR_clear_error();
        const int done = operation();
        if (done > 0) co_return Error{};
        auto wanted = tcp::socket::wait_read;
        switch (SSL_get_error(tls_.get(), done)) {
            case SSL_ERROR_WANT_READ: break;
            case SSL_ERROR_WANT_WRITE: wanted = tcp::socket::wait_write; break;
            case SSL_ERROR_ZERO_RETURN: co_return asio::error::eof;
            case SSL_ERROR_SSL: trouble_ = last_tls_error(); [[fallthrough]];
            default: co_return asio::error::connection_reset;
        }
        auto [error] = co_await socket_.async_wait(wanted, try_await);
        if (error) co_return error;
    }
}

awaitable<Stream::Error> Stream::handshake() {
    if (!context_) co_return Error{};
    if (!tls_) co_return asio::error::no_memory;
    co_return co_await repeat([this] { return SSL_do_handshake(tls_.get()); });
}

awaitable<Stream::Error> Stream::readable() {
    if (tls_ && SSL_has_pending(tls_.get()) == 1) co_return Error{};
    auto [error] = co_await socket_.async_wait(tcp::socket::wait_read, try_await);
    co_return error;
}

awaitable<Stream::Transfer> Stream::read_some(asio::mutable_buffer into) {
    if (tls_) return read_tls(into);
    return socket_.async_read_some(into, try_await);
}

std::size_t Stream::write_at_once(std::string_view head, std::string_view body, Error& error) {
    if (tls_) return 0;
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
    const std::size_t sent = socket_.write_some(parts, error);
    if (error == asio::error::would_block) error = {};
    return sent;
}

awaitable<Stream::Transfer> Stream::write(std::string_view head, std::string_view body) {
    if (tls_) return write_tls(std::string{head} + std::string{body});
    const std::array<asio::const_buffer, 2> parts{asio::buffer(head), asio::buffer(body)};
    return asio::async_write(socket_, parts, try_await);
}

awaitable<Stream::Transfer> Stream::read_tls(asio::mutable_buffer into) {
    std::size_t got = 0;
    const Error error =
        co_await repeat([&] { return SSL_read_ex(tls_.get(), into.data(), into.size(), &got); });
    co_return Transfer{error, error ? 0 : got};
}

awaitable<Stream::Transfer> Stream::write_tls(std::string octets) {
    std::size_t sent = 0;
    const Error error =
        co_await repeat([&] { return SSL_write_ex(tls_.get(), octets.data(), octets.size(), &sent); });
    co_return Transfer{error, sent};
}

void Stream::cancel() {
    Error ignored;
    socket_.cancel(ignored);
}

void Stream::end_writing() {
    Error ignored;
    if (tls_ && SSL_is_init_finished(tls_.get()) == 1 && trouble_.empty()) SSL_shutdown(tls_.get());
    socket_.shutdown(tcp::socket::shutdown_send, ignored);
}

void Stream::close() {
    Error ignored;
    if (tls_ && SSL_is_init_finished(tls_.get()) == 1 && trouble_.empty()) SSL_shutdown(tls_.get());
    ERR_clear_error();
    socket_.close(ignored);
}

Peer Stream::peer() const {
    Error error;
    const tcp::endpoint remote = socket_.remote_endpoint(error);
    if (error) return {.secure = tls_ != nullptr};
    const auto address = remote.address();
    const std::string host = address.to_string();
    Peer peer{.address = (address.is_v6() ? "[" + host + "]" : host) + ":" + std::to_string(remote.port()),
              .loopback = address.is_loopback(),
              .secure = tls_ != nullptr};
    if (tls_) peer.certificate = client_certificate_of(*tls_);
    return peer;
}

}  // namespace assay::wire
