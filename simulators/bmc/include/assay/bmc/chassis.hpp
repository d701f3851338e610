// The simulated chassis: power, sensors, logs, users. Sans-io; time is an argument.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/bmc/chassis_model.hpp"
#include "assay/bmc/event_log.hpp"
#include "assay/bmc/lockout.hpp"
#include "assay/bmc/sdr_repository.hpp"
#include "assay/bmc/sensor.hpp"

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
    [[nodiscard]] const LanFacts& lan() const { return lan_; }
    [[nodiscard]] const SecurityPolicy& security() const { return security_; }
    [[nodiscard]] SecurityPolicy& security() { return security_; }
    [[nodiscard]] const Lockout& lockout() const { return lockout_; }
    [[nodiscard]] Lockout& lockout() { return lockout_; }
    [[nodiscard]] EventLog& log() { return log_; }
    [[nodiscard]] SdrRepository& repository() { return repository_; }
    /// Null when there is none with this number.
    [[nodiscard]] Sensor* sensor(std::uint8_t number);
    [[nodiscard]] bool is_intruded() const;

    [[nodiscard]] const std::vector<User>& users() const { return users_; }
    /// Null when there is none, or it is disabled.
    [[nodiscard]] const User* user(std::string_view name) const;
    [[nodiscard]] const User* user(std::uint8_t id) const;

private:
    void sample_all(base::Instant at);
    void set_power(bool on, base::Instant now);

    DeviceIdentity device_;
    LanFacts lan_;
    SecurityPolicy security_;
    Lockout lockout_{security_.bad_passwords};
    std::vector<User> users_;
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
