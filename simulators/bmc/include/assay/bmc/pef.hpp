// Platform event filtering (IPMI 2.0 §17, §30): which events make the BMC act, and how. Sans-io.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string_view>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/bmc/alerting.hpp"
#include "assay/bmc/parameters.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::bmc {

inline constexpr std::uint8_t event_filters = 16;
inline constexpr std::uint8_t alert_policies = 16;
inline constexpr std::uint8_t alert_strings = 8;  ///< non-volatile ones; string 0 is volatile
inline constexpr std::uint8_t alert_string_blocks = 5, alert_string_block = 16;  ///< octets of one block

/// §30.1 octet 3; also the action octet of a filter and parameter 2.
namespace pef_action {
inline constexpr unsigned alert = 0x01, power_off = 0x02, reset = 0x04, power_cycle = 0x08,
                          diagnostic_interrupt = 0x20;
inline constexpr unsigned all = alert | power_off | reset | power_cycle | diagnostic_interrupt;
}  // namespace pef_action

/// What is to be done about an event.
struct PefReaction {
    unsigned actions = 0;  ///< of pef_action; one of the power actions at most
    std::uint8_t severity = 0;
    /// To destinations of the LAN channel, in their order, for each policy set that a filter names.
    std::vector<std::vector<AlertStep>> alerts;
};

/// An event in the SEL that the filters have still to look at.
struct LoggedEvent {
    ipmi_wire::SystemEvent event;
    std::uint16_t record = 0;
};

class Pef {
public:
    explicit Pef(const std::array<base::Octet, 16>& guid);

    /// @param block  of an alert string, from 1 on; elsewhere not looked at
    [[nodiscard]] ipmi_wire::Completion get(std::uint8_t parameter, std::uint8_t set, std::uint8_t block,
                                            ipmi_wire::Writer& reply) const;
    [[nodiscard]] ipmi_wire::Completion set(std::uint8_t parameter, base::OctetView data);
    [[nodiscard]] bool has(std::uint8_t parameter) const;
    [[nodiscard]] const ParameterBlock& parameters() const { return parameters_; }
    /// As set(), with a value as the block holds it: an alert string with all of its blocks at once.
    [[nodiscard]] ipmi_wire::Completion restore(std::uint8_t parameter, base::OctetView data);
    /// §30.4: alert string 0 and its key are lost with the power.
    [[nodiscard]] static bool is_volatile(std::uint8_t parameter, std::uint8_t set);

    static constexpr std::size_t most_waiting = 1024;  ///< events; the oldest are forgotten
    /// An event was logged: the filters will look at it when they are awake, or never while they are off.
    void note(const LoggedEvent& logged);
    /// The oldest event that the filters can look at now; nothing while there is none or while they are
    /// postponed (§30.2: what was logged meanwhile is caught up with, unless software has processed it).
    [[nodiscard]] std::optional<LoggedEvent> take_due(base::Instant now);
    /// What the filters say to a logged event.
    [[nodiscard]] PefReaction consider(const LoggedEvent& logged);
    /// Parameter 4: alerts wait until then.
    [[nodiscard]] base::Instant alerts_from() const;
    /// An alert string up to its end; empty where there is none.
    [[nodiscard]] std::string_view alert_string(std::uint8_t selector) const;
    /// Parameter 1: is an action itself logged?
    [[nodiscard]] bool logs_actions() const;
    /// Parameter 10, or nothing when the device's own GUID is to be used.
    [[nodiscard]] std::optional<base::OctetView> trap_guid() const;
    void note_host_start(base::Instant now) { host_start_ = now; }

    /// §30.2: filters wait so long for software, beginning with the first event that it has not processed.
    /// They wait for ever when that is Duration::max(), and no longer when it is zero.
    void postpone(base::Duration wait);
    /// What is left of that: all of it while every event was processed.
    [[nodiscard]] base::Duration postponed_for(base::Instant now) const;

    /// §30.5, §30.6.
    void set_latest_by_software(std::uint16_t record);
    [[nodiscard]] std::uint16_t latest_by_software() const { return latest_by_software_; }
    void set_latest_by_bmc(std::uint16_t record) { latest_by_bmc_ = record; }
    [[nodiscard]] std::uint16_t latest_by_bmc() const { return latest_by_bmc_; }

private:
    ipmi_wire::Completion set_filter_configuration(base::OctetView data);
    ipmi_wire::Completion set_string_block(base::OctetView data);
    [[nodiscard]] bool is_awake(base::Instant now) const;
    [[nodiscard]] base::Instant after_start(std::uint8_t parameter, unsigned enable) const;
    [[nodiscard]] std::vector<AlertStep> steps_of(std::uint8_t policy, std::uint8_t filter) const;
    [[nodiscard]] std::optional<std::uint8_t> string_of(base::Octet key, std::uint8_t filter) const;

    ParameterBlock parameters_;
    base::Instant host_start_ = base::Instant::min();
    base::Duration wait_{};                                 // as it was asked for
    base::Instant postponed_until_ = base::Instant::min();  // Instant::max() until it counts down
    std::uint16_t latest_by_software_ = 0;
    std::uint16_t latest_by_bmc_ = 0;
    std::deque<LoggedEvent> waiting_;
};

}  // namespace assay::bmc
