// What scenarios and control clients do to a chassis; each act goes the way that a command, a sensor or a
// person takes.
#include "assay/bmc/chassis.hpp"
#include "sensor_types.hpp"

namespace assay::bmc {
namespace {

/// §42.2 Table 42-3 type 14h: the offset of a button's event.
std::uint8_t button_offset(Button button) { return button == Button::reset ? 2 : 0; }

}  // namespace

void Chassis::play_scenarios(base::Instant now) {
    while (const auto due = scenarios_.take_due(now)) {
        settle_power(due->at);
        perform(due->act, due->at);
    }
}

bool Chassis::press(Button button, base::Instant now) {
    if ((disabled_buttons_ >> static_cast<unsigned>(button) & 1U) != 0) return false;
    if (button == Button::diagnostic_interrupt) {
        return control(PowerAction::diagnostic_interrupt, now, RestartCause::unknown);
    }
    report(sensor_type::button, {button_offset(button), 0xFF, 0xFF}, now);
    if (button == Button::reset) return control(PowerAction::reset, now, RestartCause::reset_button);
    return control(powered_on_ ? PowerAction::soft_shutdown : PowerAction::up, now,
                   RestartCause::power_button);
}

struct Chassis::Doer {
    Chassis& chassis;
    base::Instant now;

    bool with_sensor(std::uint8_t number, auto&& act) const {
        Sensor* const sensor = chassis.sensor(number);
        if (sensor == nullptr) return false;
        act(*sensor);
        return true;
    }
    bool operator()(const act::Drive& it) const {
        return with_sensor(it.sensor, [&](Sensor& s) { s.drive(it.value, now - chassis.start_, it.over); });
    }
    bool operator()(const act::SetStates& it) const {
        return with_sensor(it.sensor, [&](Sensor& s) { s.set_states(it.states); });
    }
    bool operator()(const act::Hold& it) const {
        return with_sensor(it.sensor, [](Sensor& s) { s.hold(); });
    }
    bool operator()(const act::Release& it) const {
        return with_sensor(it.sensor, [](Sensor& s) { s.release(); });
    }
    bool operator()(const act::Report& it) const {
        chassis.log_event(it.event, now);
        return true;
    }
    bool operator()(const act::FillLog& it) const {
        const EventLog& log = chassis.log_;
        for (std::size_t n = log.size(); n <= log.capacity(); ++n) chassis.log_event(it.event, now);
        return true;
    }
    bool operator()(const act::Power& it) const { return chassis.control(it.action, now, RestartCause::oem); }
    bool operator()(const act::Press& it) const { return chassis.press(it.button, now); }
    bool operator()(const act::Restart& it) const {
        chassis.restart_controller(it.reset, now);
        return true;
    }
    bool operator()(const act::Hang& it) const {
        chassis.hung_until_ = now + it.time;
        return true;
    }
    bool operator()(const act::SetFruPresence& it) const {
        return chassis.frus_.set_present(it.id, it.present);
    }
};

bool Chassis::perform(const Act& wanted, base::Instant now) { return std::visit(Doer{*this, now}, wanted); }

}  // namespace assay::bmc
