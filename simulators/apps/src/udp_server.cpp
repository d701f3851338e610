#include "udp_server.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>

#include "assay/base/clock.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/bmc/bmc.hpp"

namespace assay::bmcsim {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;

constexpr std::size_t longest_datagram =
    2048;                               // IPMI payloads end far below; the rest is dropped by the decoder
constexpr int datagrams_a_wakeup = 64;  // then timers and signals get their turn
constexpr auto tick_interval = std::chrono::milliseconds{500};

std::string text_of(const udp::endpoint& endpoint) {
    const std::string host = endpoint.address().to_string();
    return fmt::format("{}:{}", endpoint.address().is_v6() ? "[" + host + "]" : host, endpoint.port());
}

bmc::Peer peer_of(const udp::endpoint& endpoint) {
    const auto& address = endpoint.address();
    bmc::Peer peer{address.is_v4() ? address.to_v4().to_uint() : 0, endpoint.port()};
    if (address.is_v6()) peer.address6 = address.to_v6().to_bytes();
    return peer;
}

udp::endpoint endpoint_of(const bmc::Peer& peer) {
    if (peer.address != 0) return {asio::ip::address_v4{peer.address}, peer.port};
    return {asio::ip::address_v6{peer.address6}, peer.port};
}

class Server {
public:
    Server(const bmc::ChassisModel& model, const udp::endpoint& endpoint, std::uint64_t seed)
        : socket_{io_, endpoint.protocol()}, bmc_{model, commands_,    random_,
                                                  seed,  clock_.now(), clock_.wall()} {
        error_code error;
        socket_.bind(endpoint, error);
        if (error) {
            throw base::SetupError{"cannot listen: " + error.message(), text_of(endpoint),
                                   "choose another --listen address, or port 0 for any free port"};
        }
        socket_.non_blocking(true);
        bmc_.chassis().listen_on(socket_.local_endpoint().port());
    }

    void install(const bmc::Seams& seams) { bmc_.install(seams); }
    [[nodiscard]] std::string address() const { return text_of(socket_.local_endpoint()); }

    void run() {
        signals_.async_wait([this](error_code, int) { io_.stop(); });
        wait_for_datagram();
        wait_for_tick();
        io_.run();
    }

private:
    void wait_for_datagram() {
        socket_.async_wait(udp::socket::wait_read, [this](error_code) {
            for (int i = 0; i < datagrams_a_wakeup && answer_one(); ++i) {
            }
            send_outgoing();
            wait_for_datagram();
        });
    }

    bool answer_one() {
        udp::endpoint from;
        error_code error;
        const std::size_t length = socket_.receive_from(asio::buffer(in_), from, 0, error);
        if (error == asio::error::would_block) return false;
        // an ICMP "port unreachable" for an earlier answer shows up here; the next datagram is no worse for
        // it
        if (error) return true;
        const auto reply = bmc_.receive({in_.data(), length}, peer_of(from), clock_.now());
        if (!reply.empty()) socket_.send_to(asio::buffer(reply.data(), reply.size()), from, 0, error);
        return true;
    }

    void send_outgoing() {
        for (const bmc::Outgoing& outgoing : bmc_.take_outgoing()) {
            error_code error;  // as for an answer: who does not listen misses it
            socket_.send_to(asio::buffer(outgoing.datagram), endpoint_of(outgoing.to), 0, error);
        }
        if (bmc_.next_due() < timer_.expiry()) timer_.expires_at(bmc_.next_due());
    }

    void wait_for_tick() {
        timer_.expires_after(tick_interval);
        if (bmc_.next_due() < timer_.expiry()) timer_.expires_at(bmc_.next_due());
        timer_.async_wait([this](error_code) {
            // also when the deadline was moved: a tick too many harms nobody
            bmc_.tick(clock_.now());
            send_outgoing();
            wait_for_tick();
        });
    }

    asio::io_context io_{1};
    udp::socket socket_;
    asio::steady_timer timer_{io_};
    asio::signal_set signals_{io_, SIGINT, SIGTERM};
    std::array<base::Octet, longest_datagram> in_{};

    base::SystemClock clock_;
    ipmi_wire::SystemRandom random_;
    bmc::CommandTable commands_ = bmc::every_command();
    bmc::Bmc bmc_;
};

}  // namespace

std::optional<ListenAddress> parse_listen(const std::string& text) {
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) return std::nullopt;
    ListenAddress listen;
    listen.host = text.substr(0, colon);
    const bool bracketed = listen.host.size() > 2 && listen.host.front() == '[' && listen.host.back() == ']';
    if (bracketed) listen.host = listen.host.substr(1, listen.host.size() - 2);
    error_code error;
    listen.is_loopback = asio::ip::make_address(listen.host, error).is_loopback();
    const char* const end = text.data() + text.size();
    const auto parsed = std::from_chars(text.data() + colon + 1, end, listen.port);
    if (error || parsed.ec != std::errc{} || parsed.ptr != end) return std::nullopt;
    return listen;
}

void serve(const bmc::ChassisModel& model, const ListenAddress& listen, std::uint64_t seed,
           const std::function<void(const std::string&)>& ready, const bmc::Seams& seams) {
    Server server{model, {asio::ip::make_address(listen.host), listen.port}, seed};
    if (seams.incoming || seams.outgoing || seams.command) server.install(seams);
    ready(server.address());
    server.run();
}

}  // namespace assay::bmcsim
