#include "assay/ipmi-client/decode.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "assay/ipmi-wire/numbers.hpp"
#include "assay/ipmi-wire/rakp.hpp"
#include "assay/ipmi-wire/sdr.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::ipmi_client {
namespace {

namespace wire = ipmi_wire;

Error malformed(std::string_view what) {
    return {.trouble = Trouble::malformed, .message = fmt::format("the BMC's {} is malformed", what)};
}

Sensor sensor_of(std::uint16_t record_id, const wire::SensorIdentity& identity) {
    Sensor sensor;
    sensor.record_id = record_id;
    sensor.number = identity.number;
    sensor.name = identity.name;
    sensor.type = identity.sensor_type;
    sensor.event_type = identity.event_reading_type;
    sensor.entity_id = identity.entity_id;
    sensor.entity_instance = identity.entity_instance;
    return sensor;
}

Sensor sensor_of(const wire::CompactSensorRecord& record) {
    return sensor_of(record.record_id, record.sensor);
}

Sensor sensor_of(const wire::FullSensorRecord& record) {
    Sensor sensor = sensor_of(record.record_id, record.sensor);
    sensor.analog = record.sensor.event_reading_type == wire::threshold_event_type &&
                    record.linearization == 0 && record.conversion.format != wire::AnalogFormat::none;
    sensor.base_unit = record.sensor.base_unit;
    sensor.percentage = (record.sensor.units & 1U) != 0;
    sensor.m = record.conversion.m;
    sensor.b = record.conversion.b;
    sensor.b_exponent = record.conversion.b_exponent;
    sensor.r_exponent = record.conversion.r_exponent;
    sensor.format = static_cast<std::uint8_t>(record.conversion.format);
    sensor.settable_thresholds = static_cast<std::uint8_t>(record.sensor.reading_mask >> 8U & 0x3FU);
    sensor.hysteresis = record.positive_hysteresis;
    sensor.tolerance = record.tolerance;
    sensor.accuracy = record.accuracy;
    for (unsigned i = 0; i < record.accuracy_exponent; ++i) sensor.accuracy *= 10;
    sensor.default_thresholds = record.thresholds;
    if (!sensor.analog) return sensor;
    sensor.readable_max = sensor.value_of(record.sensor_max);
    sensor.readable_min = sensor.value_of(record.sensor_min);
    if ((record.analog_flags & 1U) != 0) sensor.nominal = sensor.value_of(record.nominal);
    if ((record.analog_flags & 2U) != 0) sensor.normal_max = sensor.value_of(record.normal_max);
    if ((record.analog_flags & 4U) != 0) sensor.normal_min = sensor.value_of(record.normal_min);
    return sensor;
}

}  // namespace

Outcome<DeviceId> decode_device_id(base::OctetView data) {
    wire::Reader in{data};
    DeviceId device;
    device.id = in.u8();
    device.revision = in.u8() & 0x0FU;
    const unsigned major = in.u8() & 0x7FU;
    const unsigned minor = in.u8();  // BCD
    device.firmware = fmt::format("{}.{:02x}", major, minor);
    const unsigned version = in.u8();  // BCD, low digit first
    device.ipmi_version = fmt::format("{:x}.{:x}", version & 0x0FU, version >> 4U);
    in.u8();  // additional device support
    device.manufacturer = in.u24() & 0xFFFFFU;
    device.product = in.u16();
    if (!in.ok()) return malformed("device id");
    return device;
}

Outcome<std::string> decode_guid(base::OctetView data) {
    if (data.size() != 16) return malformed("system GUID");
    base::Octets octets{data.begin(), data.end()};
    std::ranges::reverse(octets);
    std::string text = base::to_hex(octets);
    for (const std::size_t dash : {20U, 16U, 12U, 8U}) text.insert(dash, "-");
    return text;
}

Outcome<ChassisStatus> decode_chassis_status(base::OctetView data) {
    wire::Reader in{data};
    const unsigned power = in.u8();
    in.u8();  // last power event
    const unsigned misc = in.u8();
    if (!in.ok()) return malformed("chassis status");
    return ChassisStatus{.powered_on = (power & 0x01U) != 0,
                         .power_fault = (power & 0x18U) != 0,
                         .intrusion = (misc & 0x01U) != 0,
                         .drive_fault = (misc & 0x04U) != 0,
                         .cooling_fault = (misc & 0x08U) != 0,
                         .restore_policy = static_cast<RestorePolicy>(power >> 5U & 0x03U)};
}

Outcome<Reading> decode_reading(const Sensor& sensor, base::OctetView data) {
    wire::Reader in{data};
    Reading reading;
    reading.raw = in.u8();
    const unsigned flags = in.u8();
    if (!in.ok()) return malformed("sensor reading");
    // IPMI 2.0 §35.14: bit 5 set means unavailable, bit 6 clear that the sensor is not scanned
    reading.available = (flags & 0x20U) == 0 && (flags & 0x40U) != 0;
    const unsigned low = in.left() > 0 ? in.u8() : 0U;
    const unsigned high = in.left() > 0 ? in.u8() : 0U;
    if (!reading.available) return reading;
    if (sensor.analog) {
        reading.value = sensor.value_of(reading.raw);
        reading.threshold_status = static_cast<std::uint8_t>(low & 0x3FU);
    } else {
        reading.states = static_cast<std::uint16_t>((high & 0x7FU) << 8U | low);
    }
    return reading;
}

Outcome<Thresholds> decode_thresholds(const Sensor& sensor, base::OctetView data) {
    wire::Reader in{data};
    const unsigned readable = in.u8();
    Thresholds thresholds;
    for (std::size_t i = 0; i < threshold_count; ++i) {
        const auto raw = in.u8();
        if ((readable >> i & 1U) != 0) thresholds[i] = sensor.value_of(raw);
    }
    if (!in.ok()) return malformed("threshold list");
    return thresholds;
}

Outcome<User> decode_user(std::uint8_t id, base::OctetView access, base::OctetView name) {
    constexpr unsigned enabled = 0x40;  // §22.27 octet 3 bits 7:6: 00b when the BMC does not say
    constexpr unsigned disabled = 0x80, status = enabled | disabled;
    wire::Reader in{access};
    in.u8();  // how many users there can be
    const unsigned state = in.u8();
    in.u8();  // how many have a fixed name
    const unsigned limits = in.u8();
    if (!in.ok() || name.size() != wire::longest_user_name) return malformed("user access");
    const std::string_view text = base::text_of(name);
    return User{.id = id,
                .name = std::string{text.substr(0, text.find('\0'))},
                .enabled = (state & status) != disabled,
                .privilege = static_cast<std::uint8_t>(limits & 0x0FU)};
}

Outcome<LogInfo> decode_log_info(base::OctetView data) {
    wire::Reader in{data};
    in.u8();  // version
    LogInfo info;
    info.entries = in.u16();
    info.free_octets = in.u16();
    info.last_addition = in.u32();
    info.last_erasure = in.u32();
    info.overflow = (in.u8() & 0x80U) != 0;
    if (!in.ok()) return malformed("SEL info");
    return info;
}

Outcome<LogEntry> decode_log_entry(base::OctetView record) {
    const auto decoded = wire::decode_sel_record(record);
    if (!decoded) return malformed("SEL record");
    LogEntry entry;
    entry.id = decoded->id;
    entry.type = decoded->type;
    entry.timestamp = decoded->timestamp();
    std::ranges::copy(record, entry.raw.begin());
    const auto event = wire::system_event_of(*decoded);
    if (!event) return entry;
    entry.is_event = true;
    entry.sensor_type = event->sensor_type;
    entry.sensor_number = event->sensor_number;
    entry.event_type = event->event_type;
    entry.deassertion = event->deassertion;
    entry.data = event->data;
    return entry;
}

Outcome<std::optional<Sensor>> decode_sensor(base::OctetView record) {
    const auto decoded = wire::decode_sensor_record(record);
    if (!decoded) {
        if (decoded.error() == wire::Broken::unsupported) return std::optional<Sensor>{};
        return malformed("sensor data record");
    }
    return std::visit(
        [](const auto& one) -> std::optional<Sensor> {
            // a satellite controller's sensors need bridging, which this client does not do
            if (one.sensor.owner != wire::bmc_address || (one.sensor.lun & 0x03U) != 0) return std::nullopt;
            return sensor_of(one);
        },
        *decoded);
}

}  // namespace assay::ipmi_client
