// The UDP edge of a fleet: its sockets, and the one timer that all its BMCs share.
#pragma once

#include <memory>
#include <vector>

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "assay/base/datagrams.hpp"
#include "assay/fleet/fleet.hpp"
#include "assay/fleet/simulated_clock.hpp"

namespace assay::fleet {

/// Opens the sockets of a fleet before the fleet is made, so that ports are known and errors come early.
class Sockets {
public:
    /// @param layout its port may be 0: then any is taken that is free for all of it
    /// @throws base::SetupError when an address cannot be bound or the process may not open so many files
    Sockets(boost::asio::io_context& io, const Layout& layout);

    /// As asked for, with the port that it became.
    [[nodiscard]] const Layout& layout() const { return layout_; }
    [[nodiscard]] std::vector<boost::asio::ip::udp::socket>& all() { return sockets_; }

private:
    Layout layout_;
    std::vector<boost::asio::ip::udp::socket> sockets_;
};

/// Serves a fleet on the thread that runs the io_context, until that stops.
class Server {
public:
    /// Tells every BMC its port. All four outlive the server.
    Server(boost::asio::io_context& io, Sockets& sockets, Fleet& fleet, const SimulatedClock& clock);
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    /// Sends what the member wants to send and notes when it is due. Call after changing a BMC from outside.
    void attend(Fleet::Member member);
    /// Tells the member its port. Call after it was made anew.
    void introduce(Fleet::Member member);
    /// Call after the clock leapt.
    void catch_up();

private:
    void listen(std::size_t socket);
    void serve(std::size_t socket);
    void answer(std::size_t socket, std::size_t count, base::Instant now);
    [[nodiscard]] std::optional<Fleet::Member> member_for(std::size_t socket, std::size_t datagram) const;
    [[nodiscard]] int handle_of(Fleet::Member member);
    [[nodiscard]] std::optional<std::uint32_t> source_of(Fleet::Member member) const;
    void post_outgoing(Fleet::Member member);
    void tick();
    void wake_for_next_due(base::Instant now);

    Layout layout_;
    std::vector<boost::asio::ip::udp::socket>& sockets_;
    Fleet& fleet_;
    const SimulatedClock& clock_;
    boost::asio::steady_timer timer_;
    std::unique_ptr<base::DatagramInbox> in_;
    std::unique_ptr<base::DatagramOutbox> out_;
};

}  // namespace assay::fleet
