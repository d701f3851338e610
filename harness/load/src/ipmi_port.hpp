// A UDP socket that the sessions of a worker share; their answers are told apart by the console's session
// ids.
#pragma once

#include <deque>
#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include "assay/base/clock.hpp"
#include "assay/base/datagrams.hpp"
#include "assay/load/target.hpp"

namespace assay::load {

/// What a port tells those who share it.
class PortUser {
public:
    PortUser() = default;
    PortUser(const PortUser&) = delete;
    PortUser& operator=(const PortUser&) = delete;
    virtual ~PortUser() = default;

    virtual void on_datagram(base::OctetView datagram, base::Instant now) = 0;
    virtual void on_refused(base::Instant now) = 0;  ///< nobody listens there
    virtual void on_turn(base::Instant now) = 0;     ///< its turn to log in has come
};

[[nodiscard]] base::SocketAddress socket_address(const Address& address);

/// Runs on its worker's thread only. What is sent within one turn of the event loop leaves in one system
/// call.
class IpmiPort {
public:
    /// @param only is `first` the only BMC? Then its refusal is noticed.
    IpmiPort(boost::asio::io_context& context, const base::Clock& clock, const Address& first, bool only);

    IpmiPort(const IpmiPort&) = delete;
    IpmiPort& operator=(const IpmiPort&) = delete;
    /// Sends what still waits to be sent.
    ~IpmiPort() { flush(); }

    /// Enters a user. @return its number, from 1, which stands in the lower 16 bits of its console ids
    [[nodiscard]] std::uint32_t enter(PortUser& user);
    void send(base::OctetView datagram, const base::SocketAddress& to);

    /// Log-ins take turns, so that a thousand sessions to open are no flood.
    void queue_login(PortUser& user, base::Instant now);
    void login_over(base::Instant now);

private:
    void receive_again();
    void receive();
    void flush();

    boost::asio::io_context& context_;
    const base::Clock& clock_;
    boost::asio::ip::udp::socket socket_;
    bool is_connected_;
    bool flushes_ = false;  // it is certain that flush() will be called
    base::DatagramInbox in_;
    base::DatagramOutbox out_;
    std::vector<PortUser*> users_;
    std::deque<PortUser*> waiting_;
    unsigned logging_in_ = 0;
};

}  // namespace assay::load
