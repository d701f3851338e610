#include "ipmi_port.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include "assay/load/ipmi_session.hpp"

namespace assay::load {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;

constexpr unsigned most_logins = 32;     // at a time
constexpr int batches_a_turn = 8;        // then due times get theirs
constexpr int receive_buffer = 4 << 20;  // a fleet answers in bursts; the system may allow less
constexpr std::uint32_t user_bits = 0xFFFF;

udp::endpoint endpoint_of(const Address& address) {
    return {asio::ip::make_address(address.ip), address.port};
}

}  // namespace

base::SocketAddress socket_address(const Address& address) {
    const auto ip = asio::ip::make_address(address.ip);
    if (ip.is_v4()) return base::ipv4_address(ip.to_v4().to_uint(), address.port);
    return base::ipv6_address(ip.to_v6().to_bytes(), address.port,
                              static_cast<std::uint32_t>(ip.to_v6().scope_id()));
}

IpmiPort::IpmiPort(asio::io_context& context, const base::Clock& clock, const Address& first, bool only)
    : context_{context}, clock_{clock}, socket_{context, endpoint_of(first).protocol()}, is_connected_{only} {
    error_code ignored;  // without it, or without a route, answers fail to come and are counted so
    socket_.set_option(asio::socket_base::receive_buffer_size{receive_buffer}, ignored);
    if (only) socket_.connect(endpoint_of(first), ignored);
    receive_again();
}

std::uint32_t IpmiPort::enter(PortUser& user) {
    users_.push_back(&user);
    return static_cast<std::uint32_t>(users_.size());
}

void IpmiPort::send(base::OctetView datagram, const base::SocketAddress& to) {
    out_.add(socket_.native_handle(), datagram, is_connected_ ? nullptr : &to);
    if (flushes_) return;
    flushes_ = true;
    asio::post(context_, [this] { flush(); });
}

void IpmiPort::flush() {
    out_.flush(socket_.native_handle());
    flushes_ = false;
}

void IpmiPort::receive_again() {
    socket_.async_wait(udp::socket::wait_read, [this](const error_code& error) {
        if (error) return;
        receive();
        receive_again();
    });
}

void IpmiPort::receive() {
    flushes_ = true;
    for (int batch = 0; batch < batches_a_turn; ++batch) {
        const std::size_t count = in_.receive(socket_.native_handle());
        const base::Instant now = clock_.now();
        for (std::size_t i = 0; i < count; ++i) {
            const auto id = console_id_of(in_.datagram(i));
            const std::uint32_t user = id.value_or(0) & user_bits;
            if (user != 0 && user <= users_.size()) users_[user - 1]->on_datagram(in_.datagram(i), now);
        }
        if (in_.refused()) {
            for (PortUser* const user : users_) user->on_refused(now);
        }
        if (count < base::datagrams_in_batch) break;
    }
    flush();
}

void IpmiPort::queue_login(PortUser& user, base::Instant now) {
    if (logging_in_ == most_logins) return waiting_.push_back(&user);
    ++logging_in_;
    user.on_turn(now);
}

void IpmiPort::login_over(base::Instant now) {
    --logging_in_;
    if (waiting_.empty()) return;
    PortUser& next = *waiting_.front();
    waiting_.pop_front();
    queue_login(next, now);
}

}  // namespace assay::load
