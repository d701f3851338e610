#include "alarm.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace assay::service {

Alarm::Alarm(const boost::asio::any_io_executor& executor, base::Duration time) : timer_{executor} {
    // A longer time would overflow the timer's clock.
    timer_.expires_after(std::min<base::Duration>(time, std::chrono::hours{24}));
}

void Alarm::ring() {
    boost::asio::post(timer_.get_executor(), [self = shared_from_this()] {
        self->timer_.expires_at(boost::asio::steady_timer::time_point::min());
    });
}

awaitable<void> Alarm::wait() {
    co_await timer_.async_wait(boost::asio::as_tuple(boost::asio::use_awaitable));
}

}  // namespace assay::service
