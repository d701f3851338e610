// Waiting that ends: when its time is over, or when somebody on another thread says so.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <optional>

#include "assay/base/clock.hpp"

namespace assay::service {

using boost::asio::awaitable;

/// Goes off once, and stays so. Shared by whoever waits and whoever may ring.
class Alarm : public std::enable_shared_from_this<Alarm> {
public:
    /// @param time  until it goes off by itself; a day at most
    Alarm(const boost::asio::any_io_executor& executor, base::Duration time);

    /// May be called from any thread.
    void ring();

    /// On the executor's thread only. Also ends when it is cancelled.
    awaitable<void> wait();

private:
    boost::asio::steady_timer timer_;
};

/// @return what the work brings, or nothing when the alarm goes off first; then the work is cancelled.
template <class T>
awaitable<std::optional<T>> until(std::shared_ptr<Alarm> alarm, awaitable<T> work) {
    using namespace boost::asio::experimental::awaitable_operators;
    auto first = co_await (std::move(work) || alarm->wait());
    if (first.index() == 1) co_return std::nullopt;
    co_return std::get<0>(std::move(first));
}

}  // namespace assay::service
