#include <algorithm>
#include <cerrno>

#include <fmt/format.h>

#include "assay/base/open_files.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/fleet/server.hpp"

namespace assay::fleet {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;

constexpr std::uint32_t first_port_of_search = 10'000, highest_port = 0xFFFF;
// A fleet behind one socket gets bursts of many clients; the system's limit may make it less.
constexpr int shared_receive_buffer = 4 << 20;

[[noreturn]] void refuse(const error_code& error, const Endpoint& endpoint) {
    const char* remedy = "choose another --listen address, or port 0 for any free port";
    if (error == asio::error::access_denied)
        remedy = "ports below 1024 need a privilege (CAP_NET_BIND_SERVICE); choose a higher one, like 6230";
    if (error == asio::error::no_descriptors) remedy = "raise the limit of open files with 'ulimit -n'";
    if (error.value() == EADDRNOTAVAIL)
        remedy = "the machine does not have this address; add it with 'ip address add', or listen elsewhere";
    throw base::SetupError{"cannot listen: " + error.message(), text_of(endpoint), remedy};
}

udp::socket opened(asio::io_context& io, const Endpoint& endpoint, error_code& error) {
    udp::socket socket{io};
    socket.open(endpoint.protocol(), error);
    if (!error) socket.bind(endpoint, error);
    if (!error) socket.non_blocking(true, error);
    return socket;
}

udp::socket opened(asio::io_context& io, const Endpoint& endpoint) {
    error_code error;
    udp::socket socket = opened(io, endpoint, error);
    if (error) refuse(error, endpoint);
    return socket;
}

udp::socket open_shared(asio::io_context& io, std::uint16_t port) {
    udp::socket socket = opened(io, {asio::ip::address_v4::any(), port});
    const int on = 1;
    if (::setsockopt(socket.native_handle(), IPPROTO_IP, IP_PKTINFO, &on, sizeof on) != 0) {
        throw base::SetupError{"the system does not tell destinations", "--spread addresses",
                               "use --spread ports"};
    }
    error_code ignored;  // it works with less, too
    socket.set_option(asio::socket_base::receive_buffer_size{shared_receive_buffer}, ignored);
    // The server drops what is for other addresses anyway; this keeps other machines from waking it.
    static constexpr char loopback[] = "lo";
    std::ignore =
        ::setsockopt(socket.native_handle(), SOL_SOCKET, SO_BINDTODEVICE, loopback, sizeof loopback);
    return socket;
}

struct Opened {
    std::vector<udp::socket> sockets;  ///< empty when a port was taken that may be another one
    std::uint32_t taken = 0;           ///< which
};

/// A socket for each member; the first decides about the port where that is 0.
Opened open_each(asio::io_context& io, Layout layout, bool may_choose) {
    Opened opened_ones;
    for (std::uint32_t member = 0; member < layout.members; ++member) {
        error_code error;
        const Endpoint endpoint = layout.endpoint_of(member);
        opened_ones.sockets.push_back(opened(io, endpoint, error));
        if (may_choose && error == asio::error::address_in_use) return {{}, endpoint.port()};
        if (error) refuse(error, endpoint);
        if (member != 0) continue;
        layout.first.port(opened_ones.sockets.front().local_endpoint().port());
        if (may_choose && !layout.excess().empty()) return {};
    }
    return opened_ones;
}

}  // namespace

Sockets::Sockets(asio::io_context& io, const Layout& layout) : layout_{layout} {
    base::allow_sockets(
        layout.sockets(), "--fleet",
        "raise the limit with 'ulimit -n', or use --spread addresses, which needs one socket");
    if (layout_.shares_a_socket()) {
        sockets_.push_back(open_shared(io, layout_.first.port()));
        layout_.first.port(sockets_.front().local_endpoint().port());
        return;
    }
    const bool may_choose = layout.first.port() == 0;
    sockets_ = open_each(io, layout_, may_choose).sockets;
    // the system gives ports out from here and there; many in a row are found by looking for them
    for (std::uint32_t port = first_port_of_search; sockets_.empty() && port <= highest_port;) {
        layout_.first.port(static_cast<std::uint16_t>(port));
        if (!layout_.excess().empty()) break;
        Opened opened_ones = open_each(io, layout_, may_choose);
        sockets_ = std::move(opened_ones.sockets);
        port = opened_ones.taken + 1;
    }
    if (sockets_.empty()) {
        throw base::SetupError{fmt::format("found no port that is free for {} BMCs", layout_.members),
                               text_of(layout_.first), "give a port, or use --spread addresses"};
    }
    layout_.first.port(sockets_.front().local_endpoint().port());
}

}  // namespace assay::fleet
