#include "assay/bmc/dcmi.hpp"

#include <algorithm>

namespace assay::bmc {
namespace {

/// §6.4.6: what a controller that was given no name calls itself.
std::string id_by_mac(const std::array<base::Octet, 6>& mac) { return "DCMI" + base::to_hex(mac); }

}  // namespace

base::OctetView DcmiText::part(std::size_t offset, std::size_t count) const {
    const base::OctetView octets = base::octets_of(text_);
    if (offset >= octets.size()) return {};
    return octets.subspan(offset, std::min(count, octets.size() - offset));
}

bool DcmiText::write(std::size_t offset, base::OctetView part) {
    const auto zero = std::ranges::find(part, base::Octet{0});
    const std::string_view text = base::text_of(base::OctetView{part.begin(), zero});
    if (offset > text_.size() || offset + text.size() > longest) return false;
    text_.resize(offset);
    text_.append(text);
    return true;
}

bool LimitWatch::is_exceeded(bool above, base::Duration grace, base::Instant at) {
    if (!above) {
        restart();
        return false;
    }
    if (!above_since_) above_since_ = at;
    const bool happens = !acted_ && at - *above_since_ >= grace;
    acted_ = acted_ || happens;
    return happens;
}

Dcmi::Dcmi(const DcmiModel& model, const std::array<base::Octet, 6>& mac)
    : asset_tag{model.asset_tag},
      controller_id{model.controller_id.empty() ? id_by_mac(mac) : model.controller_id},
      discovery{model.discovery},
      power_sensor_{model.power_sensor},
      least_limit_{model.least_limit},
      most_limit_{model.most_limit},
      throttled_watts_{model.throttled_watts},
      power_limit_{model.limit} {
    for (const ThermalLimit& limit : model.thermal_limits) thermal_.push_back({limit, {}});
}

void Dcmi::set_power_limit(const PowerLimit& limit) {
    power_limit_ = limit;
    power_watch_.restart();
}

std::optional<std::uint16_t> Dcmi::ceiling() const {
    if (!power_limit_.active) return std::nullopt;
    return std::max(power_limit_.watts, throttled_watts_);
}

bool Dcmi::note_power(std::uint16_t watts, base::Instant at) {
    power_.add(watts);
    const bool above = power_limit_.active && watts > power_limit_.watts;
    return power_watch_.is_exceeded(above, std::chrono::milliseconds{power_limit_.correction_ms}, at);
}

const ThermalLimit* Dcmi::thermal_limit(std::uint8_t entity, std::uint8_t instance) const {
    const auto found = std::ranges::find_if(thermal_, [&](const Thermal& one) {
        return one.limit.entity == entity && one.limit.instance == instance;
    });
    return found == thermal_.end() ? nullptr : &found->limit;
}

void Dcmi::set_thermal_limit(const ThermalLimit& limit) {
    std::erase_if(thermal_, [&](const Thermal& one) {
        return one.limit.entity == limit.entity && one.limit.instance == limit.instance;
    });
    thermal_.push_back({limit, {}});
}

void Dcmi::forget_volatile_limits() {
    std::erase_if(thermal_,
                  [](const Thermal& one) { return (one.limit.actions & ThermalLimit::non_volatile) == 0; });
}

std::optional<std::uint8_t> dcmi_entity_of(std::uint8_t entity_id) {
    constexpr std::uint8_t air_inlet = 0x37, processor = 0x03, system_board = 0x07;  // IPMI 2.0 §43.14
    switch (entity_id) {
        case air_inlet:
        case dcmi_entity::inlet: return dcmi_entity::inlet;
        case processor:
        case dcmi_entity::processor: return dcmi_entity::processor;
        case system_board:
        case dcmi_entity::baseboard: return dcmi_entity::baseboard;
        default: return std::nullopt;
    }
}

}  // namespace assay::bmc
