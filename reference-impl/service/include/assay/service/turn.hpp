// One at a time, across threads, without holding a thread while waiting.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <memory>
#include <mutex>
#include <vector>

namespace assay::service {

class Alarm;

class Turn {
    struct GiveBack {
        void operator()(Turn* turn) const { turn->give_back(); }
    };

public:
    /// The turn is one's own as long as this lives.
    using Hold = std::unique_ptr<Turn, GiveBack>;

    /// Waits until the turn is free; cancellable. The caller keeps the turn alive until the Hold is gone.
    boost::asio::awaitable<Hold> take();

private:
    void give_back();

    std::mutex mutex_;
    bool taken_ = false;
    std::vector<std::shared_ptr<Alarm>> waiting_;
};

}  // namespace assay::service
