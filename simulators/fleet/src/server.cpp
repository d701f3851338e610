#include "assay/fleet/server.hpp"

#include "datagrams.hpp"

namespace assay::fleet {
namespace {

namespace asio = boost::asio;
using asio::ip::address_v4;
using asio::ip::udp;
using boost::system::error_code;

constexpr int batches_a_wakeup = 8;  // then timers, signals and other sockets get their turn
constexpr int ticks_a_wakeup = 64;   // so that datagrams do not wait for a whole fleet's scans
/// A fleet has thousands of due times a second; those that fall into this time share a wake-up.
constexpr base::Duration shortest_sleep = std::chrono::milliseconds{2};

}  // namespace

struct Server::Boxes {
    Inbox in;
    Outbox out;
};

Server::Server(asio::io_context& io, Sockets& sockets, Fleet& fleet, const base::Clock& clock)
    : layout_{sockets.layout()},
      sockets_{sockets.all()},
      fleet_{fleet},
      clock_{clock},
      timer_{io},
      boxes_{std::make_unique<Boxes>()} {
    for (Fleet::Member member = 0; member < fleet_.size(); ++member)
        fleet_.at(member).chassis().listen_on(layout_.endpoint_of(member).port());
    for (std::size_t socket = 0; socket < sockets_.size(); ++socket) listen(socket);
    timer_.expires_at(base::Instant::min());
    timer_.async_wait([this](const error_code& error) {
        if (!error) tick();
    });
}

Server::~Server() = default;

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
        const std::size_t count = boxes_->in.receive(handle);
        answer(socket, count, now);
        if (count < batch_size) break;
    }
    wake_for_next_due(now);
}

std::optional<Fleet::Member> Server::member_for(std::size_t socket, std::size_t datagram) const {
    if (!layout_.shares_a_socket()) return static_cast<Fleet::Member>(socket);
    const auto destination = boxes_->in.destination(datagram);
    return destination ? layout_.member_at(*destination) : std::nullopt;
}

void Server::answer(std::size_t socket, std::size_t count, base::Instant now) {
    const int handle = sockets_[socket].native_handle();
    for (std::size_t i = 0; i < count; ++i) {
        const auto member = member_for(socket, i);
        if (!member) continue;
        const bmc::Peer sender = boxes_->in.sender(i);
        const auto reply = fleet_.receive(*member, boxes_->in.datagram(i), sender, now);
        if (!reply.empty()) boxes_->out.add(handle, reply, sender, source_of(*member));
        post_outgoing(*member);
    }
    boxes_->out.flush(handle);
}

int Server::handle_of(Fleet::Member member) {
    return sockets_[layout_.shares_a_socket() ? 0 : member].native_handle();
}

std::optional<address_v4> Server::source_of(Fleet::Member member) const {
    if (!layout_.shares_a_socket()) return std::nullopt;
    return layout_.endpoint_of(member).address().to_v4();
}

void Server::post_outgoing(Fleet::Member member) {
    for (const bmc::Outgoing& outgoing : fleet_.at(member).take_outgoing())
        boxes_->out.add(handle_of(member), outgoing.datagram, outgoing.to, source_of(member));
}

void Server::attend(Fleet::Member member) {
    post_outgoing(member);
    boxes_->out.flush(handle_of(member));
    fleet_.settle(member);
    wake_for_next_due(clock_.now());
}

void Server::tick() {
    const base::Instant now = clock_.now();
    for (int ticks = 0; ticks < ticks_a_wakeup; ++ticks) {
        const auto member = fleet_.tick_next(now);
        if (!member) break;
        post_outgoing(*member);
        boxes_->out.flush(handle_of(*member));
    }
    timer_.expires_at(base::Instant::max());
    wake_for_next_due(now);
}

void Server::wake_for_next_due(base::Instant now) {
    const base::Instant due = std::max(fleet_.next_due(), now + shortest_sleep);
    if (due >= timer_.expiry()) return;
    timer_.expires_at(due);
    timer_.async_wait([this](const error_code& error) {
        if (!error) tick();
    });
}

}  // namespace assay::fleet
