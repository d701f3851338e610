// Sensor device commands (IPMI 2.0 §35).
#include <array>

#include "assay/bmc/command_table.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::sensor_event;
using wire::Completion;
using wire::Privilege;

/// Finds the sensor that the request's first octet names.
Sensor* named_sensor(Call& call) { return call.chassis.sensor(call.request.u8()); }

/// §35.14 octet 3: events and scanning enabled, reading unavailable.
unsigned flags_of(const Sensor& sensor) {
    return (sensor.enables().events ? 0x80U : 0U) | (sensor.enables().scanning ? 0x40U : 0U) |
           (sensor.available() ? 0U : 0x20U);
}

Completion get_reading(Call& call) {
    const Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    call.reply.u8(sensor->is_analog() && sensor->available() ? sensor->raw() : 0U).u8(flags_of(*sensor));
    if (sensor->is_analog()) {
        call.reply.u8(0xC0U | sensor->threshold_status());  // bits 7:6 are reserved and read as 1
    } else {
        call.reply.u16(0x8000U | sensor->states());  // so is bit 15
    }
    return Completion::ok;
}

Completion get_thresholds(Call& call) {
    const Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    if (!sensor->is_analog()) return Completion::illegal_for_record;
    call.reply.u8(sensor->readable_thresholds()).put(sensor->thresholds());
    return Completion::ok;
}

Completion set_thresholds(Call& call) {
    Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    if (!sensor->is_analog()) return Completion::illegal_for_record;
    const auto mask = call.request.u8();
    if ((mask & ~static_cast<unsigned>(sensor->settable_thresholds())) != 0) return Completion::invalid_field;
    for (unsigned i = 0; i < wire::threshold_count; ++i) {
        const auto value = call.request.u8();
        if ((mask >> i & 1U) != 0) sensor->set_threshold(static_cast<wire::Threshold>(i), value);
    }
    return Completion::ok;
}

Completion get_hysteresis(Call& call) {
    const Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    if (!sensor->is_analog()) return Completion::illegal_for_record;
    call.reply.u8(sensor->positive_hysteresis()).u8(sensor->negative_hysteresis());
    return Completion::ok;
}

Completion set_hysteresis(Call& call) {
    Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    if (!sensor->is_analog()) return Completion::illegal_for_record;
    call.request.u8();  // §35.6: reserved for a mask, written as FFh
    const auto positive = call.request.u8();
    sensor->set_hysteresis(positive, call.request.u8());
    return Completion::ok;
}

Completion get_event_enable(Call& call) {
    const Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    const EventEnables& enables = sensor->enables();
    call.reply.u8(flags_of(*sensor) & 0xC0U).u16(enables.assertion).u16(enables.deassertion);
    return Completion::ok;
}

/// §35.10: bits 5:4 of the flags say what becomes of the events that the masks name.
Completion set_event_enable(Call& call) {
    Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    const auto flags = call.request.u8();
    const auto operation = flags >> 4U & 0x03U;
    if (operation == 3) return Completion::invalid_field;
    EventEnables enables = sensor->enables();
    enables.events = (flags & 0x80U) != 0;
    enables.scanning = (flags & 0x40U) != 0;
    for (std::uint16_t* const mask : {&enables.assertion, &enables.deassertion}) {
        const auto named = static_cast<unsigned>(call.request.left() >= 2 ? call.request.u16() : 0U);
        if (operation == 1) *mask = static_cast<std::uint16_t>(*mask | named);
        if (operation == 2) *mask = static_cast<std::uint16_t>(*mask & ~named);
    }
    sensor->set_enables(enables);
    return Completion::ok;
}

Completion get_event_status(Call& call) {
    const Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    // §35.13: none of these sensors latches, so no deassertion is pending
    call.reply.u8(flags_of(*sensor)).u16(sensor->asserted() & sensor->enables().assertion).u16(0);
    return Completion::ok;
}

Completion get_type(Call& call) {
    const Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    call.reply.u8(sensor->identity().sensor_type).u8(sensor->identity().event_reading_type & 0x7FU);
    return Completion::ok;
}

constexpr auto netfn = wire::netfn::sensor_event;
constexpr std::array commands{
    Command{netfn, cmd::set_hysteresis, Privilege::operator_, 4, set_hysteresis},
    Command{netfn, cmd::get_hysteresis, Privilege::user, 2, get_hysteresis},
    Command{netfn, cmd::set_thresholds, Privilege::operator_, 8, set_thresholds},
    Command{netfn, cmd::get_thresholds, Privilege::user, 1, get_thresholds},
    Command{netfn, cmd::set_event_enable, Privilege::operator_, {2, 6}, set_event_enable},
    Command{netfn, cmd::get_event_enable, Privilege::user, 1, get_event_enable},
    Command{netfn, cmd::get_event_status, Privilege::user, 1, get_event_status},
    Command{netfn, cmd::get_reading, Privilege::user, 1, get_reading},
    Command{netfn, cmd::get_type, Privilege::user, 1, get_type},
};

}  // namespace

void add_sensor_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
