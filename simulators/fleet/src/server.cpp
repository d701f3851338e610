#include "assay/fleet/server.hpp"

#include <algorithm>

namespace assay::fleet {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;

constexpr int batches_a_wakeup = 8;  // then timers, signals and other sockets get their turn
constexpr int ticks_a_wakeup = 64;   // so that datagrams do not wait for a whole fleet's scans
/// A fleet has thousands of due times a second; those that fall into this time share a wake-up.
constexpr base::Duration shortest_sleep = std::chrono::milliseconds{2};

bmc::Peer peer_of(const base::SocketAddress& address) {
    bmc::Peer peer;
    if (address.any.sa_family == AF_INET) {
        peer.address = ntohl(address.v4.sin_addr.s_addr);
        peer.port = ntohs(address.v4.sin_port);
    } else {
        std::ranges::copy(address.v6.sin6_addr.s6_addr, peer.address6.begin());
        peer.port = ntohs(address.v6.sin6_port);
    }
    return peer;
}

base::SocketAddress address_of(const bmc::Peer& peer) {
    return peer.address != 0 ? base::ipv4_address(peer.address, peer.port)
                             : base::ipv6_address(peer.address6, peer.port);
}

}  // namespace

Server::Server(asio::io_context& io, Sockets& sockets, Fleet& fleet, const SimulatedClock& clock)
    : layout_{sockets.layout()},
      sockets_{sockets.all()},
      fleet_{fleet},
      clock_{clock},
      timer_{io},
      in_{std::make_unique<base::DatagramInbox>()},
      out_{std::make_unique<base::DatagramOutbox>()} {
    for (Fleet::Member member = 0; member < fleet_.size(); ++member) introduce(member);
    for (std::size_t socket = 0; socket < sockets_.size(); ++socket) listen(socket);
    timer_.expires_at(base::Instant::min());
    timer_.async_wait([this](const error_code& error) {
        if (!error) tick();
    });
}

void Server::introduce(Fleet::Member member) {
    fleet_.at(member).chassis().listen_on(layout_.endpoint_of(member).port());
}

void Server::listen(std::size_t socket) {
    sockets_[socket].async_wait(udp::socket::wait_read, [this, socket](const error_code& error) {
        if (error) return;
        serve(socket);
        listen(socket);
    });
}

void Server::serve(std::size_t socket) {
    const base::Instant now = clock_.now();
    const int handle = sockets_[socket].native_handle();
    for (int batch = 0; batch < batches_a_wakeup; ++batch) {
        const std::size_t count = in_->receive(handle);
        answer(socket, count, now);
        if (count < base::datagrams_in_batch) break;
    }
    wake_for_next_due(now);
}

std::optional<Fleet::Member> Server::member_for(std::size_t socket, std::size_t datagram) const {
    if (!layout_.shares_a_socket()) return static_cast<Fleet::Member>(socket);
    const auto destination = in_->destination(datagram);
    return destination ? layout_.member_at(asio::ip::address_v4{*destination}) : std::nullopt;
}

void Server::answer(std::size_t socket, std::size_t count, base::Instant now) {
    const int handle = sockets_[socket].native_handle();
    for (std::size_t i = 0; i < count; ++i) {
        const auto member = member_for(socket, i);
        if (!member) continue;
        const base::SocketAddress& sender = in_->sender(i);
        const auto reply = fleet_.receive(*member, in_->datagram(i), peer_of(sender), now);
        if (!reply.empty()) out_->add(handle, reply, &sender, source_of(*member));
        post_outgoing(*member);
    }
    out_->flush(handle);
}

int Server::handle_of(Fleet::Member member) {
    return sockets_[layout_.shares_a_socket() ? 0 : member].native_handle();
}

std::optional<std::uint32_t> Server::source_of(Fleet::Member member) const {
    if (!layout_.shares_a_socket()) return std::nullopt;
    return layout_.endpoint_of(member).address().to_v4().to_uint();
}

void Server::post_outgoing(Fleet::Member member) {
    for (const bmc::Outgoing& outgoing : fleet_.at(member).take_outgoing()) {
        const base::SocketAddress receiver = address_of(outgoing.to);
        out_->add(handle_of(member), outgoing.datagram, &receiver, source_of(member));
    }
}

void Server::attend(Fleet::Member member) {
    post_outgoing(member);
    out_->flush(handle_of(member));
    fleet_.settle(member);
    wake_for_next_due(clock_.now());
}

void Server::tick() {
    const base::Instant now = clock_.now();
    for (int ticks = 0; ticks < ticks_a_wakeup; ++ticks) {
        const auto member = fleet_.tick_next(now);
        if (!member) break;
        post_outgoing(*member);
        out_->flush(handle_of(*member));
    }
    timer_.expires_at(base::Instant::max());
    wake_for_next_due(now);
}

void Server::wake_for_next_due(base::Instant now) {
    // the timer knows the world's time only
    const base::Instant due =
        std::max(clock_.in_world(fleet_.next_due()), clock_.in_world(now) + shortest_sleep);
    if (due >= timer_.expiry()) return;
    timer_.expires_at(due);
    timer_.async_wait([this](const error_code& error) {
        if (!error) tick();
    });
}

void Server::catch_up() { wake_for_next_due(clock_.now()); }

}  // namespace assay::fleet
