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
#include "assay/bmc/lockout.hpp"
#include "assay/bmc/sdr_repository.hpp"
#include "assay/bmc/sensor.hpp"
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
enum class RestartCause : std::uint8_t { unknown = 0, chassis_control = 1, always_restore = 6 };

inline constexpr std::int16_t utc_offset_unspecified = 0x07FF;  ///< §31.11a

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

    /// §31.11a: minutes of the SEL clock from UTC.
    [[nodiscard]] std::int16_t utc_offset() const { return utc_offset_; }
    void set_utc_offset(std::int16_t minutes) { utc_offset_ = minutes; }
    /// How long Clear SEL keeps the SEL device busy.
    [[nodiscard]] base::Duration log_erase_time() const { return log_erase_time_; }

    [[nodiscard]] const DeviceIdentity& device() const { return device_; }
    [[nodiscard]] const SecurityPolicy& security() const { return security_; }
    [[nodiscard]] const Lockout& lockout() const { return lockout_; }
    [[nodiscard]] Lockout& lockout() { return lockout_; }
    [[nodiscard]] LanConfig& lan() { return lan_; }
    [[nodiscard]] const LanConfig& lan() const { return lan_; }
    [[nodiscard]] LanStatistics& lan_statistics() { return lan_statistics_; }
    [[nodiscard]] EventLog& log() { return log_; }
    [[nodiscard]] SdrRepository& repository() { return repository_; }
    /// Null when there is none with this number.
    [[nodiscard]] Sensor* sensor(std::uint8_t number);
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

private:
    void sample_all(base::Instant at);
    void set_power(bool on, base::Instant now);

    DeviceIdentity device_;
    SecurityPolicy security_;
    LanConfig lan_;
    LanStatistics lan_statistics_;
    UserStore users_;
    ChannelAccessSettings channel_access_;
    Lockout lockout_;
    std::vector<Sensor> sensors_;
    SdrRepository repository_;
    EventLog log_;

    base::Instant start_;
    base::WallTime wall_at_start_;
    std::int64_t log_offset_s_ = 0;
    base::Instant next_sample_;
    base::Duration log_erase_time_;
    std::int16_t utc_offset_ = utc_offset_unspecified;

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
