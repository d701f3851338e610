#include "deadline.hpp"

#include <algorithm>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "assay/model/faults.hpp"

namespace assay::service {

awaitable<Outcome<Answer>> within(base::Duration time, awaitable<Outcome<Answer>> operation) {
    using namespace boost::asio::experimental::awaitable_operators;
    // A longer wish would overflow the timer's clock.
    constexpr base::Duration longest = std::chrono::hours{24};
    boost::asio::steady_timer timer{co_await boost::asio::this_coro::executor};
    timer.expires_after(std::min(time, longest));
    auto first = co_await (std::move(operation) || timer.async_wait(boost::asio::use_awaitable));
    if (first.index() == 1) co_return model::faults::timed_out();
    co_return std::get<0>(std::move(first));
}

}  // namespace assay::service
