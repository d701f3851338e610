// One thread's event loop and the sessions on it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <string>
#include <unordered_set>

#include "assay/base/clock.hpp"
#include "assay/wire/handler.hpp"
#include "assay/wire/limits.hpp"
#include "assay/wire/octet_twist.hpp"
#include "assay/wire/tls.hpp"

namespace assay::wire {

class Session;

/// Deadlines are watched by one sweep over all sessions a few times a second: cheaper than a timer for
/// each operation, and exact enough for limits of seconds.
class Worker {
public:
    Worker(Limits limits, Handler& handler, const base::Clock& clock, OctetTwist twist);

    [[nodiscard]] boost::asio::io_context& context() { return context_; }

    // All of the following belongs to the loop's own thread.

    /// Begins a session; it lives in its coroutine.
    void serve(boost::asio::ip::tcp::socket socket, std::shared_ptr<const TlsContext> tls);
    /// Begins the sweeping; to be called once.
    void start();
    /// Ends idle sessions now and the others after their reply.
    /// @param drained  called once, when no session is left or the time is over
    void drain(std::function<void()> drained);
    void use(Limits limits) { limits_ = limits; }

    void joined(Session& session) { sessions_.insert(&session); }
    void left(Session& session);

    [[nodiscard]] const Limits& limits() const { return limits_; }
    [[nodiscard]] Handler& handler() { return handler_; }
    [[nodiscard]] base::Instant now() const { return clock_.now(); }
    [[nodiscard]] const std::string& date() const { return date_; }
    [[nodiscard]] bool is_draining() const { return draining_; }
    [[nodiscard]] const OctetTwist& twist() const { return twist_; }

private:
    boost::asio::awaitable<void> sweep();
    void refresh_date();
    void say_drained();

    Limits limits_;
    Handler& handler_;
    const base::Clock& clock_;
    const OctetTwist twist_;
    std::string date_;
    std::unordered_set<Session*> sessions_;
    bool draining_ = false;
    base::Instant drained_by_ = base::Instant::max();
    std::function<void()> drained_;
    boost::asio::io_context context_{1};  // last: its coroutines use all of the above
};

}  // namespace assay::wire
