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
    const SettingAccess access = sensor->threshold_access();
    if (access == SettingAccess::none || access == SettingAccess::fixed)
        return Completion::illegal_for_record;
    call.reply.u8(sensor->readable_thresholds());
    for (unsigned i = 0; i < wire::threshold_count; ++i) {
        const bool readable = (sensor->readable_thresholds() >> i & 1U) != 0;
        call.reply.u8(readable ? sensor->thresholds()[i] : 0U);
    }
    return Completion::ok;
}

Completion set_thresholds(Call& call) {
    Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    if (!sensor->is_analog()) return Completion::illegal_for_record;
    if (sensor->threshold_access() != SettingAccess::settable) return Completion::illegal_for_record;
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
    const SettingAccess access = sensor->hysteresis_access();
    if (access == SettingAccess::none || access == SettingAccess::fixed)
        return Completion::illegal_for_record;
    call.reply.u8(sensor->positive_hysteresis()).u8(sensor->negative_hysteresis());
    return Completion::ok;
}

Completion set_hysteresis(Call& call) {
    Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    if (!sensor->is_analog()) return Completion::illegal_for_record;
    if (sensor->hysteresis_access() != SettingAccess::settable) return Completion::illegal_for_record;
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
    const EventControl control = sensor->event_control();
    if (control == EventControl::global_only || control == EventControl::no_events)
        return Completion::illegal_for_record;
    if (control == EventControl::whole_sensor && operation != 0) return Completion::invalid_field;
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
    const EventStatus status = sensor->event_status();
    call.reply.u8(flags_of(*sensor)).u16(status.assertions).u16(status.deassertions);
    return Completion::ok;
}

Completion get_type(Call& call) {
    const Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    call.reply.u8(sensor->identity().sensor_type).u8(sensor->identity().event_reading_type & 0x7FU);
    return Completion::ok;
}

Completion set_type(Call& call) {
    Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    const auto sensor_type = call.request.u8();
    const auto event_type = call.request.u8();
    const bool is_threshold_type = event_type == wire::threshold_event_type;
    if ((event_type & 0x80U) != 0 || is_threshold_type != sensor->is_analog())
        return Completion::invalid_field;
    sensor->set_type(sensor_type, event_type);
    return Completion::ok;
}

/// §35.5: the factors as octets 25 to 30 of a full record tell them. A sensor whose factors are the same for
/// all readings says that the next other reading is the one asked for.
Completion get_reading_factors(Call& call) {
    const Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    if (!sensor->is_analog()) return Completion::illegal_for_record;
    const auto raw = call.request.u8();
    wire::FullSensorRecord record = sensor->full();
    record.conversion = sensor->factors_at(raw);
    call.reply.u8(sensor->next_factors_at(raw)).put(wire::encode_factors(record));
    return Completion::ok;
}

/// §35.12: everything, or the events of the masks that follow.
Completion rearm(Call& call) {
    constexpr unsigned selected_only = 0x80;
    Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    const auto flags = call.request.u8();
    if ((flags & ~selected_only) != 0) return Completion::invalid_field;
    if ((flags & selected_only) == 0) {
        sensor->rearm(all_events, all_events);
        return Completion::ok;
    }
    if (call.request.left() % 2 != 0) return Completion::wrong_length;
    const auto assertions = call.request.left() >= 2 ? call.request.u16() : std::uint16_t{0};
    const auto deassertions = call.request.left() >= 2 ? call.request.u16() : std::uint16_t{0};
    sensor->rearm(assertions, deassertions);
    return Completion::ok;
}

/// §35.17 octet 2: what the request changes, and how.
struct SetOperations {
    unsigned reading, deassertions, assertions, event_data;
    explicit SetOperations(unsigned octet)
        : reading{octet & 3U},
          deassertions{octet >> 2U & 3U},
          assertions{octet >> 4U & 3U},
          event_data{octet >> 6U} {}
};

/// The states after a bit operation of Set Sensor Reading And Event Status.
std::uint16_t combined(unsigned operation, std::uint16_t present, std::uint16_t given) {
    constexpr unsigned write = 1, set = 2, clear_where_0 = 3;
    unsigned states = present;
    if (operation == write) states = given;
    if (operation == set) states = unsigned{present} | given;
    if (operation == clear_where_0) states = unsigned{present} & given;
    return static_cast<std::uint16_t>(states & all_events);
}

/// §35.17. The reading of an analog sensor decides its event status, so only a discrete sensor's assertions
/// can be written; no sensor here keeps deassertions.
Completion set_reading_and_status(Call& call) {
    constexpr unsigned leave = 0, write = 1, all_but_offset = 2;
    Sensor* const sensor = named_sensor(call);
    if (sensor == nullptr) return Completion::not_present;
    const SetOperations operations{call.request.u8()};
    if (operations.reading > write || operations.event_data > all_but_offset)
        return Completion::invalid_field;
    if (!sensor->is_settable()) return Completion::not_settable;
    const bool sets_what_is_not_there =
        sensor->is_analog() ? operations.assertions != leave : operations.reading != leave;
    if (sets_what_is_not_there || operations.deassertions != leave) return Completion::not_settable;
    if (operations.event_data == write || (sensor->is_analog() && operations.event_data != leave))
        return Completion::event_data_not_settable;

    const auto raw = call.request.u8();
    const auto assertions = call.request.u16();
    call.request.u16();  // deassertions
    const std::array<std::uint8_t, 3> data{call.request.u8(), call.request.u8(), call.request.u8()};
    const bool has_all = operations.event_data == leave || call.request.ok();
    if (!has_all) return Completion::wrong_length;
    if (operations.reading == write) sensor->set_reading(raw);
    if (operations.assertions != leave)
        sensor->set_states(combined(operations.assertions, sensor->states(), assertions));
    if (operations.event_data != leave) sensor->set_event_data(data);
    call.chassis.sample_now(call.now);
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
    Command{netfn, cmd::set_type, Privilege::operator_, 3, set_type},
    Command{netfn, cmd::get_reading_factors, Privilege::user, 2, get_reading_factors},
    Command{netfn, cmd::rearm_events, Privilege::operator_, {2, 6}, rearm},
    Command{netfn, cmd::set_reading_and_status, Privilege::operator_, {3, 10}, set_reading_and_status},
};

}  // namespace

void add_sensor_commands(CommandTable& table) { table.add(commands); }

}  // namespace assay::bmc
