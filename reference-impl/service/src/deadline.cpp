#include "deadline.hpp"

#include <boost/asio/this_coro.hpp>

#include "alarm.hpp"
#include "assay/model/faults.hpp"

namespace assay::service {

awaitable<Outcome<Answer>> within(base::Duration time, awaitable<Outcome<Answer>> operation) {
    const auto alarm = std::make_shared<Alarm>(co_await boost::asio::this_coro::executor, time);
    auto answer = co_await until(alarm, std::move(operation));
    if (!answer) co_return model::faults::timed_out();
    co_return std::move(*answer);
}

}  // namespace assay::service
