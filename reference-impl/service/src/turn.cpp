#include "assay/service/turn.hpp"

#include <boost/asio/this_coro.hpp>
#include <utility>

#include "alarm.hpp"

namespace assay::service {

boost::asio::awaitable<Turn::Hold> Turn::take() {
    for (;;) {
        std::shared_ptr<Alarm> alarm;
        {
            const std::lock_guard lock{mutex_};
            if (!std::exchange(taken_, true)) co_return Hold{this};
        }
        alarm = std::make_shared<Alarm>(co_await boost::asio::this_coro::executor, base::Duration::max());
        {
            const std::lock_guard lock{mutex_};
            if (!std::exchange(taken_, true)) co_return Hold{this};
            waiting_.push_back(alarm);
        }
        co_await alarm->wait();
    }
}

/// Wakes all that wait: one of them may have been cancelled meanwhile and would not pass the word on.
void Turn::give_back() {
    std::vector<std::shared_ptr<Alarm>> woken;
    {
        const std::lock_guard lock{mutex_};
        taken_ = false;
        woken.swap(waiting_);
    }
    for (const auto& each : woken) each->ring();
}

}  // namespace assay::service
