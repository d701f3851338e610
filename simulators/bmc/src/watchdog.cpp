#include "assay/bmc/watchdog.hpp"

#include <algorithm>
#include <cassert>

namespace assay::bmc {

void Watchdog::start(base::Instant now) {
    running_ = true;
    interrupted_ = false;
    end_ = now + settings_.initial;
}

void Watchdog::set(const WatchdogSettings& settings, std::uint8_t cleared, bool keep_running,
                   base::Instant now) {
    settings_ = settings;
    expirations_ = static_cast<std::uint8_t>(expirations_ & ~cleared);
    rest_ = settings.initial;
    const bool goes_on = running_ && keep_running;
    running_ = false;
    if (goes_on) start(now);
}

bool Watchdog::restart(base::Instant now) {
    assert(is_set());
    if (running_ && interrupted_) return false;
    start(now);
    return true;
}

void Watchdog::stop(base::Instant now) {
    rest_ = countdown(now);
    running_ = false;
}

bool Watchdog::interrupts_at_all() const {
    return settings_.interrupt != WatchdogInterrupt::none && settings_.pre_timeout > base::Duration::zero();
}

std::optional<WatchdogAlarm> Watchdog::take_due(base::Instant now) {
    if (!running_) return std::nullopt;
    const base::Instant warning = end_ - settings_.pre_timeout;
    if (interrupts_at_all() && !interrupted_ && warning <= now) {
        interrupted_ = true;
        return WatchdogAlarm{warning, false, settings_};
    }
    if (end_ > now) return std::nullopt;
    const WatchdogAlarm alarm{end_, true, settings_};
    running_ = false;
    rest_ = {};
    expirations_ = static_cast<std::uint8_t>(expirations_ | 1U << settings_.use);
    settings_.dont_log = false;  // §27.2: the end of a countdown turns logging on again
    return alarm;
}

base::Instant Watchdog::next_due() const {
    if (!running_) return base::Instant::max();
    return interrupts_at_all() && !interrupted_ ? end_ - settings_.pre_timeout : end_;
}

base::Duration Watchdog::countdown(base::Instant now) const {
    return running_ ? std::max(end_ - now, base::Duration::zero()) : rest_;
}

}  // namespace assay::bmc
