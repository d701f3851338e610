#include "assay/bmc/chassis.hpp"

#include <algorithm>

#include "assay/ipmi-wire/pet.hpp"

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
      lan_{model.lan},
      sol_{model.console},
      pef_{model.device.guid},
      trap_port_{model.lan.trap_port},
      users_{model.users, model.user_slots},
      repository_{model.sensors},
      log_{model.log_capacity},
      start_{start},
      wall_at_start_{wall},
      next_sample_{start},
      hours_at_start_{model.power_on_hours},
      powered_on_{model.powered_on} {
    for (const SensorModel& sensor : model.sensors) sensors_.emplace_back(sensor, seed);
    for (const wire::SystemEvent& event : model.log) log_.restore(wire::record_of(event, 0));
}

void Chassis::advance(base::Instant now) {
    // what a change of power causes may be due, too
    const auto is_due = [now](const Pending& change) { return change.due <= now; };
    for (auto due = std::ranges::find_if(pending_, is_due); due != pending_.end();
         due = std::ranges::find_if(pending_, is_due)) {
        const Pending change = *due;
        pending_.erase(due);
        set_power(change.on, change.due);
    }
    if (now - next_sample_ > longest_catch_up) next_sample_ = now - longest_catch_up;
    for (; next_sample_ <= now; next_sample_ += scan_interval) sample_all(next_sample_);
}

void Chassis::sample_all(base::Instant at) {
    for (Sensor& sensor : sensors_) {
        for (const wire::SystemEvent& event : sensor.sample(at - start_, powered_on_)) {
            record_event(event, at);
        }
    }
}

std::optional<std::uint16_t> Chassis::record_event(const wire::SystemEvent& event, base::Instant now) {
    const auto id = log_.add(wire::record_of(event, 0), log_time(now));
    if (id) react(pef_.consider(event, *id, now), event, now);
    return id;
}

void Chassis::react(const PefReaction& reaction, const wire::SystemEvent& event, base::Instant now) {
    if (reaction.actions == 0) return;
    for (const std::uint8_t destination : reaction.destinations) {
        alert(event, reaction.severity, destination, now);
    }
    const auto does = [&](unsigned action) { return (reaction.actions & action) != 0; };
    if (pef_.logs_actions()) {
        // §42.2 Table 42-3, type 12h offset 4: the action is about to be done; not itself filtered
        wire::SystemEvent action;
        action.sensor_type = 0x12;
        action.event_type = 0x6F;
        action.data = {0x44, static_cast<base::Octet>(reaction.actions), 0xFF};
        log_.add(wire::record_of(action, 0), log_time(now));
    }
    if (does(pef_action::power_off)) pending_.push_back({now, false});
    if (does(pef_action::power_cycle) && powered_on_) {
        pending_.push_back({now, false});
        pending_.push_back({now + power_cycle_off_time, true});
    }
    if (does(pef_action::reset) && powered_on_) {
        restart_cause_ = RestartCause::filter_reset;
        sol_.restart_host();
    }
}

void Chassis::alert(const wire::SystemEvent& event, std::uint8_t severity, std::uint8_t destination,
                    base::Instant now) {
    constexpr std::uint8_t sent = 1, not_sent = 2;
    constexpr base::Duration tick = 10ms;
    const AlertDestination to = lan_.destination(destination);
    const bool reachable = to.type == 0 && to.address != std::array<base::Octet, 4>{};
    alert_status_ = not_sent;
    if (!channel_access_.present.alerting || !reachable || traps_.size() >= most_traps) return;
    alert_status_ = sent;
    wire::PlatformEventTrap trap;
    trap.community = lan_.community();
    std::ranges::copy(lan_.parameters().value(lan_parameter::ip_address), trap.agent.begin());
    trap.uptime = static_cast<std::uint32_t>((now - start_) / tick);
    wire::Guid big_endian = device_.guid;  // PET writes a GUID as people do
    std::ranges::reverse(big_endian);
    trap.guid = pef_.trap_guid().value_or(base::OctetView{big_endian});
    trap.sequence = ++trap_sequence_;
    trap.severity = severity;
    trap.manufacturer = device_.manufacturer;
    trap.product = device_.product;
    trap.event = event;
    trap.event.timestamp = log_time(now);
    if (const Sensor* const source = sensor(event.sensor_number)) {
        trap.entity = source->identity().entity_id;
        trap.entity_instance = source->identity().entity_instance;
    }
    traps_.push_back({to.address, encode(trap)});
}

void Chassis::listen_on(std::uint16_t port) {
    lan_.tell_port(port);
    sol_.tell_port(port);
}

void Chassis::set_power(bool on, base::Instant now) {
    if (on && !powered_on_) {
        pef_.note_host_start(now);
        restart_cause_ = RestartCause::chassis_control;
        sol_.restart_host();
    }
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
        case PowerAction::reset:
            restart_cause_ = RestartCause::chassis_control;
            sol_.restart_host();
            break;
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

wire::Privilege Chassis::login_limit(const User& user, std::uint8_t suite_id) const {
    const ChannelAccess& access = channel_access_.present;
    const bool open =
        access.mode == AccessMode::pre_boot_only ? !powered_on_ : access.mode != AccessMode::disabled;
    if (!open || !user.messaging) return wire::Privilege::none;
    const auto limit = std::min({user.privilege, access.limit, lan_.suite_limit(suite_id)});
    return user.callback_only ? std::min(limit, wire::Privilege::callback) : limit;
}

}  // namespace assay::bmc
