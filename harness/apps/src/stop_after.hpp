// A time limit as a request to stop.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace assay::apps {

/// While it lives, sets a flag once the time is over.
class StopAfter {
public:
    /// @param time 0: never
    /// @param stop outlives this object
    StopAfter(std::chrono::milliseconds time, std::atomic<bool>& stop) {
        if (time.count() == 0) return;
        watcher_ = std::jthread{[this, time, &stop](const std::stop_token& ended) {
            std::unique_lock lock{mutex_};
            if (!wake_.wait_for(lock, ended, time, [] { return false; }) && !ended.stop_requested())
                stop.store(true);
        }};
    }

private:
    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::jthread watcher_;  ///< last: it ends before what it uses
};

}  // namespace assay::apps
