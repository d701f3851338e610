// The octets of one connection, in clear or over TLS.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "assay/wire/handler.hpp"
#include "tls_context.hpp"

namespace assay::wire {

/// One operation at a time. TLS works directly on the non-blocking socket, so that an idle connection
/// holds neither record buffers of OpenSSL's nor of ours.
class Stream {
public:
    using Error = boost::system::error_code;
    using Transfer = std::tuple<Error, std::size_t>;

    /// @param tls  nullptr for clear text
    Stream(boost::asio::ip::tcp::socket socket, std::shared_ptr<const TlsContext> tls);

    /// To be called first; without TLS there is nothing to do.
    awaitable<Error> handshake();
    /// Until there is something to read, or the end, or an error. Holds no buffer meanwhile.
    awaitable<Error> readable();
    /// Without TLS?
    [[nodiscard]] bool is_clear() const { return !tls_; }
    /// read_some() of a clear stream, without a coroutine frame of its own.
    auto read_clear(boost::asio::mutable_buffer into) {
        return socket_.async_read_some(into, boost::asio::as_tuple(boost::asio::deferred));
    }
    awaitable<Transfer> read_some(boost::asio::mutable_buffer into);
    /// As much of both parts as the socket takes without waiting; nothing over TLS.
    [[nodiscard]] std::size_t write_at_once(std::string_view head, std::string_view body, Error& error);
    /// Both parts in one go; they have to live until it is done.
    awaitable<Transfer> write(std::string_view head, std::string_view body);

    /// Ends the operation in progress, if it waits for the socket.
    void cancel();
    /// Tells the other end that no more comes.
    void end_writing();
    void close();

    [[nodiscard]] Peer peer() const;
    /// Why the handshake failed; empty before and when it did not.
    [[nodiscard]] const std::string& trouble() const { return trouble_; }

private:
    template <class Operation>
    awaitable<Error> repeat(Operation operation);
    awaitable<Transfer> read_tls(boost::asio::mutable_buffer into);
    awaitable<Transfer> write_tls(std::string octets);

    boost::asio::ip::tcp::socket socket_;
    std::shared_ptr<const TlsContext> context_;
    SslHandle tls_;
    std::string trouble_;
};

}  // namespace assay::wire
