// The simulated chassis: power, sensors, logs, users. Sans-io; time is an argument.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/bmc/channel_access.hpp"
#include "assay/bmc/chassis_model.hpp"
#include "assay/bmc/event_log.hpp"
#include "assay/bmc/lan_config.hpp"
#include "assay/bmc/pef.hpp"
#include "assay/bmc/sdr_repository.hpp"
#include "assay/bmc/sensor.hpp"
#include "assay/bmc/sol.hpp"
#include "assay/bmc/user_store.hpp"

namespace assay::bmc {

/// Chassis Control (IPMI 2.0 §28.3).
enum class PowerAction : std::uint8_t {
    down = 0,
    up = 1,
    cycle = 2,
    reset = 3,
    diagnostic_interrupt = 4,
    soft_shutdown = 5,
};

/// §28.8 octet 1.
enum class RestorePolicy : std::uint8_t { stay_off = 0, previous = 1, always_on = 2 };

/// §28.11.
enum class RestartCause : std::uint8_t {
    unknown = 0,
    chassis_control = 1,
    always_restore = 6,
    filter_reset = 8
};

class Chassis {
public:
    /// @param seed  moves the sensors; `standstill` keeps them at their base values
    /// @param start monotonic time zero of the sensors
    /// @param wall  the civil time at `start`, from which SEL time begins
    Chassis(const ChassisModel& model, std::uint64_t seed, base::Instant start, base::WallTime wall);

    /// Does everything that is due by `now`: samples sensors once a second, logs what they cross, ends a
    /// power cycle.
    void advance(base::Instant now);

    /// @return false when the action is not possible in the present state (reset while off).
    bool control(PowerAction action, base::Instant now);
    [[nodiscard]] bool powered_on() const { return powered_on_; }
    [[nodiscard]] bool powered_on_by_command() const { return powered_on_by_command_; }
    [[nodiscard]] RestartCause restart_cause() const { return restart_cause_; }
    [[nodiscard]] std::uint32_t power_on_hours(base::Instant now) const;

    [[nodiscard]] RestorePolicy restore_policy() const { return restore_policy_; }
    void set_restore_policy(RestorePolicy policy) { restore_policy_ = policy; }

    /// Lights the identify lamp until `until`; Instant::max() for ever.
    void identify(base::Instant until) { identify_until_ = until; }
    [[nodiscard]] base::Instant identify_until() const { return identify_until_; }

    /// §37 time stamp of the SEL's clock.
    [[nodiscard]] std::uint32_t log_time(base::Instant now) const;
    void set_log_time(std::uint32_t seconds, base::Instant now);

    [[nodiscard]] const DeviceIdentity& device() const { return device_; }
    [[nodiscard]] LanConfig& lan() { return lan_; }
    /// Logs an event and does what the platform event filters say to it.
    /// @return the record's id; nothing when the log is full
    std::optional<std::uint16_t> record_event(const ipmi_wire::SystemEvent& event, base::Instant now);

    /// A trap on its way to UDP port trap_port() of this address.
    struct Trap {
        std::array<base::Octet, 4> address;
        base::Octets datagram;
    };
    static constexpr std::size_t most_traps = 64;  ///< that wait to be taken; more are not sent
    /// Sends a platform event trap, unless the channel has alerting off or there is no address.
    void alert(const ipmi_wire::SystemEvent& event, std::uint8_t severity, std::uint8_t destination,
               base::Instant now);
    [[nodiscard]] std::vector<Trap> take_traps() { return std::exchange(traps_, {}); }
    [[nodiscard]] std::uint16_t trap_port() const { return trap_port_; }
    /// §30.7: of the latest alert; 0 none yet, 1 sent, 2 not sent.
    [[nodiscard]] std::uint8_t alert_status() const { return alert_status_; }
    void clear_alert_status() { alert_status_ = 0; }

    /// The UDP port that this BMC really answers on; LAN and SOL parameters tell it.
    void listen_on(std::uint16_t port);

    [[nodiscard]] Pef& pef() { return pef_; }
    [[nodiscard]] Sol& sol() { return sol_; }
    [[nodiscard]] const Sol& sol() const { return sol_; }
    [[nodiscard]] LanStatistics& lan_statistics() { return lan_statistics_; }
    [[nodiscard]] EventLog& log() { return log_; }
    [[nodiscard]] SdrRepository& repository() { return repository_; }
    /// Null when there is none with this number.
    [[nodiscard]] Sensor* sensor(std::uint8_t number);
    [[nodiscard]] bool is_intruded() const;

    [[nodiscard]] UserStore& users() { return users_; }
    [[nodiscard]] const UserStore& users() const { return users_; }
    [[nodiscard]] ChannelAccessSettings& channel_access() { return channel_access_; }
    /// The highest privilege that `user` may log in with now, with this cipher suite; none when the channel,
    /// the suite's or the user's settings forbid it.
    [[nodiscard]] ipmi_wire::Privilege login_limit(const User& user, std::uint8_t suite_id) const;

private:
    void sample_all(base::Instant at);
    void react(const PefReaction& reaction, const ipmi_wire::SystemEvent& event, base::Instant now);
    void set_power(bool on, base::Instant now);

    DeviceIdentity device_;
    LanConfig lan_;
    Sol sol_;
    Pef pef_;
    std::uint16_t trap_port_;
    std::uint16_t trap_sequence_ = 0;
    std::uint8_t alert_status_ = 0;
    std::vector<Trap> traps_;
    LanStatistics lan_statistics_;
    UserStore users_;
    ChannelAccessSettings channel_access_;
    std::vector<Sensor> sensors_;
    SdrRepository repository_;
    EventLog log_;

    base::Instant start_;
    base::WallTime wall_at_start_;
    std::int64_t log_offset_s_ = 0;
    base::Instant next_sample_;

    std::uint32_t hours_at_start_;
    bool powered_on_;
    bool powered_on_by_command_ = false;
    RestartCause restart_cause_ = RestartCause::always_restore;
    RestorePolicy restore_policy_ = RestorePolicy::always_on;
    base::Instant identify_until_ = base::Instant::min();

    /// A power change that is due later: the second half of a cycle, the end of a soft shutdown.
    struct Pending {
        base::Instant due;
        bool on = false;
    };
    std::vector<Pending> pending_;
};

}  // namespace assay::bmc
