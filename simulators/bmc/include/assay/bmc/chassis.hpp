// The simulated chassis: power, sensors, logs, users. Sans-io; time is an argument.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/bmc/alerting.hpp"
#include "assay/bmc/bmc_key.hpp"
#include "assay/bmc/boot_options.hpp"
#include "assay/bmc/bus_devices.hpp"
#include "assay/bmc/channel_access.hpp"
#include "assay/bmc/chassis_model.hpp"
#include "assay/bmc/dcmi.hpp"
#include "assay/bmc/event_log.hpp"
#include "assay/bmc/firewall.hpp"
#include "assay/bmc/firmware_upgrade.hpp"
#include "assay/bmc/fru_devices.hpp"
#include "assay/bmc/lan_config.hpp"
#include "assay/bmc/lockout.hpp"
#include "assay/bmc/messaging.hpp"
#include "assay/bmc/oem_state.hpp"
#include "assay/bmc/pef.hpp"
#include "assay/bmc/power.hpp"
#include "assay/bmc/scenario.hpp"
#include "assay/bmc/sdr_repository.hpp"
#include "assay/bmc/sensor.hpp"
#include "assay/bmc/sol.hpp"
#include "assay/bmc/system_info.hpp"
#include "assay/bmc/user_store.hpp"
#include "assay/bmc/watchdog.hpp"

namespace assay::bmc {

/// §28.1 and §28.7: what Get Chassis Capabilities tells.
struct ChassisCapabilities {
    static constexpr std::uint8_t intrusion_sensor = 0x01, front_panel_lockout = 0x02,
                                  diagnostic_interrupt = 0x04, power_interlock = 0x08;
    std::uint8_t flags = 0;
    /// Addresses of the FRU, SDR, SEL and system management devices.
    std::array<std::uint8_t, 4> devices{ipmi_wire::bmc_address, ipmi_wire::bmc_address,
                                        ipmi_wire::bmc_address, ipmi_wire::bmc_address};
    std::optional<std::uint8_t> bridge;  ///< told only when it was set
};

/// §20.6 Table 20-7: what the host's software says of itself, 7 bits each.
struct AcpiPowerState {
    std::uint8_t system = 0;
    std::uint8_t device = 0;
};

inline constexpr std::int16_t utc_offset_unspecified = 0x07FF;  ///< §31.11a

/// §29.1: whom the sensors' events are for.
struct EventReceiver {
    static constexpr std::uint8_t disabled = 0xFF;
    std::uint8_t address = ipmi_wire::bmc_address;
    std::uint8_t lun = 0;
};

class Satellite;

class Chassis {
public:
    /// @param seed  moves the sensors; `standstill` keeps them at their base values
    /// @param start monotonic time zero of the sensors
    /// @param wall  the civil time at `start`, from which SEL time begins
    Chassis(const ChassisModel& model, std::uint64_t seed, base::Instant start, base::WallTime wall);
    ~Chassis();
    Chassis(const Chassis&) = delete;
    Chassis& operator=(const Chassis&) = delete;

    /// Does everything that is due by `now`: samples sensors once a second, logs what they cross, ends a
    /// power cycle.
    void advance(base::Instant now);

    /// @return false when the action is not possible in the present state (reset while off).
    /// @param cause what Get System Restart Cause tells of it afterwards
    bool control(PowerAction action, base::Instant now, RestartCause cause = RestartCause::chassis_control);
    /// What was done to the host since this was asked last, oldest first: for a host beyond the simulation. A
    /// cycle is `down` and later `up`.
    [[nodiscard]] std::vector<PowerAction> take_host_actions() { return std::exchange(host_actions_, {}); }
    static constexpr std::size_t most_host_actions = 16;  ///< that wait to be taken; older ones are forgotten
    [[nodiscard]] bool powered_on() const { return powered_on_; }
    [[nodiscard]] bool powered_on_by_command() const { return powered_on_by_command_; }
    [[nodiscard]] RestartCause restart_cause() const { return restart_cause_; }
    /// §28.14: whole hours that the host was on; a power cycle neither rounds them nor loses what was begun.
    [[nodiscard]] std::uint32_t power_on_hours(base::Instant now) const;
    /// What is begun of the next.
    [[nodiscard]] std::chrono::seconds begun_power_on_hour(base::Instant now) const;
    void set_power_on_time(std::uint32_t hours, std::chrono::seconds begun, base::Instant now);

    [[nodiscard]] RestorePolicy restore_policy() const { return restore_policy_; }
    void set_restore_policy(RestorePolicy policy) { restore_policy_ = policy; }

    /// Counts what happened to the settings and logs that outlive a loss of power (kept_state.hpp): whoever
    /// stores them looks whether it moved.
    [[nodiscard]] std::uint64_t kept_changes() const { return kept_changes_; }
    void note_kept_change() { ++kept_changes_; }
    /// The power comes back after a loss: the host does what the restore policy says (§28.8).
    /// @param was_on  before the loss
    void restore_power(bool was_on, base::Instant now);
    /// Seconds that the SEL's clock is set ahead of the civil time.
    [[nodiscard]] std::int64_t log_time_offset() const { return log_offset_s_; }
    void set_log_time_offset(std::int64_t seconds) { log_offset_s_ = seconds; }

    /// §28.9: how long a power cycle leaves the power off.
    void set_power_cycle_interval(base::Duration interval) { power_cycle_interval_ = interval; }
    [[nodiscard]] base::Duration power_cycle_interval() const { return power_cycle_interval_; }
    [[nodiscard]] const AcpiPowerState& acpi_power_state() const { return acpi_; }
    void set_acpi_power_state(const AcpiPowerState& state) { acpi_ = state; }
    [[nodiscard]] const ChassisCapabilities& capabilities() const { return capabilities_; }
    void set_capabilities(const ChassisCapabilities& capabilities) { capabilities_ = capabilities; }
    /// §28.6: the buttons that are disabled, one bit each.
    [[nodiscard]] std::uint8_t disabled_buttons() const { return disabled_buttons_; }
    void disable_buttons(std::uint8_t buttons) { disabled_buttons_ = buttons; }
    /// What happens when somebody presses a front panel button. @return false when it is disabled or has
    /// nothing to do
    bool press(Button button, base::Instant now);

    /// Does what a scenario or a control client asks. @return false when it is not possible in the present
    /// state
    bool perform(const Act& act, base::Instant now);
    [[nodiscard]] ScenarioPlayer& scenarios() { return scenarios_; }
    /// Until then the BMC neither answers nor measures.
    [[nodiscard]] base::Instant hung_until() const { return hung_until_; }

    [[nodiscard]] Watchdog& watchdog() { return watchdog_; }
    [[nodiscard]] BootOptions& boot_options() { return boot_options_; }
    [[nodiscard]] SystemInfo& system_info() { return system_info_; }
    [[nodiscard]] Messaging& messaging() { return messaging_; }
    [[nodiscard]] Firewall& firewall() { return firewall_; }
    /// The controllers on the buses of this one.
    [[nodiscard]] std::span<const std::unique_ptr<Satellite>> satellites() const { return satellites_; }
    [[nodiscard]] BusDevices& bus_devices() { return bus_devices_; }
    [[nodiscard]] Dcmi& dcmi() { return dcmi_; }
    /// Lets the power limit take effect with the next sample.
    void throttle();
    /// Watts of the sensor that measures the whole chassis; nothing while it does not.
    [[nodiscard]] std::optional<std::uint16_t> power_drawn() const;
    /// Null when the chassis has no commands of its maker's own.
    [[nodiscard]] OemScript* oem() const { return oem_.get(); }
    [[nodiscard]] OemState& oem_state() { return oem_state_; }
    [[nodiscard]] FirmwareUpgrade& firmware_upgrade() { return firmware_upgrade_; }

    /// Lets the BMC restart in a moment, when the answer to the request is out.
    void restart_controller(ControllerReset reset, base::Instant now);
    /// Carries out a restart that is due: what the BMC keeps in volatile memory is lost, the host does not
    /// notice.
    /// @return when the BMC is back; whoever owns the sessions ends them
    [[nodiscard]] std::optional<base::Instant> take_controller_restart(base::Instant now);
    /// When advance() or take_controller_restart() has something to do; at most a scan interval ahead.
    [[nodiscard]] base::Instant next_due() const;

    /// Logs an event of the sensor with this type as the BMC's own; nothing happens when there is none.
    void report(std::uint8_t sensor_type, std::array<base::Octet, 3> data, base::Instant at);

    /// Lights the identify lamp until `until`; Instant::max() for ever.
    void identify(base::Instant until) { identify_until_ = until; }
    [[nodiscard]] base::Instant identify_until() const { return identify_until_; }

    /// §37 time stamp of the SEL's clock.
    [[nodiscard]] std::uint32_t log_time(base::Instant now) const;
    void set_log_time(std::uint32_t seconds, base::Instant now);

    /// §31.11a: minutes of the SEL clock from UTC.
    [[nodiscard]] std::int16_t utc_offset() const { return utc_offset_; }
    void set_utc_offset(std::int16_t minutes) { utc_offset_ = minutes; }
    /// How long Clear SEL keeps the SEL device busy.
    [[nodiscard]] base::Duration log_erase_time() const { return log_erase_time_; }

    [[nodiscard]] const DeviceIdentity& device() const { return device_; }
    [[nodiscard]] BmcKey& bmc_key() { return bmc_key_; }
    [[nodiscard]] const BmcKey& bmc_key() const { return bmc_key_; }
    [[nodiscard]] const SecurityPolicy& security() const { return security_; }
    [[nodiscard]] const Lockout& lockout() const { return lockout_; }
    [[nodiscard]] Lockout& lockout() { return lockout_; }
    [[nodiscard]] LanConfig& lan() { return lan_; }
    [[nodiscard]] const LanConfig& lan() const { return lan_; }
    /// Tells the alert's destinations, unless the channel has alerting off or there is no address.
    void alert(Alert alert, base::Instant now);
    /// Traps and their retries, and what became of them; traps go to trap_port().
    [[nodiscard]] Alerting& alerting() { return alerting_; }
    [[nodiscard]] std::uint16_t trap_port() const { return trap_port_; }
    /// Shows the filters what was logged while they were postponed, where they are no longer.
    void process_events(base::Instant now);

    /// The UDP port that this BMC really answers on; LAN and SOL parameters tell it.
    void listen_on(std::uint16_t port);

    [[nodiscard]] Pef& pef() { return pef_; }
    [[nodiscard]] Sol& sol() { return sol_; }
    [[nodiscard]] const Sol& sol() const { return sol_; }
    [[nodiscard]] LanStatistics& lan_statistics() { return lan_statistics_; }
    [[nodiscard]] EventLog& log() { return log_; }
    [[nodiscard]] FruDevices& frus() { return frus_; }
    [[nodiscard]] SdrRepository& repository() { return repository_; }
    /// Null when there is none with this number.
    [[nodiscard]] Sensor* sensor(std::uint8_t number);
    [[nodiscard]] const std::vector<Sensor>& sensors() const { return sensors_; }
    [[nodiscard]] std::size_t sensor_count() const { return sensors_.size(); }
    /// Gives the sensors the settings that the repository's records hold (§33.21).
    void initialise_sensors();
    /// Samples every sensor now, so that what a command changed shows.
    void sample_now(base::Instant now) { sample_all(now); }
    [[nodiscard]] bool is_intruded() const;

    [[nodiscard]] UserStore& users() { return users_; }
    [[nodiscard]] const UserStore& users() const { return users_; }
    [[nodiscard]] ChannelAccessSettings& channel_access() { return channel_access_; }
    [[nodiscard]] const ChannelAccessSettings& channel_access() const { return channel_access_; }
    /// The highest privilege that `user` may have over the LAN channel now; none when the channel's or the
    /// user's settings forbid it.
    [[nodiscard]] ipmi_wire::Privilege channel_limit(const User& user) const;
    /// The highest privilege that `user` may log in with now, with this cipher suite; none when the channel,
    /// the suite's or the user's settings forbid it.
    [[nodiscard]] ipmi_wire::Privilege login_limit(const User& user, std::uint8_t suite_id) const;

    /// Enters an event that reached the BMC, its own or a platform event message, into the SEL.
    void log_event(const ipmi_wire::SystemEvent& event, base::Instant now);
    [[nodiscard]] const EventReceiver& event_receiver() const { return event_receiver_; }
    /// Also re-arms every sensor (§29.1).
    void set_event_receiver(const EventReceiver& receiver);

private:
    struct Doer;  // of acts
    void sample_all(base::Instant at);
    void settle(base::Instant now);
    void play_scenarios(base::Instant now);
    void react(const PefReaction& reaction, const ipmi_wire::SystemEvent& event, base::Instant now);
    void set_power(bool on, base::Instant now, RestartCause cause);
    void end_suspensions();
    [[nodiscard]] base::Duration on_time(base::Instant now) const;
    void count_hours(base::Instant now);
    void host_started(RestartCause cause, base::Instant now);
    void send_alerts(base::Instant now);
    [[nodiscard]] std::optional<Delivery> delivery_of(const Alert& alert, const AlertStep& step,
                                                      base::Instant now);
    void settle_power(base::Instant now);
    void note_host_action(PowerAction action);
    void heed_watchdog(base::Instant now);
    void report_watchdog(const WatchdogAlarm& alarm);
    void hear_satellites(base::Instant now);
    void heed_limits(base::Instant at);
    void heed_power_limit(base::Instant at);
    void heed_thermal_limit(Dcmi::Thermal& thermal, base::Instant at);
    void except(const Sensor& source, bool power_off, base::Instant at);
    [[nodiscard]] const Sensor* first_of_type(std::uint8_t sensor_type) const;

    DeviceIdentity device_;
    SecurityPolicy security_;
    BmcKey bmc_key_;
    LanConfig lan_;
    Sol sol_;
    Pef pef_;
    std::uint16_t trap_port_;
    std::uint16_t trap_sequence_ = 0;
    Alerting alerting_;
    LanStatistics lan_statistics_;
    UserStore users_;
    ChannelAccessSettings channel_access_;
    Lockout lockout_;
    std::vector<Sensor> sensors_;
    SdrRepository repository_;
    FruDevices frus_;
    EventReceiver event_receiver_;
    EventLog log_;

    base::Instant start_;
    base::WallTime wall_at_start_;
    std::int64_t log_offset_s_ = 0;
    base::Instant next_sample_;
    base::Duration log_erase_time_;
    std::int16_t utc_offset_ = utc_offset_unspecified;

    std::uint64_t kept_changes_ = 0;
    std::uint32_t hours_at_start_;
    std::uint32_t kept_hours_;  // as they were when a kept change was noted
    base::Duration on_time_{};  // since the start, until on_since_
    base::Instant on_since_;
    bool powered_on_;
    bool powered_on_by_command_ = false;
    RestartCause restart_cause_ = RestartCause::always_restore;
    RestorePolicy restore_policy_ = RestorePolicy::always_on;
    base::Instant identify_until_ = base::Instant::min();

    /// A power change that is due later: the second half of a cycle, the end of a soft shutdown.
    struct Pending {
        base::Instant due;
        bool on = false;
        RestartCause cause = RestartCause::unknown;
    };
    std::vector<Pending> pending_;
    std::vector<PowerAction> host_actions_;

    base::Duration power_cycle_interval_ = std::chrono::seconds{1};
    AcpiPowerState acpi_;
    ChassisCapabilities capabilities_;
    std::uint8_t disabled_buttons_ = 0;
    Watchdog watchdog_;
    BootOptions boot_options_;
    SystemInfo system_info_;
    Messaging messaging_;
    Firewall firewall_;
    FirmwareUpgrade firmware_upgrade_;
    Dcmi dcmi_;
    BusDevices bus_devices_;
    std::vector<std::unique_ptr<Satellite>> satellites_;
    std::shared_ptr<OemScript> oem_;
    OemState oem_state_;
    struct ControllerRestart {
        base::Instant due;
        ControllerReset reset;
    };
    std::optional<ControllerRestart> controller_restart_;
    ScenarioPlayer scenarios_;
    base::Instant hung_until_ = base::Instant::min();
};

}  // namespace assay::bmc
