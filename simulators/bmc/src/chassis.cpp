#include "assay/bmc/chassis.hpp"

#include <algorithm>

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
using namespace std::chrono_literals;

constexpr base::Duration scan_interval = 1s;
constexpr base::Duration power_cycle_off_time = 1s;  // §28.3: at least one second
constexpr base::Duration soft_shutdown_time = 2s;    // what an operating system would need to obey
constexpr base::Duration longest_catch_up = 1h;      // a sleeping machine does not owe a week of samples
constexpr std::uint8_t physical_security = 0x05;     // §42.2 Table 42-3, offset 0: general chassis intrusion

std::int64_t whole_seconds(base::Duration duration) {
    return std::chrono::floor<std::chrono::seconds>(duration).count();
}

}  // namespace

Chassis::Chassis(const ChassisModel& model, std::uint64_t seed, base::Instant start, base::WallTime wall)
    : device_{model.device},
      security_{model.security},
      lan_{model.lan, model.security},
      users_{model.users, model.user_slots},
      repository_{model.sensors},
      log_{model.log_capacity, model.log_when_full},
      start_{start},
      wall_at_start_{wall},
      next_sample_{start},
      log_erase_time_{model.log_erase_time},
      hours_at_start_{model.power_on_hours},
      powered_on_{model.powered_on} {
    for (ChannelAccess* const access : {&channel_access_.present, &channel_access_.stored}) {
        access->per_message_authentication = security_.per_message_authentication;
        access->user_level_authentication = security_.user_level_authentication;
    }
    for (const SensorModel& sensor : model.sensors) sensors_.emplace_back(sensor, seed);
    for (const wire::SystemEvent& event : model.log) log_.restore(wire::record_of(event, 0));
}

void Chassis::advance(base::Instant now) {
    std::erase_if(pending_, [&](const Pending& change) {
        if (change.due > now) return false;
        set_power(change.on, change.due);
        return true;
    });
    if (now - next_sample_ > longest_catch_up) next_sample_ = now - longest_catch_up;
    for (; next_sample_ <= now; next_sample_ += scan_interval) sample_all(next_sample_);
}

void Chassis::sample_all(base::Instant at) {
    for (Sensor& sensor : sensors_) {
        for (const wire::SystemEvent& event : sensor.sample(at - start_, powered_on_)) {
            log_.add(wire::record_of(event, 0), log_time(at));
        }
    }
}

void Chassis::set_power(bool on, base::Instant now) {
    if (on && !powered_on_) restart_cause_ = RestartCause::chassis_control;
    powered_on_ = on;
    powered_on_by_command_ = on;
    sample_all(now);  // a reading right after the change already shows it
}

bool Chassis::control(PowerAction action, base::Instant now) {
    const bool needs_power = action != PowerAction::up && action != PowerAction::down;
    if (needs_power && !powered_on_) return false;
    if (action == PowerAction::diagnostic_interrupt) return true;  // an NMI shows nowhere in a simulated host
    pending_.clear();
    switch (action) {
        case PowerAction::down: set_power(false, now); break;
        case PowerAction::up: set_power(true, now); break;
        case PowerAction::cycle:
            set_power(false, now);
            pending_.push_back({now + power_cycle_off_time, true});
            break;
        case PowerAction::reset: restart_cause_ = RestartCause::chassis_control; break;
        case PowerAction::soft_shutdown: pending_.push_back({now + soft_shutdown_time, false}); break;
        case PowerAction::diagnostic_interrupt: break;
    }
    return true;
}

std::uint32_t Chassis::power_on_hours(base::Instant now) const {
    return hours_at_start_ + static_cast<std::uint32_t>(whole_seconds(now - start_) / 3600);
}

std::uint32_t Chassis::log_time(base::Instant now) const {
    const auto wall = whole_seconds(wall_at_start_.time_since_epoch()) + whole_seconds(now - start_);
    return static_cast<std::uint32_t>(wall + log_offset_s_);
}

void Chassis::set_log_time(std::uint32_t seconds, base::Instant now) {
    log_offset_s_ += std::int64_t{seconds} - log_time(now);
}

Sensor* Chassis::sensor(std::uint8_t number) {
    const auto found =
        std::ranges::find(sensors_, number, [](const Sensor& sensor) { return sensor.identity().number; });
    return found == sensors_.end() ? nullptr : &*found;
}

bool Chassis::is_intruded() const {
    return std::ranges::any_of(sensors_, [](const Sensor& sensor) {
        return sensor.identity().sensor_type == physical_security && (sensor.states() & 1U) != 0;
    });
}

wire::Privilege Chassis::channel_limit(const User& user) const {
    const ChannelAccess& access = channel_access_.present;
    const bool open =
        access.mode == AccessMode::pre_boot_only ? !powered_on_ : access.mode != AccessMode::disabled;
    if (!open || !user.messaging) return wire::Privilege::none;
    const auto limit = std::min(user.privilege, access.limit);
    return user.callback_only ? std::min(limit, wire::Privilege::callback) : limit;
}

wire::Privilege Chassis::login_limit(const User& user, std::uint8_t suite_id) const {
    return std::min(channel_limit(user), lan_.suite_limit(suite_id));
}

}  // namespace assay::bmc
