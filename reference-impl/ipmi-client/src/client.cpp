#include "assay/ipmi-client/client.hpp"

#include <array>
#include <atomic>
#include <charconv>

#include <fmt/format.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/experimental/channel.hpp>
#include <boost/asio/experimental/concurrent_channel.hpp>
#include <boost/asio/ip/udp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "assay/base/setup_error.hpp"

namespace assay::ipmi_client {
namespace {

namespace asio = boost::asio;
using asio::ip::udp;
using boost::system::error_code;
using namespace std::chrono_literals;

constexpr auto try_await = asio::as_tuple(asio::use_awaitable);
constexpr std::uint16_t rmcp_port = 623;  // IPMI 2.0 §13.1.2
// §6.12.15: a BMC drops a session after 60 s ± 3 s of silence; a command sent into it would wait for nothing
constexpr base::Duration presumed_dead_after = 55s;
constexpr base::Duration pause_after_refusal = 100ms;

base::Instant now() { return std::chrono::steady_clock::now(); }

}  // namespace

/// Everything that runs on the strand; awaitables share its ownership.
struct Client::Shell : std::enable_shared_from_this<Client::Shell> {
    Shell(const asio::any_io_executor& executor, Target where)
        : strand{asio::make_strand(executor)},
          target{std::move(where)},
          machine{target.credentials, target.patience, random},
          socket{strand},
          timer{strand},
          turn{strand, 1} {}

    asio::strand<asio::any_io_executor> strand;
    Target target;
    ipmi_wire::SystemRandom random;
    SessionMachine machine;
    udp::socket socket;
    asio::steady_timer timer;
    /// Holds one message while an exchange runs; whoever wants the next one waits to put theirs in.
    asio::experimental::channel<void(error_code)> turn;
    std::atomic<std::size_t> waiting = 0;
    std::array<base::Octet, 2048> in{};

    [[nodiscard]] std::string address() const {
        return fmt::format("{}:{}",
                           target.host.find(':') == std::string::npos ? target.host : "[" + target.host + "]",
                           target.port);
    }

    Error error(Trouble trouble, std::string_view what) const {
        return {.trouble = trouble, .message = fmt::format("BMC {}: {}", address(), what)};
    }

    Error placed(Error problem) const {
        problem.message = fmt::format("BMC {}: {}", address(), problem.message);
        return problem;
    }

    template <class T>
    using Work = awaitable<Outcome<T>> (Shell::*)(Command);

    /// One command on its way, shared by whoever does it and whoever waits for its answer.
    template <class T>
    struct Order {
        explicit Order(asio::any_io_executor caller) : answer{std::move(caller), 1} {}
        asio::experimental::concurrent_channel<void(error_code, Outcome<T>)> answer;
        std::atomic<bool> abandoned = false;  ///< nobody waits for the answer any more
    };

    /// While it lives it is the others who wait.
    struct Turn {
        explicit Turn(Shell& owner) : shell{owner} {}
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() {
            shell.turn.try_receive([](error_code) {});
        }
        Shell& shell;
    };

    template <class T>
    static awaitable<void> do_in_turn(std::shared_ptr<Shell> self, Work<T> work, Command argument,
                                      std::shared_ptr<Order<T>> order) {
        // NOLINTNEXTLINE(bugprone-use-after-move): clang-tidy 14 misjudges the sequence of co_await
        co_await self->turn.async_send(error_code{}, try_await);
        --self->waiting;
        const Turn turn{*self};
        if (order->abandoned) co_return;
        order->answer.try_send(error_code{}, co_await attempt<T>(*self, work, std::move(argument)));
    }

    /// What is wrong with this machine (no entropy, say) is an answer too: the caller waits for one.
    template <class T>
    static awaitable<Outcome<T>> attempt(Shell& self, Work<T> work, Command argument) {
        try {
            co_return co_await (self.*work)(std::move(argument));
        } catch (const std::exception& trouble) {
            co_return self.error(Trouble::lost, trouble.what());
        }
    }

    /// Has `work` done on the strand when it is its turn, unless `order` is abandoned by then.
    template <class T>
    void start(std::shared_ptr<Order<T>> order, Work<T> work, Command argument) {
        asio::co_spawn(strand, do_in_turn<T>(shared_from_this(), work, std::move(argument), std::move(order)),
                       asio::detached);
    }

    /// Waits for the answer, on whatever thread the caller is. One that is cancelled goes away at once; an
    /// exchange under way is finished without it, so that the next one finds the session in order. Holds
    /// nothing of the client's own executor, so that either side may be destroyed first.
    template <class T>
    static awaitable<Outcome<T>> await(std::shared_ptr<Order<T>> order) {
        struct Waiting {
            std::shared_ptr<Order<T>> order;
            ~Waiting() { order->abandoned = true; }
        };
        const Waiting here{order};
        auto [cancelled, result] = co_await order->answer.async_receive(try_await);
        if (cancelled) {
            co_return Error{.trouble = Trouble::lost,
                            .message = "the caller did not wait for the BMC's answer"};
        }
        co_return std::move(result);
    }

    /// `work` from its place in the queue to its answer.
    template <class T>
    static awaitable<Outcome<T>> queue(std::shared_ptr<Shell> self, Work<T> work, Command argument) {
        if (++self->waiting > most_waiting) {
            --self->waiting;
            co_return self->error(Trouble::busy, "too many commands wait for their turn");
        }
        auto order = std::make_shared<Order<T>>(co_await asio::this_coro::executor);
        self->start<T>(order, work, std::move(argument));
        self.reset();
        co_return co_await await<T>(std::move(order));
    }

    awaitable<Outcome<>> open_socket() {
        if (socket.is_open()) co_return Outcome<>{};
        udp::resolver resolver{strand};
        const auto [failure, found] =
            co_await resolver.async_resolve(target.host, std::to_string(target.port), try_await);
        if (failure) co_return error(Trouble::unresolved, "the host has no address: " + failure.message());
        const udp::endpoint endpoint = found.begin()->endpoint();
        error_code refused;
        socket.open(endpoint.protocol(), refused);
        // connected, so that only this BMC's datagrams come in and a closed port is noticed
        if (!refused) socket.connect(endpoint, refused);
        if (refused) {
            error_code ignored;
            socket.close(ignored);
            co_return error(Trouble::unreachable, refused.message());
        }
        co_return Outcome<>{};
    }

    /// One datagram or the deadline, whichever comes first.
    awaitable<error_code> wait_for_datagram() {
        using namespace asio::experimental::awaitable_operators;
        timer.expires_at(machine.deadline());
        auto outcome =
            co_await (socket.async_receive(asio::buffer(in), try_await) || timer.async_wait(try_await));
        if (outcome.index() == 1) {
            machine.time_passed(now());
            co_return error_code{};
        }
        const auto [failure, length] = std::get<0>(outcome);
        if (!failure) machine.receive({in.data(), length}, now());
        co_return failure;
    }

    /// Lets the machine have its datagrams and its time until the exchange is over.
    awaitable<Outcome<base::Octets>> run_exchange() {
        while (machine.busy()) {
            if (const auto datagram = machine.take_outgoing()) {
                co_await socket.async_send(asio::buffer(*datagram), try_await);
            }
            const error_code failure = co_await wait_for_datagram();
            if (failure) {
                // ICMP says the port is closed; it may be forged or late, so it costs one attempt and not the
                // exchange
                timer.expires_after(pause_after_refusal);
                co_await timer.async_wait(try_await);
                machine.time_passed(machine.deadline());
            }
        }
        auto result = machine.take_result();
        if (!result) co_return placed(result.error());
        co_return result;
    }

    awaitable<Outcome<base::Octets>> log_in() {
        const auto ready = co_await open_socket();
        if (!ready) co_return ready.error();
        machine.log_in(now());
        co_return co_await run_exchange();
    }

    [[nodiscard]] bool presumed_alive() const {
        return machine.established() && now() - machine.last_heard() < presumed_dead_after;
    }

    awaitable<Outcome<>> ensure_session(Command) {
        if (presumed_alive()) co_return Outcome<>{};
        const auto opened = co_await log_in();
        if (!opened) co_return opened.error();
        co_return Outcome<>{};
    }

    /// A session that was there and does not answer any more is opened again once.
    awaitable<Outcome<base::Octets>> execute(Command command) {
        const bool had_session = presumed_alive();
        if (!had_session) {
            const auto opened = co_await log_in();
            if (!opened) co_return opened.error();
        }
        machine.send(command, now());
        auto result = co_await run_exchange();
        if (result || !had_session || result.error().trouble != Trouble::unreachable) co_return result;
        const auto reopened = co_await log_in();
        if (!reopened) co_return error(Trouble::lost, "the session was lost; " + reopened.error().message);
        machine.send(std::move(command), now());
        co_return co_await run_exchange();
    }

    awaitable<Outcome<>> close_session(Command) {
        if (presumed_alive()) {
            base::Octets id;
            ipmi_wire::Writer{id}.u32(machine.session_id());
            machine.send({ipmi_wire::netfn::app, ipmi_wire::cmd::app::close_session, std::move(id)}, now());
            static_cast<void>(co_await run_exchange());
        }
        machine.forget();
        co_return Outcome<>{};
    }
};

std::pair<std::string, std::uint16_t> parse_host_and_port(const std::string& text) {
    const bool bracketed = text.starts_with('[');
    const auto end_of_host = bracketed ? text.find(']') : text.find(':');
    std::string host = text.substr(bracketed ? 1 : 0, end_of_host - (bracketed ? 1 : 0));
    std::string_view rest =
        end_of_host == std::string::npos ? std::string_view{} : std::string_view{text}.substr(end_of_host);
    if (bracketed && !rest.empty()) rest.remove_prefix(1);
    std::uint16_t port = rmcp_port;
    bool good = !host.empty() && (!bracketed || end_of_host != std::string::npos);
    if (!rest.empty()) {
        const char* const end = rest.data() + rest.size();
        const auto parsed = std::from_chars(rest.data() + 1, end, port);
        good = good && rest.front() == ':' && parsed.ec == std::errc{} && parsed.ptr == end && port != 0;
    }
    if (good) return {std::move(host), port};
    throw base::SetupError{fmt::format("'{}' is not a host and a port", text), "BMC address",
                           "write it like 127.0.0.1:623, bmc.example:623 or [::1]:623"};
}

Client::Client(const asio::any_io_executor& executor, Target target)
    : shell_{std::make_shared<Shell>(executor, std::move(target))} {}

Client::~Client() = default;

std::string Client::address() const { return shell_->address(); }

awaitable<Outcome<>> Client::connect() { return Shell::queue<void>(shell_, &Shell::ensure_session, {}); }

awaitable<Outcome<base::Octets>> Client::command(std::uint8_t netfn, std::uint8_t number, base::Octets data,
                                                 std::uint8_t lun) {
    return Shell::queue<base::Octets>(shell_, &Shell::execute, {netfn, number, std::move(data), lun});
}

awaitable<void> Client::disconnect() {
    static_cast<void>(co_await Shell::queue<void>(shell_, &Shell::close_session, {}));
}

}  // namespace assay::ipmi_client
