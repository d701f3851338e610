// Platform event filtering (IPMI 2.0 §17, §30): which events make the BMC act, and how. Sans-io.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/bmc/parameters.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::bmc {

inline constexpr std::uint8_t event_filters = 16;
inline constexpr std::uint8_t alert_policies = 16;

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
    std::vector<std::uint8_t> destinations;  ///< of the LAN channel
};

class Pef {
public:
    explicit Pef(const std::array<base::Octet, 16>& guid);

    [[nodiscard]] ipmi_wire::Completion get(std::uint8_t parameter, std::uint8_t set,
                                            ipmi_wire::Writer& reply) const;
    [[nodiscard]] ipmi_wire::Completion set(std::uint8_t parameter, base::OctetView data);
    [[nodiscard]] bool has(std::uint8_t parameter) const;
    [[nodiscard]] const ParameterBlock& parameters() const { return parameters_; }

    /// What the filters say to an event that was just logged as `record`.
    [[nodiscard]] PefReaction consider(const ipmi_wire::SystemEvent& event, std::uint16_t record,
                                       base::Instant now);
    /// Parameter 1: is an action itself logged?
    [[nodiscard]] bool logs_actions() const;
    /// Parameter 10, or nothing when the device's own GUID is to be used.
    [[nodiscard]] std::optional<base::OctetView> trap_guid() const;
    void note_host_start(base::Instant now) { host_start_ = now; }

    /// §30.2: no filter acts until then; Instant::min() for no postponement.
    void postpone(base::Instant until) { postponed_until_ = until; }
    [[nodiscard]] base::Instant postponed_until() const { return postponed_until_; }

    /// §30.5, §30.6.
    std::uint16_t latest_by_software = 0;
    std::uint16_t latest_by_bmc = 0;

private:
    [[nodiscard]] bool is_awake(base::Instant now) const;
    [[nodiscard]] std::vector<std::uint8_t> destinations_of(std::uint8_t policy) const;

    ParameterBlock parameters_;
    base::Instant host_start_ = base::Instant::min();
    base::Instant postponed_until_ = base::Instant::min();
};

}  // namespace assay::bmc
