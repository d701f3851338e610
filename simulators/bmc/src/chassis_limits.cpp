// How a chassis keeps to its power and thermal limits (DCMI 1.5 §6.6, §6.7).
#include <algorithm>
#include <cmath>

#include "assay/bmc/chassis.hpp"
#include "sensor_types.hpp"

namespace assay::bmc {

namespace wire = ipmi_wire;

void Chassis::throttle() {
    if (!dcmi_.power_sensor()) return;
    Sensor* const meter = sensor(*dcmi_.power_sensor());
    if (meter == nullptr) return;
    const auto ceiling = dcmi_.ceiling();
    meter->set_ceiling(ceiling ? std::optional<double>{*ceiling} : std::nullopt);
}

void Chassis::heed_limits(base::Instant at) {
    heed_power_limit(at);
    for (Dcmi::Thermal& one : dcmi_.thermal_limits()) heed_thermal_limit(one, at);
}

void Chassis::heed_power_limit(base::Instant at) {
    const auto watts = power_drawn();
    if (!watts || !dcmi_.note_power(*watts, at)) return;
    const PowerException exception = dcmi_.power_limit().exception;
    if (exception == PowerException::none) return;
    except(*sensor(dcmi_.power_sensor().value()), exception == PowerException::power_off, at);
}

void Chassis::heed_thermal_limit(Dcmi::Thermal& thermal, base::Instant at) {
    const ThermalLimit& limit = thermal.limit;
    const auto found = std::ranges::find_if(sensors_, [&](const Sensor& one) {
        return one.identity().sensor_type == sensor_type::temperature &&
               dcmi_entity_of(one.identity().entity_id) == limit.entity &&
               one.identity().entity_instance == limit.instance;
    });
    if (found == sensors_.end() || !found->available() || !found->is_analog()) return;
    const bool above =
        (limit.actions & ~unsigned{ThermalLimit::non_volatile}) != 0 && found->value() > limit.celsius;
    if (thermal.watch.is_exceeded(above, std::chrono::seconds{limit.exception_s}, at))
        except(*found, (limit.actions & ThermalLimit::power_off) != 0, at);
}

/// IPMI 2.0 §42.1 Table 42-2, generic event type 05h, offset 1: limit exceeded.
void Chassis::except(const Sensor& source, bool power_off, base::Instant at) {
    constexpr std::uint8_t limit_event_type = 0x05, limit_exceeded = 0x01;
    wire::SystemEvent event;
    event.sensor_type = source.identity().sensor_type;
    event.sensor_number = source.identity().number;
    event.event_type = limit_event_type;
    event.data = {limit_exceeded, 0xFF, 0xFF};
    log_event(event, at);
    if (power_off)
        pending_.push_back({at, false, RestartCause::unknown});  // later than the sample that caused it
}

std::optional<std::uint16_t> Chassis::power_drawn() const {
    if (!dcmi_.power_sensor()) return std::nullopt;
    const auto found = std::ranges::find(sensors_, *dcmi_.power_sensor(),
                                         [](const Sensor& one) { return one.identity().number; });
    if (found == sensors_.end() || !found->available()) return std::nullopt;
    return static_cast<std::uint16_t>(std::clamp(std::round(found->value()), 0.0, 65535.0));
}

}  // namespace assay::bmc
