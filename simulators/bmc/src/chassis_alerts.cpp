// What a chassis does about the events that its filters match (IPMI 2.0 §17).
#include <algorithm>

#include "assay/bmc/chassis.hpp"
#include "assay/ipmi-wire/pet.hpp"
#include "sensor_types.hpp"

namespace assay::bmc {

namespace wire = ipmi_wire;
using namespace std::chrono_literals;

void Chassis::process_events(base::Instant now) {
    while (const auto logged = pef_.take_due(now)) {
        // what was deleted meanwhile is nobody's business any more
        if (log_.find(logged->record) != nullptr) react(pef_.consider(*logged), logged->event, now);
    }
}

void Chassis::react(const PefReaction& reaction, const wire::SystemEvent& event, base::Instant now) {
    // A diagnostic interrupt is an event itself; one that it causes again would have no end.
    const unsigned actions = event.sensor_type == sensor_type::critical_interrupt
                                 ? reaction.actions & ~unsigned{pef_action::diagnostic_interrupt}
                                 : reaction.actions;
    if (actions == 0) return;
    for (const auto& steps : reaction.alerts) {
        alert(
            {.event = event, .severity = reaction.severity, .steps = steps, .not_before = pef_.alerts_from()},
            now);
    }
    const auto does = [&](unsigned action) { return (actions & action) != 0; };
    if (pef_.logs_actions()) {
        // offset 4: the action is about to be done; not itself filtered
        wire::SystemEvent action;
        action.sensor_type = sensor_type::system_event;
        action.event_type = 0x6F;
        action.data = {0x44, static_cast<base::Octet>(actions), 0xFF};
        log_.add(wire::record_of(action, 0), log_time(now));
    }
    // later than the sample that caused it
    const auto cycle = RestartCause::event_filter_power_cycle;
    if (does(pef_action::power_off)) pending_.push_back({now, false, cycle});
    if (does(pef_action::power_cycle) && powered_on_) {
        pending_.push_back({now, false, cycle});
        pending_.push_back({now + power_cycle_interval_, true, cycle});
    }
    if (does(pef_action::reset) && powered_on_) {
        host_started(RestartCause::event_filter_reset, now);
    }
    if (does(pef_action::diagnostic_interrupt)) {
        control(PowerAction::diagnostic_interrupt, now, RestartCause::unknown);
    }
}

void Chassis::alert(Alert alert, base::Instant now) {
    alert.event.timestamp = log_time(now);
    alerting_.begin(std::move(alert));
    send_alerts(now);
}

void Chassis::send_alerts(base::Instant now) {
    alerting_.advance(now, [this](const Alert& alert, const AlertStep& step, base::Instant at) {
        return delivery_of(alert, step, at);
    });
}

std::optional<Delivery> Chassis::delivery_of(const Alert& alert, const AlertStep& step, base::Instant now) {
    constexpr base::Duration tick = 10ms;
    const AlertDestination to = lan_.destination(step.destination);
    const bool reachable = to.type == 0 && to.address != std::array<base::Octet, 4>{};
    if (!channel_access_.present.alerting || !reachable) return std::nullopt;
    wire::PlatformEventTrap trap;
    trap.community = lan_.community();
    std::ranges::copy(lan_.parameters().value(lan_parameter::ip_address), trap.agent.begin());
    trap.uptime = static_cast<std::uint32_t>((now - start_) / tick);
    wire::Guid big_endian = device_.guid;  // PET writes a GUID as people do
    std::ranges::reverse(big_endian);
    trap.guid = pef_.trap_guid().value_or(base::OctetView{big_endian});
    trap.sequence = ++trap_sequence_;
    trap.severity = alert.severity;
    trap.manufacturer = device_.manufacturer;
    trap.product = device_.product;
    trap.event = alert.event;
    if (const Sensor* const source = sensor(alert.event.sensor_number)) {
        trap.entity = source->identity().entity_id;
        trap.entity_instance = source->identity().entity_instance;
    }
    if (step.string) trap.text = pef_.alert_string(*step.string);
    const TrapIdentity identity{.sequence = trap.sequence,
                                .timestamp = time_of(trap),
                                .source_type = wire::pet_from_ipmi,
                                .device = static_cast<std::uint8_t>(alert.event.generator & 0xFFU),
                                .sensor = alert.event.sensor_number,
                                .data = alert.event.data};
    return Delivery{{to.address, encode(trap)}, identity, to};
}

void Chassis::listen_on(std::uint16_t port) {
    lan_.tell_port(port);
    sol_.tell_port(port);
}

}  // namespace assay::bmc
