#include "listing.hpp"

#include <array>

#include "assay/bmc/sensor.hpp"

namespace assay::control {
namespace {

namespace wire = ipmi_wire;

Json identify_of(const bmc::Chassis& chassis, base::Instant now) {
    if (chassis.identify_until() <= now) return "off";
    if (chassis.identify_until() == base::Instant::max()) return "on";
    return std::chrono::ceil<std::chrono::seconds>(chassis.identify_until() - now).count();
}

std::string_view name_of(wire::Privilege privilege) {
    switch (privilege) {
        case wire::Privilege::callback: return "callback";
        case wire::Privilege::user: return "user";
        case wire::Privilege::operator_: return "operator";
        case wire::Privilege::administrator: return "administrator";
        default: return "none";
    }
}

Json offsets(std::uint16_t mask) {
    Json list = Json::array();
    for (unsigned offset = 0; offset < 15; ++offset) {
        if ((mask >> offset & 1U) != 0) list.push_back(offset);
    }
    return list;
}

Json sensor_of(const bmc::Sensor& sensor) {
    // a name may be any octets, JSON is UTF-8; what is not becomes U+FFFD when it is written
    Json one{{"number", sensor.identity().number}, {"name", sensor.identity().name}};
    one["available"] = sensor.available();
    one["moves"] = sensor.is_released();
    if (sensor.is_analog()) {
        one["value"] = sensor.available() ? Json(sensor.value()) : Json();
        one["raw"] = sensor.raw();
    } else {
        one["states"] = offsets(sensor.states());
    }
    one["asserted"] = offsets(sensor.asserted());
    return one;
}

}  // namespace

Json status_of(Plant& plant, std::uint32_t index) {
    bmc::Bmc& bmc = plant.at(index);
    bmc::Chassis& chassis = bmc.chassis();
    const base::Instant now = plant.now();
    const base::WallTime time{std::chrono::seconds{chassis.log_time(now)}};
    Json status{{"bmc", index}, {"bmcs", plant.size()}, {"speed", plant.speed()}};
    status["time"] = base::to_rfc3339(time);
    status["power"] = chassis.powered_on() ? "on" : "off";
    status["answers"] = now >= chassis.hung_until();
    status["identify"] = identify_of(chassis, now);
    status["sessions"] = bmc.session_count();
    status["sensors"] = chassis.sensors().size();
    status["log"] = {{"records", chassis.log().size()},
                     {"capacity", chassis.log().capacity()},
                     {"overflowed", chassis.log().overflowed()}};
    return status;
}

Json sensors_of(const bmc::Chassis& chassis) {
    Json list = Json::array();
    for (const bmc::Sensor& sensor : chassis.sensors()) list.push_back(sensor_of(sensor));
    return list;
}

Json log_of(bmc::Chassis& chassis) {
    Json list = Json::array();
    for (const wire::SelRecord& record : chassis.log().records()) {
        base::Octets octets;
        encode(record, octets);
        Json one{{"id", record.id}};
        if (record.is_timestamped())
            one["time"] = base::to_rfc3339(base::WallTime{std::chrono::seconds{record.timestamp()}});
        if (const auto event = wire::system_event_of(record)) {
            one["sensor"] = event->sensor_number;
            one["offset"] = event->offset();
            one["deassertion"] = event->deassertion;
        }
        one["data"] = base::to_hex(octets);
        list.push_back(std::move(one));
    }
    return list;
}

Json users_of(const bmc::Chassis& chassis, base::Instant now) {
    Json list = Json::array();
    for (const bmc::User& user : chassis.users().all()) {
        list.push_back({{"id", user.id},
                        {"name", user.name},
                        {"privilege", name_of(user.privilege)},
                        {"enabled", user.enabled},
                        {"locked", chassis.lockout().holds(user.id, now)}});
    }
    return list;
}

Json frus_of(bmc::Chassis& chassis) {
    Json list = Json::array();
    for (const auto& device : chassis.frus().all()) {
        list.push_back(
            {{"fru", device.id()}, {"present", device.is_present()}, {"octets", device.content().size()}});
    }
    return list;
}

Json scenarios_of(bmc::Chassis& chassis) {
    Json list = Json::array();
    for (const bmc::Scenario& scenario : chassis.scenarios().all()) {
        list.push_back({{"name", scenario.name}, {"running", chassis.scenarios().is_running(scenario.name)}});
    }
    return list;
}

}  // namespace assay::control
