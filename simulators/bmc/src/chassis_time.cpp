// The times that a chassis keeps: of its log (IPMI 2.0 §31.10), and how long its host was on (§28.14).
#include <utility>

#include "assay/bmc/chassis.hpp"

namespace assay::bmc {
namespace {

using namespace std::chrono_literals;

std::int64_t whole_seconds(base::Duration duration) {
    return std::chrono::floor<std::chrono::seconds>(duration).count();
}

}  // namespace

base::Duration Chassis::on_time(base::Instant now) const {
    return powered_on_ ? on_time_ + (now - on_since_) : on_time_;
}

std::uint32_t Chassis::power_on_hours(base::Instant now) const {
    return hours_at_start_ + static_cast<std::uint32_t>(on_time(now) / 1h);
}

std::chrono::seconds Chassis::begun_power_on_hour(base::Instant now) const {
    return std::chrono::floor<std::chrono::seconds>(on_time(now) % 1h);
}

void Chassis::set_power_on_time(std::uint32_t hours, std::chrono::seconds begun, base::Instant now) {
    hours_at_start_ = kept_hours_ = hours;
    on_time_ = begun;
    on_since_ = now;
}

/// Those of a BMC to which nothing else happens are kept, too.
void Chassis::count_hours(base::Instant now) {
    if (power_on_hours(now) != std::exchange(kept_hours_, power_on_hours(now))) note_kept_change();
}

std::uint32_t Chassis::log_time(base::Instant now) const {
    const auto wall = whole_seconds(wall_at_start_.time_since_epoch()) + whole_seconds(now - start_);
    return static_cast<std::uint32_t>(wall + log_offset_s_);
}

void Chassis::set_log_time(std::uint32_t seconds, base::Instant now) {
    log_offset_s_ += std::int64_t{seconds} - log_time(now);
}

}  // namespace assay::bmc
