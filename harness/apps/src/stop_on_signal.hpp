// Ctrl-C as a request to stop, so that a command can still print what it has.
#pragma once

#include <csignal>
#include <ctime>
#include <stop_token>
#include <thread>

namespace assay::apps {

/// While it lives, the first SIGINT or SIGTERM requests a stop; a further one ends the process as usual. To
/// be created before other threads are, which inherit the blocked signals. At most one at a time.
class StopOnSignal {
public:
    StopOnSignal() {
        sigemptyset(&signals_);
        sigaddset(&signals_, SIGINT);
        sigaddset(&signals_, SIGTERM);
        pthread_sigmask(SIG_BLOCK, &signals_, &former_);
        watcher_ = std::jthread{[this](const std::stop_token& ended) { watch(ended); }};
    }
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;
    ~StopOnSignal() {
        watcher_.request_stop();
        watcher_.join();
        pthread_sigmask(SIG_SETMASK, &former_, nullptr);
    }

    /// Requests a stop when a signal has come.
    [[nodiscard]] std::stop_token token() const { return stop_.get_token(); }

private:
    void watch(const std::stop_token& ended) {
        constexpr timespec pause{.tv_sec = 0, .tv_nsec = 50'000'000};
        while (!ended.stop_requested()) {
            if (stop_.stop_requested()) {
                nanosleep(&pause, nullptr);
            } else if (sigtimedwait(&signals_, nullptr, &pause) > 0) {
                stop_.request_stop();
                pthread_sigmask(SIG_UNBLOCK, &signals_, nullptr);
            }
        }
    }

    sigset_t signals_{};
    sigset_t former_{};
    std::stop_source stop_;
    std::jthread watcher_;
};

}  // namespace assay::apps
