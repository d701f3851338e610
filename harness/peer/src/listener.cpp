#include "assay/peer/listener.hpp"

#include <array>
#include <charconv>
#include <deque>
#include <map>

#include <fmt/format.h>
#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/write.hpp>

#include "assay/base/setup_error.hpp"
#include "assay/base/text.hpp"
#include "assay/base/usage_error.hpp"
#include "assay/observe/http_reading.hpp"

namespace assay::peer {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

constexpr std::size_t longest_request = 16UL * 1024 * 1024;

/// What is in a buffer: how long its first request is, nothing while that has not all come.
std::optional<std::size_t> length_of_request(const std::string& octets, bool& waits_for_continue) {
    const observe::HttpReading reading = observe::read_request(octets);
    std::size_t length = octets.size();
    for (const observe::FramingTrouble& trouble : reading.troubles) {
        if (trouble.kind == observe::Framing::unfinished_head) return std::nullopt;
        if (trouble.kind == observe::Framing::short_body) {
            waits_for_continue = base::equal_ignoring_case(reading.value("Expect"), "100-continue");
            return std::nullopt;
        }
        if (trouble.kind == observe::Framing::surplus_octets) length = trouble.offset;
    }
    return length;
}

tcp::endpoint endpoint_of(const std::string& address) {
    const auto refuse = [&] {
        throw base::UsageError{"this is no address to listen on", address, "write it as 127.0.0.1:0"};
    };
    const auto colon = address.rfind(':');
    if (colon == std::string::npos) refuse();
    std::string host = address.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    error_code error;
    const auto ip = asio::ip::make_address(host, error);
    unsigned port = 0;
    const char* end = address.data() + address.size();
    const auto read = std::from_chars(address.data() + colon + 1, end, port);
    if (error || read.ec != std::errc{} || read.ptr != end || port > 65535) refuse();
    if (ip.is_unspecified()) {
        throw base::UsageError{"clients are told this address, and it is nobody's", address,
                               "name an address of this machine that they can reach"};
    }
    return {ip, static_cast<std::uint16_t>(port)};
}

std::string text_of(const tcp::endpoint& endpoint) {
    const bool six = endpoint.address().is_v6();
    return fmt::format("{}{}{}:{}", six ? "[" : "", endpoint.address().to_string(), six ? "]" : "",
                       endpoint.port());
}

}  // namespace

class Listener::Impl {
public:
    Impl(const std::string& address, const base::Clock& clock) : clock_{clock}, first_{io_}, other_{io_} {
        const tcp::endpoint asked = endpoint_of(address);
        open(first_, asked);
        open(other_, {asked.address(), 0});
        accept(first_, false);
        accept(other_, true);
    }

    [[nodiscard]] std::string authority() const { return text_of(first_.local_endpoint()); }
    [[nodiscard]] std::string other_authority() const { return text_of(other_.local_endpoint()); }

    std::optional<Incoming> next(base::Instant until) {
        while (ready_.empty() && clock_.now() < until) io_.run_one_until(until);
        if (ready_.empty()) return std::nullopt;
        Incoming first = std::move(ready_.front());
        ready_.pop_front();
        return first;
    }

    std::string write(std::uint32_t number, const std::string& octets, base::Instant until) {
        const auto found = connections_.find(number);
        if (found == connections_.end()) return "the client has closed the connection";
        const std::shared_ptr<Connection> connection = found->second;
        std::optional<error_code> done;
        asio::async_write(connection->socket, asio::buffer(octets),
                          [&done](error_code error, std::size_t) { done = error; });
        while (!done && clock_.now() < until) io_.run_one_until(until);
        if (!done) {
            error_code ignored;
            connection->socket.cancel(ignored);
            while (!done) io_.run_one();
            return "the client did not take the answer in time";
        }
        return *done ? done->message() : std::string{};
    }

    void close(std::uint32_t number) {
        const auto found = connections_.find(number);
        if (found == connections_.end()) return;
        error_code ignored;
        found->second->socket.shutdown(tcp::socket::shutdown_send, ignored);
    }

    /// Twice: what the first round lets in still belongs to a client that is gone.
    void drop_all() {
        for (int round = 0; round < 2; ++round) {
            for (auto& [number, connection] : connections_) {
                error_code ignored;
                connection->socket.close(ignored);
            }
            connections_.clear();
            io_.poll();
        }
        ready_.clear();
    }

private:
    struct Connection {
        explicit Connection(tcp::socket taken) : socket{std::move(taken)} {}
        tcp::socket socket;
        std::uint32_t number = 0;
        bool elsewhere = false;
        bool told_to_continue = false;
        std::string octets;  ///< that are not a whole request yet
        base::Instant began;
        std::array<char, 65536> buffer{};
    };

    static void open(tcp::acceptor& acceptor, const tcp::endpoint& at) {
        error_code error;
        acceptor.open(at.protocol(), error);
        if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
        if (!error) acceptor.bind(at, error);
        if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
        if (error) {
            throw base::SetupError{"cannot listen: " + error.message(), text_of(at),
                                   "choose another address with --listen, or port 0"};
        }
    }

    void accept(tcp::acceptor& acceptor, bool elsewhere) {
        acceptor.async_accept([this, &acceptor, elsewhere](error_code error, tcp::socket socket) {
            if (error == asio::error::operation_aborted) return;
            if (!error) {
                const auto connection = std::make_shared<Connection>(std::move(socket));
                connection->number = ++last_connection_;
                connection->elsewhere = elsewhere;
                error_code ignored;
                connection->socket.set_option(tcp::no_delay{true}, ignored);
                connections_.emplace(connection->number, connection);
                read(connection);
            }
            accept(acceptor, elsewhere);
        });
    }

    void read(const std::shared_ptr<Connection>& connection) {
        connection->socket.async_read_some(asio::buffer(connection->buffer),
                                           [this, connection](error_code error, std::size_t count) {
                                               if (count > 0) take(*connection, count);
                                               if (error || connection->octets.size() > longest_request)
                                                   return ended(*connection);
                                               read(connection);
                                           });
    }

    void take(Connection& connection, std::size_t count) {
        if (connection.octets.empty()) connection.began = clock_.now();
        connection.octets.append(connection.buffer.data(), count);
        bool waits = false;
        while (!connection.octets.empty()) {
            const auto length = length_of_request(connection.octets, waits);
            if (!length) break;
            give(connection, *length);
        }
        if (waits && !connection.told_to_continue) {
            connection.told_to_continue = true;
            error_code ignored;  // RFC 9110 §10.1.1; small enough for every socket buffer
            asio::write(connection.socket, asio::buffer(std::string_view{"HTTP/1.1 100 Continue\r\n\r\n"}),
                        ignored);
        }
    }

    void give(Connection& connection, std::size_t length) {
        ready_.push_back({connection.number, connection.elsewhere, connection.octets.substr(0, length),
                          connection.began, clock_.now()});
        connection.octets.erase(0, length);
        connection.told_to_continue = false;
        connection.began = clock_.now();
    }

    void ended(Connection& connection) {
        if (!connection.octets.empty()) give(connection, connection.octets.size());
        error_code ignored;
        connection.socket.close(ignored);
        connections_.erase(connection.number);
    }

    const base::Clock& clock_;
    asio::io_context io_{1};
    tcp::acceptor first_;
    tcp::acceptor other_;
    std::map<std::uint32_t, std::shared_ptr<Connection>> connections_;
    std::deque<Incoming> ready_;
    std::uint32_t last_connection_ = 0;
};

Listener::Listener(const std::string& address, const base::Clock& clock)
    : impl_{std::make_unique<Impl>(address, clock)} {}
Listener::~Listener() = default;

std::string Listener::authority() const { return impl_->authority(); }
std::string Listener::other_authority() const { return impl_->other_authority(); }
std::optional<Incoming> Listener::next(base::Instant until) { return impl_->next(until); }
std::string Listener::write(std::uint32_t connection, const std::string& octets, base::Instant until) {
    return impl_->write(connection, octets, until);
}
void Listener::close(std::uint32_t connection) { impl_->close(connection); }
void Listener::drop_all() { impl_->drop_all(); }

}  // namespace assay::peer
