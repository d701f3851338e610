#include "event_section.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "assay/bmc/sdr_repository.hpp"
#include "assay/bmc/sensor.hpp"
#include "toml_section.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

wire::SystemEvent read_described_event(Section& section, const std::vector<SensorModel>& sensors) {
    const std::string name = section.text("sensor");
    const auto sensor =
        std::ranges::find(sensors, name, [](const SensorModel& one) { return identity_of(one.record).name; });
    if (sensor == sensors.end()) section.reject("sensor", "the name of one of this chassis' sensors");
    wire::SystemEvent event;
    event.timestamp = static_cast<std::uint32_t>(section.time("time"));
    event.sensor_type = identity_of(sensor->record).sensor_type;
    event.sensor_number = identity_of(sensor->record).number;
    event.event_type = identity_of(sensor->record).event_reading_type;
    event.deassertion = section.flag("deassertion", false);
    event.data[0] = static_cast<base::Octet>(section.integer("offset", 0, 15));
    if (!section.has("reading")) return event;
    const auto* const analog = std::get_if<wire::FullSensorRecord>(&sensor->record);
    if (analog == nullptr) section.reject("reading", "nothing here: only an analog sensor has a reading");
    constexpr unsigned reading_follows = 0x40;  // §29.7.1, event data 1 bits 7:6
    event.data[0] = static_cast<base::Octet>(event.data[0] | reading_follows);
    event.data[1] = analog->conversion.raw_of(section.number("reading"));
    return event;
}

wire::SelRecord read_event(Section& section, const std::vector<SensorModel>& sensors) {
    if (!section.has("record")) return wire::record_of(read_described_event(section, sensors), 0);
    const auto record = wire::decode_sel_record(section.octets("record"));
    if (!record || record->id == wire::last_record) section.reject("record", "the 16 octets of a SEL record");
    return *record;
}

}  // namespace

void add_event(Section& section, ChassisModel& model) {
    const wire::SelRecord record = read_event(section, model.sensors);
    if (record.id != 0 && std::ranges::find(model.log, record.id, &wire::SelRecord::id) != model.log.end()) {
        section.reject("record", "a record id that no other event has");
    }
    model.log.push_back(record);
}

void check_record_ids(const Section& root, const ChassisModel& model) {
    std::set<std::uint16_t> ids;
    const auto check = [&](const base::Octets& record, std::string_view key) {
        const std::uint16_t id = record.empty() ? std::uint16_t{0} : SdrRepository::id_of(record);
        if (id == 0xFFFF || (id != 0 && !ids.insert(id).second)) {
            root.reject(key, fmt::format("record ids to FFFEh, each once; there are two of {:04X}h", id));
        }
    };
    for (const SensorModel& sensor : model.sensors) check(sensor.octets, "sensor");
    for (const base::Octets& record : model.records) check(record, "record");
}

}  // namespace assay::bmc
