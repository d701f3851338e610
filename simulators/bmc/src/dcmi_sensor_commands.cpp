// DCMI: the temperatures of inlets, processors and baseboards (DCMI 1.5 §6.5), and their limits (§6.7).
#include <algorithm>
#include <array>
#include <cmath>

#include "assay/ipmi-wire/sdr.hpp"
#include "dcmi_group.hpp"
#include "sensor_types.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
namespace cmd = ipmi_wire::cmd::dcmi;
using wire::Completion;
using wire::Privilege;

constexpr std::uint8_t every_instance = 0;
constexpr std::size_t most_told = 8;  // §6.5.2, §6.7.3: instances in a response

struct Instance {
    std::uint16_t record_id;
    std::uint8_t number;  ///< of the sensor
    std::uint8_t instance;
};

/// The temperature sensors of a DCMI entity that are in the SDR repository, by instance.
std::vector<Instance> instances_of(Chassis& chassis, std::uint8_t entity, std::uint8_t instance) {
    std::vector<Instance> found;
    for (const base::Octets& octets : chassis.repository().records()) {
        const auto record = wire::decode_sensor_record(octets);
        if (!record) continue;
        const wire::SensorIdentity& identity = identity_of(*record);
        const bool is_asked_for = identity.owner == wire::bmc_address &&
                                  identity.sensor_type == sensor_type::temperature &&
                                  dcmi_entity_of(identity.entity_id) == entity &&
                                  (instance == every_instance || identity.entity_instance == instance);
        if (is_asked_for)
            found.push_back({SdrRepository::id_of(octets), identity.number, identity.entity_instance});
    }
    std::ranges::stable_sort(found, {}, &Instance::instance);
    return found;
}

/// What both commands ask: sensor type, entity, instance, and with which of all instances to begin.
struct Selection {
    std::vector<Instance> all;
    std::span<const Instance> told;
};

std::optional<Selection> select(Call& call) {
    const auto type = call.request.u8();
    const auto entity = dcmi_entity_of(call.request.u8());
    const auto instance = call.request.u8();
    const std::size_t start = call.request.u8();
    if (type != sensor_type::temperature || !entity) return std::nullopt;
    Selection selection{instances_of(call.chassis, *entity, instance), {}};
    // instances count from 1; clients begin with 0, too
    const std::size_t skipped = instance == every_instance && start > 1 ? start - 1 : 0;
    const std::span<const Instance> rest =
        std::span{selection.all}.subspan(std::min(skipped, selection.all.size()));
    selection.told = rest.first(std::min(rest.size(), most_told));
    return selection;
}

Completion get_sensor_info(Call& call) {
    if (!is_dcmi(call)) return Completion::invalid_command;
    const auto selection = select(call);
    if (!selection) return Completion::invalid_field;
    call.reply.u8(static_cast<unsigned>(selection->all.size()));
    call.reply.u8(static_cast<unsigned>(selection->told.size()));
    for (const Instance& one : selection->told) call.reply.u16(one.record_id);
    return Completion::ok;
}

/// §6.7.3: bit 7 is the sign, the others are degrees.
unsigned signed_celsius(double value) {
    const double degrees = std::clamp(std::round(value), -127.0, 127.0);
    return (degrees < 0 ? 0x80U : 0U) | static_cast<unsigned>(std::abs(degrees));
}

/// What cannot be read now, as while the host is off, is no available instance.
Completion get_temperature_readings(Call& call) {
    if (!is_dcmi(call)) return Completion::invalid_command;
    const auto selection = select(call);
    if (!selection) return Completion::invalid_field;
    const auto readable = [&](const Instance& one) {
        const Sensor* const sensor = call.chassis.sensor(one.number);
        return sensor != nullptr && sensor->is_analog() && sensor->available();
    };
    call.reply.u8(static_cast<unsigned>(std::ranges::count_if(selection->all, readable)));
    call.reply.u8(static_cast<unsigned>(std::ranges::count_if(selection->told, readable)));
    for (const Instance& one : selection->told) {
        if (readable(one))
            call.reply.u8(signed_celsius(call.chassis.sensor(one.number)->value())).u8(one.instance);
    }
    return Completion::ok;
}

Completion set_thermal_limit(Call& call) {
    constexpr unsigned known = ThermalLimit::non_volatile | ThermalLimit::power_off | ThermalLimit::log;
    if (!is_dcmi(call)) return Completion::invalid_command;
    const auto entity = dcmi_entity_of(call.request.u8());
    ThermalLimit limit;
    limit.instance = call.request.u8();
    limit.actions = call.request.u8();
    limit.celsius = call.request.u8();
    limit.exception_s = call.request.u16();
    if (!entity || (limit.actions & ~known) != 0) return Completion::invalid_field;
    if (limit.instance == every_instance || instances_of(call.chassis, *entity, limit.instance).empty())
        return Completion::not_present;
    limit.entity = *entity;
    call.chassis.dcmi().set_thermal_limit(limit);
    return Completion::ok;
}

Completion get_thermal_limit(Call& call) {
    if (!is_dcmi(call)) return Completion::invalid_command;
    const auto entity = dcmi_entity_of(call.request.u8());
    const auto instance = call.request.u8();
    if (!entity) return Completion::invalid_field;
    if (instance == every_instance || instances_of(call.chassis, *entity, instance).empty())
        return Completion::not_present;
    const ThermalLimit* const set = call.chassis.dcmi().thermal_limit(*entity, instance);
    const ThermalLimit limit = set == nullptr ? ThermalLimit{} : *set;
    call.reply.u8(limit.actions).u8(limit.celsius).u16(limit.exception_s);
    return Completion::ok;
}

constexpr auto netfn = wire::netfn::group_extension;
constexpr std::array commands{
    Command{netfn, cmd::get_sensor_info, Privilege::operator_, 5, get_sensor_info},
    Command{netfn, cmd::set_thermal_limit, Privilege::operator_, 7, set_thermal_limit},
    Command{netfn, cmd::get_thermal_limit, Privilege::operator_, 3, get_thermal_limit},
    Command{netfn, cmd::get_temperature_readings, Privilege::user, 5, get_temperature_readings},
};

}  // namespace

void add_dcmi_sensor_commands(CommandTable& table) { table.add(commands, wire::body::dcmi); }

}  // namespace assay::bmc
