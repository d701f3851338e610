// Data center management (DCMI 1.5): the settings, what the power meter saw, and how long limits are
// exceeded.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "assay/base/clock.hpp"
#include "assay/base/octets.hpp"
#include "assay/bmc/dcmi_model.hpp"
#include "assay/bmc/power_statistics.hpp"

namespace assay::bmc {

/// A text that is read and written in parts of 16 octets (§6.4.2 to §6.4.6.2).
class DcmiText {
public:
    static constexpr std::size_t longest = 63, longest_part = 16;

    explicit DcmiText(std::string text) : text_{std::move(text)} {}

    [[nodiscard]] const std::string& whole() const { return text_; }
    /// The octets from `offset` on, at most `count`.
    [[nodiscard]] base::OctetView part(std::size_t offset, std::size_t count) const;
    /// The text ends after `part`, and before a zero in it.
    /// @return false when that would leave a gap or be too long; then nothing is changed
    [[nodiscard]] bool write(std::size_t offset, base::OctetView part);

private:
    std::string text_;
};

/// Notices that something stays above its limit for longer than it may.
class LimitWatch {
public:
    /// @return whether the exception happens now: once until it is not above any more
    [[nodiscard]] bool is_exceeded(bool above, base::Duration grace, base::Instant at);
    void restart() { *this = {}; }

private:
    std::optional<base::Instant> above_since_;
    bool acted_ = false;
};

class Dcmi {
public:
    /// @param mac  part of the controller's id where the model names none
    Dcmi(const DcmiModel& model, const std::array<base::Octet, 6>& mac);

    DcmiText asset_tag;
    DcmiText controller_id;
    DhcpDiscovery discovery;

    /// Number of the analog sensor; nothing when power is not managed.
    [[nodiscard]] std::optional<std::uint8_t> power_sensor() const { return power_sensor_; }
    [[nodiscard]] bool is_possible_limit(std::uint16_t watts) const {
        return watts >= least_limit_ && watts <= most_limit_;
    }
    [[nodiscard]] const PowerLimit& power_limit() const { return power_limit_; }
    /// Also begins the correction time anew.
    void set_power_limit(const PowerLimit& limit);
    /// What the host is throttled to, in watts; nothing while no limit is active.
    [[nodiscard]] std::optional<std::uint16_t> ceiling() const;
    /// Takes the power meter's latest sample.
    /// @return whether the limit's exception happens now
    [[nodiscard]] bool note_power(std::uint16_t watts, base::Instant at);
    [[nodiscard]] const PowerStatistics& power() const { return power_; }

    struct Thermal {
        ThermalLimit limit;
        LimitWatch watch;
    };
    [[nodiscard]] std::vector<Thermal>& thermal_limits() { return thermal_; }
    /// The limit of the entity's instance; null when there is none.
    [[nodiscard]] const ThermalLimit* thermal_limit(std::uint8_t entity, std::uint8_t instance) const;
    /// Replaces the limit of the same entity and instance.
    void set_thermal_limit(const ThermalLimit& limit);
    /// Forgets the thermal limits that do not outlive a power cycle.
    void forget_volatile_limits();

private:
    std::optional<std::uint8_t> power_sensor_;
    std::uint16_t least_limit_, most_limit_, throttled_watts_;
    PowerLimit power_limit_;
    LimitWatch power_watch_;
    PowerStatistics power_;
    std::vector<Thermal> thermal_;
};

/// The entity of DCMI (40h to 42h) that one of IPMI, or of DCMI, stands for (§6.5.2); nothing for others.
[[nodiscard]] std::optional<std::uint8_t> dcmi_entity_of(std::uint8_t entity_id);

}  // namespace assay::bmc
