#include "relay.hpp"

#include <array>
#include <tuple>
#include <utility>

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include "assay/observe/conversation.hpp"
#include "tls.hpp"

namespace assay::proxy {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using asio::ip::tcp;
using boost::system::error_code;
using observe::From;

constexpr auto tupled = asio::as_tuple(asio::use_awaitable);

/// How long a client may take to ask for what cannot be answered, and to hang up.
constexpr std::chrono::seconds patience{10};
constexpr std::chrono::seconds farewell{2};

/// One end: a socket with or without TLS.
class Leg {
public:
    Leg(tcp::socket socket, asio::ssl::context& context, bool tls)
        : stream_{std::move(socket), context}, tls_{tls} {}

    [[nodiscard]] TlsStream& stream() { return stream_; }
    [[nodiscard]] tcp::socket& socket() { return stream_.next_layer(); }
    [[nodiscard]] bool tls() const { return tls_; }

    awaitable<std::pair<error_code, std::size_t>> read(asio::mutable_buffer into) {
        std::tuple<error_code, std::size_t> done;
        if (tls_) {
            done = co_await stream_.async_read_some(into, tupled);
        } else {
            done = co_await socket().async_read_some(into, tupled);
        }
        co_return std::pair{std::get<0>(done), std::get<1>(done)};
    }

    awaitable<error_code> write(asio::const_buffer octets) {
        std::tuple<error_code, std::size_t> done;
        if (tls_) {
            done = co_await asio::async_write(stream_, octets, tupled);
        } else {
            done = co_await asio::async_write(socket(), octets, tupled);
        }
        co_return std::get<0>(done);
    }

    /// No more will be written. TLS says so only when it ends altogether.
    void half_close() {
        error_code ignored;
        if (!tls_) socket().shutdown(tcp::socket::shutdown_send, ignored);
    }

    void cancel() {
        error_code ignored;
        socket().cancel(ignored);
    }

    void close() {
        error_code ignored;
        socket().close(ignored);
    }

private:
    TlsStream stream_;
    bool tls_;
};

class TappedRelay final : public Relay, public std::enable_shared_from_this<TappedRelay> {
public:
    TappedRelay(tcp::socket client, const Switchboard& switchboard)
        : board_{switchboard},
          timer_{client.get_executor()},
          resolver_{client.get_executor()},
          service_{tcp::socket{client.get_executor()}, switchboard.service_tls, switchboard.job.service.tls},
          client_{std::move(client),
                  switchboard.client_tls == nullptr ? switchboard.service_tls : *switchboard.client_tls,
                  switchboard.client_tls != nullptr},
          conversation_{switchboard.tap.conversation()} {
        error_code ignored;
        client_.socket().set_option(tcp::no_delay{true}, ignored);
    }
    ~TappedRelay() override { board_.on_end(); }
    TappedRelay(const TappedRelay&) = delete;
    TappedRelay& operator=(const TappedRelay&) = delete;

    void start() { asio::co_spawn(client_.socket().get_executor(), run(shared_from_this()), asio::detached); }

    void stop() override {
        conclude("the proxy was stopped");
        timer_.cancel();
        resolver_.cancel();
        client_.close();
        service_.close();
    }

private:
    using Self = std::shared_ptr<TappedRelay>;

    awaitable<void> run(Self self) {
        if (client_.tls()) {
            const std::string trouble = co_await within(patience, greet_client(), client_);
            if (!trouble.empty()) {
                board_.tap.note("a client did not come to speak TLS: " + trouble);
                co_return conclude("no TLS");
            }
        }
        const std::string trouble = co_await within(board_.job.connect_timeout, reach_service(), service_);
        if (!trouble.empty()) co_return co_await refuse(trouble);
        const auto executor = client_.socket().get_executor();
        pumping_ = 2;
        asio::co_spawn(executor, pump_requests(self), asio::detached);
        asio::co_spawn(executor, pump_answers(self), asio::detached);
    }

    /// Runs `step`, and closes the leg when it takes too long.
    awaitable<std::string> within(std::chrono::nanoseconds limit, awaitable<std::string> step, Leg& leg) {
        bool late = false;
        timer_.expires_after(limit);
        timer_.async_wait([&late, &leg, this](const error_code& error) {
            if (error) return;
            late = true;
            resolver_.cancel();
            leg.close();
        });
        std::string trouble = co_await std::move(step);
        timer_.expires_at(std::chrono::steady_clock::time_point::max());
        // The handler refers to this frame: it has to have run.
        co_await asio::post(leg.stream().get_executor(), asio::use_awaitable);
        if (late)
            trouble = fmt::format("nothing within {:.1f} s", std::chrono::duration<double>{limit}.count());
        co_return trouble;
    }

    awaitable<std::string> greet_client() {
        auto [error] = co_await client_.stream().async_handshake(asio::ssl::stream_base::server, tupled);
        co_return error ? error.message() : std::string{};
    }

    awaitable<std::string> reach_service() {
        const base::HttpEndpoint& service = board_.job.service;
        auto [unresolved, endpoints] =
            co_await resolver_.async_resolve(service.host, std::to_string(service.port), tupled);
        if (unresolved) co_return unresolved.message();
        auto [unconnected, endpoint] = co_await asio::async_connect(service_.socket(), endpoints, tupled);
        if (unconnected) co_return unconnected.message();
        error_code ignored;
        service_.socket().set_option(tcp::no_delay{true}, ignored);
        if (!service.tls) co_return std::string{};
        expect_name(service_.stream(), board_.job);
        auto [unsafe] = co_await service_.stream().async_handshake(asio::ssl::stream_base::client, tupled);
        if (unsafe) co_return "TLS: " + unsafe.message();
        conversation_.set_tls(facts_of(service_.stream()));
        co_return std::string{};
    }

    awaitable<void> pump_requests(Self self) {
        std::array<char, 16384> buffer;
        while (true) {
            const auto [error, count] = co_await client_.read(asio::buffer(buffer));
            if (count > 0) {
                conversation_.take(From::client, {buffer.data(), count}, board_.tap.now());
                const error_code unwritten = co_await service_.write(asio::buffer(buffer.data(), count));
                if (unwritten) break;
            }
            if (!error) continue;
            if (error != asio::error::operation_aborted) client_has_closed();
            break;
        }
        co_await pumped(std::move(self));
    }

    /// The client may still wait for an answer: closing one direction is lawful.
    void client_has_closed() {
        client_closed_ = true;
        conversation_.closed(From::client, board_.tap.now());
        service_.half_close();
        if (conversation_.whole_requests_waiting() == 0) service_.cancel();
    }

    awaitable<void> pump_answers(Self self) {
        std::array<char, 16384> buffer;
        while (!client_closed_ || conversation_.whole_requests_waiting() > 0) {
            const auto [error, count] = co_await service_.read(asio::buffer(buffer));
            if (count > 0) {
                conversation_.take(From::service, {buffer.data(), count}, board_.tap.now());
                const error_code unwritten = co_await client_.write(asio::buffer(buffer.data(), count));
                if (unwritten) break;
            }
            if (!error) continue;
            if (error != asio::error::operation_aborted)
                conversation_.closed(From::service, board_.tap.now());
            break;
        }
        client_.cancel();
        co_await pumped(std::move(self));
    }

    awaitable<void> pumped(Self /*self*/) {
        if (--pumping_ > 0) co_return;
        conclude("the connection ended");
        co_await hang_up();
    }

    /// Lets the client have what was written before the socket goes.
    awaitable<void> hang_up() {
        service_.close();
        timer_.expires_after(farewell);
        timer_.async_wait([self = shared_from_this()](const error_code& error) {
            if (!error) self->client_.close();
        });
        if (client_.tls()) (void)co_await client_.stream().async_shutdown(tupled);
        error_code error;
        client_.socket().shutdown(tcp::socket::shutdown_send, error);
        std::array<char, 1024> unread;
        while (!error)
            std::tie(error, std::ignore) =
                co_await client_.socket().async_read_some(asio::buffer(unread), tupled);
        timer_.cancel();
        client_.close();
    }

    /// The service is not to be reached: the client is told, once it has asked.
    awaitable<void> refuse(const std::string& trouble) {
        timer_.expires_after(patience);
        timer_.async_wait([self = shared_from_this()](const error_code& error) {
            if (!error) self->client_.cancel();
        });
        std::array<char, 16384> buffer;
        error_code error;
        while (!error && conversation_.whole_requests_waiting() == 0) {
            std::size_t count = 0;
            std::tie(error, count) = co_await client_.read(asio::buffer(buffer));
            conversation_.take(From::client, {buffer.data(), count}, board_.tap.now());
        }
        timer_.cancel();
        conversation_.unreachable(board_.tap.now(), trouble);
        const std::string body = fmt::format("assay proxy: {}: {}\n", board_.job.service.url(), trouble);
        const std::string answer = fmt::format(
            "HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain;charset=UTF-8\r\nContent-Length: {}\r\n"
            "Connection: close\r\n\r\n{}",
            body.size(), body);
        (void)co_await client_.write(asio::buffer(answer));
        conclude("the connection ended");
        co_await hang_up();
    }

    void conclude(const char* why) {
        if (std::exchange(concluded_, true)) return;
        conversation_.end(board_.tap.now(), why);
        board_.tap.add_up(conversation_);
    }

    const Switchboard& board_;
    asio::steady_timer timer_;
    tcp::resolver resolver_;
    Leg service_;
    Leg client_;
    observe::Conversation conversation_;
    int pumping_ = 0;
    bool client_closed_ = false;
    bool concluded_ = false;
};

}  // namespace

std::weak_ptr<Relay> start_relay(tcp::socket client, const Switchboard& switchboard) {
    const auto relay = std::make_shared<TappedRelay>(std::move(client), switchboard);
    relay->start();
    return relay;
}

}  // namespace assay::proxy
