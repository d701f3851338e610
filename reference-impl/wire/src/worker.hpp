// One thread's event loop and the sessions on it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <string>
#include <unordered_set>

#include "assay/base/clock.hpp"
#include "assay/wire/handler.hpp"
#include "assay/wire/limits.hpp"

namespace assay::wire {

class Session;

/// Deadlines are watched by one sweep over all sessions a few times a second: cheaper than a timer for
/// each operation, and exact enough for limits of seconds.
class Worker {
public:
    Worker(Limits limits, Handler& handler, const base::Clock& clock);

    [[nodiscard]] boost::asio::io_context& context() { return context_; }
    /// Begins a session; it lives in its coroutine.
    void serve(boost::asio::ip::tcp::socket socket);
    /// Begins the sweeping; to be called once.
    void start();

    void joined(Session& session) { sessions_.insert(&session); }
    void left(Session& session) { sessions_.erase(&session); }

    [[nodiscard]] const Limits& limits() const { return limits_; }
    [[nodiscard]] Handler& handler() { return handler_; }
    [[nodiscard]] base::Instant now() const { return clock_.now(); }
    [[nodiscard]] const std::string& date() const { return date_; }

private:
    boost::asio::awaitable<void> sweep();
    void refresh_date();

    Limits limits_;
    Handler& handler_;
    const base::Clock& clock_;
    std::string date_;
    std::unordered_set<Session*> sessions_;
    boost::asio::io_context context_{1};  // last: its coroutines use all of the above
};

}  // namespace assay::wire
