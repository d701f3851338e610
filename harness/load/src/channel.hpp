// The octets of one connection at a time: TCP, with TLS on it where there is a TlsClient.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include "assay/base/clock.hpp"
#include "assay/load/error_kind.hpp"
#include "assay/record/exchange.hpp"
#include "lane.hpp"
#include "tls_client.hpp"

namespace assay::load {

class ChannelUser {
public:
    ChannelUser() = default;
    ChannelUser(const ChannelUser&) = delete;
    ChannelUser& operator=(const ChannelUser&) = delete;
    virtual ~ChannelUser() = default;

    virtual void on_connected(const Opening& opening) = 0;
    virtual void on_connect_failed(ErrorKind kind) = 0;
    /// `count` octets are in what receive() was given; with an error there are none, eof is the peer's end.
    virtual void on_received(const boost::system::error_code& error, std::size_t count) = 0;
};

/// Nothing is reported of a connection that was closed.
class Channel {
public:
    using Tcp = boost::asio::ip::tcp;

    /// @param tls null for clear text; @param user,clock outlive it
    Channel(boost::asio::io_context& context, std::shared_ptr<const TlsClient> tls, const base::Clock& clock,
            ChannelUser& user);

    void connect(const Tcp::endpoint& peer);
    /// Sends all, now or as soon as the peer takes it; valid until sent() or close(). A failure shows in
    /// receiving, which is always under way.
    void send(std::string_view octets);
    /// Has everything left?
    [[nodiscard]] bool sent() const { return rest_.empty(); }
    /// Once at a time; again from on_received() or later.
    void receive(std::span<char> room);
    void close();

    /// How the open connection is encrypted; nothing where it is clear text.
    [[nodiscard]] std::optional<record::TlsFacts> tls_facts() const;
    /// Changes with each close(): what is known of an older one is stale.
    [[nodiscard]] unsigned generation() const { return generation_; }

private:
    void connected(const boost::system::error_code& error);
    void shake_hands();
    void flush();
    [[nodiscard]] std::size_t write_some(boost::system::error_code& error);
    void receive_tls();
    void wait(Tcp::socket::wait_type what, void (Channel::*then)());

    std::shared_ptr<const TlsClient> tls_;
    const base::Clock& clock_;
    ChannelUser& user_;
    Tcp::socket socket_;
    TlsMemory memory_;  // outlives the connection, which refers to it
    TlsConnection secure_;
    std::string_view rest_;  ///< of what is being sent
    std::span<char> room_;   ///< TLS: where the next octets go
    bool reading_ = false;   ///< receive_tls() runs and will come back to room_
    unsigned generation_ = 0;
    base::Instant began_;
    Opening opening_;
};

}  // namespace assay::load
