#include "worker.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <ctime>
#include <utility>

#include "session.hpp"

namespace assay::wire {
namespace {

namespace asio = boost::asio;

constexpr std::chrono::milliseconds sweep_interval{100};

}  // namespace

Worker::Worker(Limits limits, Handler& handler, const base::Clock& clock, OctetTwist twist)
    : limits_{limits}, handler_{handler}, clock_{clock}, twist_{std::move(twist)} {
    refresh_date();
}

void Worker::serve(asio::ip::tcp::socket socket, std::shared_ptr<const TlsContext> tls) {
    const bool crowded = sessions_.size() >= limits_.connections;
    const std::size_t most = limits_.connections + limits_.connections / 4 + 1;
    if (draining_ || sessions_.size() >= most) return;
    Stream stream{std::move(socket), std::move(tls)};
    asio::co_spawn(context_, Session::serve(std::move(stream), *this, crowded), asio::detached);
}

void Worker::start() { asio::co_spawn(context_, sweep(), asio::detached); }

void Worker::left(Session& session) {
    sessions_.erase(&session);
    if (draining_ && sessions_.empty()) say_drained();
}

void Worker::drain(std::function<void()> drained) {
    draining_ = true;
    drained_by_ = now() + limits_.drain;
    drained_ = std::move(drained);
    for (Session* session : sessions_) session->drain();
    if (sessions_.empty()) say_drained();
}

void Worker::say_drained() {
    if (const auto call = std::exchange(drained_, nullptr)) call();
}

awaitable<void> Worker::sweep() {
    asio::steady_timer timer{context_};
    for (;;) {
        timer.expires_after(sweep_interval);
        co_await timer.async_wait(asio::use_awaitable);
        refresh_date();
        const base::Instant moment = now();
        for (Session* session : sessions_) session->check_deadline(moment);
        if (moment >= drained_by_) say_drained();
    }
}

void Worker::refresh_date() {
    const auto time = std::chrono::system_clock::to_time_t(
        std::chrono::time_point_cast<std::chrono::system_clock::duration>(clock_.wall()));
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[40];
    const std::size_t length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    date_.assign(text, length);
}

}  // namespace assay::wire
