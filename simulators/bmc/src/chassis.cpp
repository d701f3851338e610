#include "assay/bmc/chassis.hpp"

#include <algorithm>
#include <utility>

#include "assay/bmc/satellite.hpp"
#include "assay/ipmi-wire/sdr_records.hpp"
#include "sensor_types.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
using namespace std::chrono_literals;

constexpr base::Duration scan_interval = 1s;
constexpr base::Duration soft_shutdown_time = 2s;  // what an operating system would need to obey
constexpr base::Duration restart_delay = 200ms;    // a console closes its session meanwhile
constexpr base::Duration longest_catch_up = 1h;    // a sleeping machine does not owe a week of samples
// §20.6: S0/G0 and S5/G2, D0 and D3
constexpr AcpiPowerState working{0x00, 0x00}, soft_off{0x05, 0x03};

/// What the SDR repository holds at the start: the sensors, the FRU devices but the BMC's own, the others.
std::vector<base::Octets> records_of(const ChassisModel& model) {
    std::vector<base::Octets> records;
    for (const SensorModel& sensor : model.sensors) {
        records.push_back(sensor.octets.empty()
                              ? std::visit([](const auto& record) { return encode(record); }, sensor.record)
                              : sensor.octets);
    }
    for (const FruModel& fru : model.frus) {
        if (!fru.has_locator) continue;
        records.push_back(encode(wire::FruDeviceLocator{.access_address = model.device.address,
                                                        .fru_id = fru.id,
                                                        .entity = {fru.entity_id, fru.entity_instance},
                                                        .name = fru.name}));
    }
    records.insert(records.end(), model.records.begin(), model.records.end());
    append_satellite_records(model, records);
    // those that have ids come first and in their order; the others, numbered later, keep theirs
    std::ranges::stable_sort(records, {}, [](const base::Octets& record) {
        return static_cast<std::uint16_t>(SdrRepository::id_of(record) - 1);
    });
    return records;
}

FirmwareVersion version_of(const DeviceIdentity& device) {
    const unsigned minor = device.firmware_minor;  // §20.1 octet 5 is BCD
    return {static_cast<base::Octet>(device.firmware_major & 0x7FU),
            static_cast<base::Octet>(minor / 10 << 4U | minor % 10)};
}

/// Whose business the boot flags are after such a start (Table 28-14 parameter 3).
BootOccasion occasion_of(RestartCause cause) {
    switch (cause) {
        case RestartCause::chassis_control: return BootOccasion::chassis_control;
        case RestartCause::watchdog: return BootOccasion::watchdog;
        case RestartCause::reset_button:
        case RestartCause::soft_reset: return BootOccasion::reset_button;
        case RestartCause::event_filter_reset:
        case RestartCause::event_filter_power_cycle: return BootOccasion::event_filter;
        default: return BootOccasion::power_button;
    }
}

PowerAction power_action_of(WatchdogAction action) {
    switch (action) {
        case WatchdogAction::power_down: return PowerAction::down;
        case WatchdogAction::power_cycle: return PowerAction::cycle;
        case WatchdogAction::hard_reset:
        case WatchdogAction::none: break;
    }
    return PowerAction::reset;
}

}  // namespace

Chassis::Chassis(const ChassisModel& model, std::uint64_t seed, base::Instant start, base::WallTime wall)
    : device_{model.device},
      security_{model.security},
      bmc_key_{model.security.bmc_key},
      lan_{model.lan, model.security},
      sol_{model.console},
      pef_{model.device.guid},
      trap_port_{model.lan.trap_port},
      users_{model.users, model.user_slots},
      repository_{records_of(model)},
      frus_{model.frus},
      log_{model.log_capacity, model.log_when_full},
      start_{start},
      wall_at_start_{wall},
      next_sample_{start},
      log_erase_time_{model.log_erase_time},
      hours_at_start_{model.power_on_hours},
      kept_hours_{model.power_on_hours},
      on_since_{start},
      powered_on_{model.powered_on},
      acpi_{model.powered_on ? working : soft_off},
      system_info_{model.system_names},
      firmware_upgrade_{version_of(model.device)},
      dcmi_{model.dcmi, model.lan.mac},
      bus_devices_{model.bus_devices},
      oem_{model.oem},
      scenarios_{model.scenarios, seed, start} {
    for (ChannelAccess* const access : {&channel_access_.present, &channel_access_.stored}) {
        access->per_message_authentication = security_.per_message_authentication;
        access->user_level_authentication = security_.user_level_authentication;
    }
    for (const SensorModel& sensor : model.sensors) sensors_.emplace_back(sensor, seed);
    throttle();
    for (const wire::SelRecord& record : model.log) log_.restore(record);
    for (const SatelliteModel& satellite : model.satellites) {
        if (!satellite.behind)
            satellites_.push_back(std::make_unique<Satellite>(
                satellite, model.satellites, powered_on_,
                seed == standstill ? seed : seed ^ satellite.address, start, wall));
    }
    unsigned flags = 0;
    if (first_of_type(sensor_type::physical_security) != nullptr)
        flags |= ChassisCapabilities::intrusion_sensor;
    if (model.front_panel_lockout) flags |= ChassisCapabilities::front_panel_lockout;
    if (model.diagnostic_interrupt) flags |= ChassisCapabilities::diagnostic_interrupt;
    capabilities_.flags = static_cast<std::uint8_t>(flags);
}

Chassis::~Chassis() = default;

void Chassis::advance(base::Instant now) {
    if (now - next_sample_ > longest_catch_up) next_sample_ = now - longest_catch_up;
    for (; next_sample_ <= now; next_sample_ += scan_interval) {
        settle(next_sample_);
        if (next_sample_ < hung_until_) continue;
        sample_all(next_sample_);
        heed_limits(next_sample_);
        settle_power(next_sample_);
    }
    settle(now);
    hear_satellites(now);
    count_hours(now);
}

/// Everything that is due by `now` besides the samples.
void Chassis::settle(base::Instant now) {
    play_scenarios(now);
    settle_power(now);
    boot_options_.advance(now);
    heed_watchdog(now);
    settle_power(now);  // what the watchdog began
    process_events(now);
    send_alerts(now);
}

void Chassis::hear_satellites(base::Instant now) {
    for (const auto& satellite : satellites_) {
        for (const wire::SystemEvent& event : satellite->advance(now)) log_event(event, now);
    }
}

void Chassis::settle_power(base::Instant now) {
    // what a change of power causes may be due, too
    const auto is_due = [now](const Pending& change) { return change.due <= now; };
    for (auto due = std::ranges::find_if(pending_, is_due); due != pending_.end();
         due = std::ranges::find_if(pending_, is_due)) {
        const Pending change = *due;
        pending_.erase(due);
        set_power(change.on, change.due, change.cause);
    }
}

void Chassis::sample_all(base::Instant at) {
    for (Sensor& sensor : sensors_) {
        for (const wire::SystemEvent& event : sensor.sample(at - start_, powered_on_)) {
            // events for another receiver leave by the IPMB
            if (event_receiver_.address == wire::bmc_address) log_event(event, at);
        }
    }
}

void Chassis::log_event(const wire::SystemEvent& event, base::Instant at) {
    wire::SelRecord record = wire::record_of(event, 0);
    record.set_timestamp(log_time(at));
    base::Octets octets;
    encode(record, octets);
    Messaging::EventMessage message{};
    std::ranges::copy(octets, message.begin());
    messaging_.offer_event(message);
    if (!messaging_.logs_events()) return;
    const auto id = log_.add(wire::record_of(event, 0), log_time(at));
    note_kept_change();  // also of a full log: that it overflowed is kept
    if (!id) return;
    pef_.note({event, *id});
    process_events(at);
}

const Sensor* Chassis::first_of_type(std::uint8_t sensor_type) const {
    const auto found = std::ranges::find(sensors_, sensor_type,
                                         [](const Sensor& one) { return one.identity().sensor_type; });
    return found == sensors_.end() ? nullptr : &*found;
}

void Chassis::report(std::uint8_t sensor_type, std::array<base::Octet, 3> data, base::Instant at) {
    const Sensor* const sensor = first_of_type(sensor_type);
    if (sensor == nullptr) return;
    wire::SystemEvent event;
    event.sensor_type = sensor_type;
    event.sensor_number = sensor->identity().number;
    event.event_type = sensor->identity().event_reading_type;
    event.data = data;
    log_event(event, at);
}

void Chassis::heed_watchdog(base::Instant now) {
    while (const auto alarm = watchdog_.take_due(now)) {
        if (!alarm->settings.dont_log) report_watchdog(*alarm);
        if (alarm->expired) {
            if (alarm->settings.action != WatchdogAction::none)
                control(power_action_of(alarm->settings.action), alarm->at, RestartCause::watchdog);
            continue;
        }
        messaging_.raise(Messaging::watchdog_interrupt);
        if (alarm->settings.interrupt == WatchdogInterrupt::nmi)
            control(PowerAction::diagnostic_interrupt, alarm->at, RestartCause::watchdog);
    }
}

/// §42.2 Table 42-3 type 23h: offset 8 is the interrupt, the others are the actions; event data 2 tells
/// interrupt and use.
void Chassis::report_watchdog(const WatchdogAlarm& alarm) {
    constexpr unsigned sensor_specific_follows = 0xC0, interrupt_offset = 8;
    const unsigned offset = alarm.expired ? static_cast<unsigned>(alarm.settings.action) : interrupt_offset;
    const unsigned detail = static_cast<unsigned>(alarm.settings.interrupt) << 4U | alarm.settings.use;
    report(
        sensor_type::watchdog_2,
        {static_cast<base::Octet>(sensor_specific_follows | offset), static_cast<base::Octet>(detail), 0xFF},
        alarm.at);
}

/// What is told to last until the host is reset or loses its power (§23.3, §30.2).
void Chassis::end_suspensions() {
    lan_.suspend_arps(0);
    pef_.postpone(base::Duration::zero());
}

void Chassis::host_started(RestartCause cause, base::Instant now) {
    end_suspensions();
    pef_.note_host_start(now);
    restart_cause_ = cause;
    acpi_ = working;
    boot_options_.host_started(occasion_of(cause));
    system_info_.host_started();
    sol_.restart_host();
}

void Chassis::note_host_action(PowerAction action) {
    if (host_actions_.size() == most_host_actions) host_actions_.erase(host_actions_.begin());
    host_actions_.push_back(action);
}

void Chassis::set_power(bool on, base::Instant now, RestartCause cause) {
    const bool starts = on && !powered_on_;
    if (on != powered_on_) note_host_action(on ? PowerAction::up : PowerAction::down);
    on_time_ = on_time(now);
    on_since_ = now;
    powered_on_ = on;
    note_kept_change();
    if (starts) {
        powered_on_by_command_ = cause == RestartCause::chassis_control;
        host_started(cause, now);
    }
    if (!on) {
        end_suspensions();
        watchdog_.stop(now);
        boot_options_.end_setting();
        acpi_ = soft_off;
        dcmi_.forget_volatile_limits();
    }
    for (const auto& satellite : satellites_) satellite->follow_host(on, now);
    sample_all(now);  // a reading right after the change already shows it
}

void Chassis::restore_power(bool was_on, base::Instant now) {
    switch (restore_policy_) {
        case RestorePolicy::stay_off: return set_power(false, now, RestartCause::unknown);
        case RestorePolicy::previous: return set_power(was_on, now, RestartCause::restore_previous);
        case RestorePolicy::always_on: return set_power(true, now, RestartCause::always_restore);
    }
}

bool Chassis::control(PowerAction action, base::Instant now, RestartCause cause) {
    const bool needs_power = action != PowerAction::up && action != PowerAction::down;
    if (needs_power && !powered_on_) return false;
    const bool is_switch =
        action == PowerAction::up || action == PowerAction::down || action == PowerAction::cycle;
    if (!is_switch) note_host_action(action);
    if (action == PowerAction::diagnostic_interrupt) {
        // §42.2 Table 42-3 type 13h, offset 0: front panel NMI or diagnostic interrupt
        report(sensor_type::critical_interrupt, {0x00, 0xFF, 0xFF}, now);
        return true;
    }
    pending_.clear();
    switch (action) {
        case PowerAction::down: set_power(false, now, cause); break;
        case PowerAction::up: set_power(true, now, cause); break;
        case PowerAction::cycle:
            set_power(false, now, cause);
            pending_.push_back({now + power_cycle_interval_, true, cause});
            break;
        case PowerAction::reset:
            watchdog_.stop(now);
            host_started(cause, now);
            break;
        case PowerAction::soft_shutdown: pending_.push_back({now + soft_shutdown_time, false, cause}); break;
        case PowerAction::diagnostic_interrupt: break;
    }
    return true;
}

void Chassis::restart_controller(ControllerReset reset, base::Instant now) {
    controller_restart_ = {now + restart_delay, reset};
}

std::optional<base::Instant> Chassis::take_controller_restart(base::Instant now) {
    if (!controller_restart_ || controller_restart_->due > now) return std::nullopt;
    const auto [due, reset] = *std::exchange(controller_restart_, std::nullopt);
    log_.reservation().cancel();
    log_.partial().abandon();
    repository_.reservation().cancel();
    repository_.partial().abandon();
    repository_.set_update_mode(false);
    boot_options_.end_setting();
    system_info_.set_progress(0);
    firmware_upgrade_.abort();
    if (reset == ControllerReset::warm) return due + device_.warm_reset;
    watchdog_ = Watchdog{};
    messaging_ = Messaging{};
    boot_options_.forget_semi_volatile();
    end_suspensions();
    channel_access_.present = channel_access_.stored;
    identify(due);
    return due + device_.cold_reset;
}

base::Instant Chassis::next_due() const {
    base::Instant due =
        std::min({next_sample_, watchdog_.next_due(), scenarios_.next_due(), alerting_.next_due()});
    for (const Pending& change : pending_) due = std::min(due, change.due);
    return controller_restart_ ? std::min(due, controller_restart_->due) : due;
}

void Chassis::initialise_sensors() {
    for (const base::Octets& octets : repository_.records()) {
        const auto record = wire::decode_sensor_record(octets);
        if (!record) continue;
        const auto& identity = identity_of(*record);
        Sensor* const named = identity.owner == device_.address ? sensor(identity.number) : nullptr;
        if (named != nullptr) named->initialise(*record);
    }
}

void Chassis::set_event_receiver(const EventReceiver& receiver) {
    event_receiver_ = receiver;
    for (Sensor& sensor : sensors_) sensor.rearm(all_events, all_events);
}

Sensor* Chassis::sensor(std::uint8_t number) {
    const auto found =
        std::ranges::find(sensors_, number, [](const Sensor& sensor) { return sensor.identity().number; });
    return found == sensors_.end() ? nullptr : &*found;
}

bool Chassis::is_intruded() const {
    return std::ranges::any_of(sensors_, [](const Sensor& sensor) {
        return sensor.identity().sensor_type == sensor_type::physical_security && (sensor.states() & 1U) != 0;
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
