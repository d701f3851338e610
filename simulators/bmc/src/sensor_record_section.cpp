#include "sensor_record_section.hpp"

#include <fmt/format.h>

#include "assay/bmc/chassis_file.hpp"
#include "assay/bmc/sensor.hpp"
#include "assay/ipmi-wire/linearization.hpp"
#include "assay/ipmi-wire/sdr.hpp"
#include "toml_section.hpp"

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;

constexpr std::uint8_t last_linear = static_cast<std::uint8_t>(wire::Linearization::cube_root);
constexpr std::uint8_t first_non_linear = static_cast<std::uint8_t>(wire::Linearization::non_linear);

/// A full record may describe a discrete sensor, too (§43.1); it is simulated as what it is.
SensorModel discrete(Section& section, const wire::SensorIdentity& identity) {
    wire::CompactSensorRecord record;
    record.sensor = identity;
    SensorModel model;
    model.record = record;
    model.states.host_on = read_offsets(section, "states");
    model.states.host_off =
        section.has("states_when_off") ? read_offsets(section, "states_when_off") : model.states.host_on;
    return model;
}

SensorModel analog(Section& section, const wire::FullSensorRecord& record) {
    SensorModel model;
    model.record = record;
    if (record.linearization >= first_non_linear) model.factors = {{0, record.conversion}};
    const Sensor probe{model, standstill};
    const auto resting = static_cast<std::uint8_t>(section.integer("resting", 0, 0xFF, record.nominal));
    model.motion = read_motion(section, probe.value_of(resting));
    return model;
}

}  // namespace

std::string sensor_obstacle(const wire::SensorRecord& record) {
    const wire::SensorIdentity& sensor = identity_of(record);
    if (sensor.owner != wire::bmc_address || (sensor.lun & 0x03U) != 0) return "one of the BMC's own, LUN 0";
    if (sensor.number == 0xFF) return "one with a number to 254";
    if (sensor.name.empty()) return "one with a name";
    const auto* const full = std::get_if<wire::FullSensorRecord>(&record);
    if (full == nullptr || sensor.event_reading_type != wire::threshold_event_type) return "";
    if (full->conversion.m == 0) return "one with a factor M other than 0";
    const bool known = full->linearization <= last_linear || full->linearization >= first_non_linear;
    return known ? "" : "one with a linearization that IPMI knows";
}

SensorModel read_sensor_record(Section& section) {
    const base::Octets octets = section.octets("record");
    const auto record = wire::decode_sensor_record(octets);
    if (!record) {
        section.reject("record",
                       fmt::format("a full or compact sensor record with a name in ASCII; this one is {}",
                                   to_text(record.error())));
    }
    if (const std::string expected = sensor_obstacle(*record); !expected.empty())
        section.reject("record", expected);
    section.rename(fmt::format("sensor '{}'", identity_of(*record).name));
    const auto* const full = std::get_if<wire::FullSensorRecord>(&*record);
    const bool is_analog = full != nullptr && full->sensor.event_reading_type == wire::threshold_event_type;
    SensorModel model = is_analog ? analog(section, *full) : discrete(section, identity_of(*record));
    model.octets = octets;
    return model;
}

}  // namespace assay::bmc
