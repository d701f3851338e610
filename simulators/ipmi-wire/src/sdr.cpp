#include "assay/ipmi-wire/sdr.hpp"

#include <algorithm>

namespace assay::ipmi_wire {
namespace {

constexpr std::uint8_t sdr_version = 0x51;  // §43: this version of the record format
constexpr std::uint8_t full_type = 0x01, compact_type = 0x02;
constexpr unsigned eight_bit_ascii = 0xC0;  // §43.15 type/length octet, bits 7:6 = 11b

// The order of the threshold octets in a full record, octets 37 to 42.
constexpr std::array record_order{Threshold::upper_non_recoverable, Threshold::upper_critical,
                                  Threshold::upper_non_critical,    Threshold::lower_non_recoverable,
                                  Threshold::lower_critical,        Threshold::lower_non_critical};

/// `bits` low bits of `value` as a two's-complement number.
int signed_bits(unsigned value, unsigned bits) {
    const auto sign = 1U << (bits - 1);
    return static_cast<int>(value ^ sign) - static_cast<int>(sign);
}

void encode_identity(const SensorIdentity& sensor, Writer& out) {
    out.u8(sensor.owner).u8(sensor.lun).u8(sensor.number).u8(sensor.entity_id).u8(sensor.entity_instance);
    out.u8(sensor.initialization)
        .u8(sensor.capabilities)
        .u8(sensor.sensor_type)
        .u8(sensor.event_reading_type);
    out.u16(sensor.assertion_mask).u16(sensor.deassertion_mask).u16(sensor.reading_mask);
    out.u8(sensor.units).u8(sensor.base_unit).u8(sensor.modifier_unit);
}

SensorIdentity decode_identity(Reader& in) {
    SensorIdentity sensor;
    sensor.owner = in.u8();
    sensor.lun = in.u8();
    sensor.number = in.u8();
    sensor.entity_id = in.u8();
    sensor.entity_instance = in.u8();
    sensor.initialization = in.u8();
    sensor.capabilities = in.u8();
    sensor.sensor_type = in.u8();
    sensor.event_reading_type = in.u8();
    sensor.assertion_mask = in.u16();
    sensor.deassertion_mask = in.u16();
    sensor.reading_mask = in.u16();
    sensor.units = in.u8();
    sensor.base_unit = in.u8();
    sensor.modifier_unit = in.u8();
    return sensor;
}

void encode_name(const std::string& name, Writer& out) {
    const auto length = std::min(name.size(), longest_sensor_name);
    out.u8(eight_bit_ascii | static_cast<unsigned>(length)).put(base::octets_of(name).first(length));
}

/// @return false when the name is in another encoding than 8-bit ASCII
bool decode_name(Reader& in, std::string& name) {
    const auto type_and_length = in.u8();
    const std::size_t length = type_and_length & 0x1FU;
    if (length != 0 && (type_and_length & 0xC0U) != eight_bit_ascii) return false;
    name = base::text_of(in.take(length));
    while (!name.empty() && (name.back() == '\0' || name.back() == ' ')) name.pop_back();
    return true;
}

/// Octets 25 to 30; the direction is not stated.
void put_factors(const FullSensorRecord& record, Writer& out) {
    const auto m = static_cast<unsigned>(record.conversion.m);
    const auto b = static_cast<unsigned>(record.conversion.b);
    out.u8(m & 0xFFU).u8((m >> 2U & 0xC0U) | record.tolerance);
    out.u8(b & 0xFFU).u8((b >> 2U & 0xC0U) | (record.accuracy & 0x3FU));
    out.u8((record.accuracy >> 2U & 0xF0U) | unsigned{record.accuracy_exponent} << 2U);
    out.u8((static_cast<unsigned>(record.conversion.r_exponent) & 0x0FU) << 4U |
           (static_cast<unsigned>(record.conversion.b_exponent) & 0x0FU));
}

void decode_conversion(Reader& in, FullSensorRecord& record) {
    record.linearization = in.u8() & 0x7FU;
    const unsigned m_low = in.u8(), m_high = in.u8();
    const unsigned b_low = in.u8(), b_high = in.u8();
    const unsigned accuracy = in.u8();  // and the direction
    const unsigned exponents = in.u8();
    record.conversion.m = signed_bits((m_high & 0xC0U) << 2U | m_low, 10);
    record.conversion.b = signed_bits((b_high & 0xC0U) << 2U | b_low, 10);
    record.tolerance = m_high & 0x3FU;
    record.accuracy = static_cast<std::uint16_t>((accuracy & 0xF0U) << 2U | (b_high & 0x3FU));
    record.accuracy_exponent = accuracy >> 2U & 0x03U;
    record.conversion.r_exponent = signed_bits(exponents >> 4U, 4);
    record.conversion.b_exponent = signed_bits(exponents & 0x0FU, 4);
    record.conversion.format = static_cast<AnalogFormat>(record.sensor.units >> 6U);
}

Octets with_header(std::uint16_t record_id, std::uint8_t type, const Octets& body) {
    Octets record;
    Writer{record}.u16(record_id).u8(sdr_version).u8(type).u8(static_cast<unsigned>(body.size())).put(body);
    return record;
}

Decoded<SensorRecord> decode_full(std::uint16_t record_id, Reader& in) {
    FullSensorRecord record;
    record.record_id = record_id;
    record.sensor = decode_identity(in);
    decode_conversion(in, record);
    record.analog_flags = in.u8();
    record.nominal = in.u8();
    record.normal_max = in.u8();
    record.normal_min = in.u8();
    record.sensor_max = in.u8();
    record.sensor_min = in.u8();
    for (const Threshold threshold : record_order)
        record.thresholds[static_cast<std::size_t>(threshold)] = in.u8();
    record.positive_hysteresis = in.u8();
    record.negative_hysteresis = in.u8();
    in.take(3);  // reserved, OEM
    if (!decode_name(in, record.sensor.name)) return Broken::unsupported;
    if (!in.ok()) return Broken::truncated;
    return SensorRecord{record};
}

Decoded<SensorRecord> decode_compact(std::uint16_t record_id, Reader& in) {
    CompactSensorRecord record;
    record.record_id = record_id;
    record.sensor = decode_identity(in);
    record.sharing = in.u16();
    record.positive_hysteresis = in.u8();
    record.negative_hysteresis = in.u8();
    in.take(4);  // reserved, OEM
    if (!decode_name(in, record.sensor.name)) return Broken::unsupported;
    if (!in.ok()) return Broken::truncated;
    return SensorRecord{record};
}

}  // namespace

Decoded<SdrHeader> decode_sdr_header(OctetView record) {
    Reader in{record};
    SdrHeader header;
    header.record_id = in.u16();
    in.u8();  // version: 01h and 02h of older controllers have the same layout
    header.type = in.u8();
    header.body_length = in.u8();
    if (!in.ok()) return Broken::truncated;
    return header;
}

Decoded<SensorRecord> decode_sensor_record(OctetView record) {
    const auto header = decode_sdr_header(record);
    if (!header) return header.error();
    const OctetView body = record.subspan(sdr_header_length);
    if (body.size() < header->body_length) return Broken::truncated;
    if (body.size() > header->body_length) return Broken::overlong;
    Reader in{body};
    if (header->type == full_type) return decode_full(header->record_id, in);
    if (header->type == compact_type) return decode_compact(header->record_id, in);
    return Broken::unsupported;
}

Octets encode_factors(const FullSensorRecord& record) {
    Octets factors;
    Writer out{factors};
    put_factors(record, out);
    return factors;
}

Octets encode(const FullSensorRecord& record) {
    Octets body;
    Writer out{body};
    encode_identity(record.sensor, out);
    out.u8(record.linearization);
    put_factors(record, out);
    out.u8(record.analog_flags).u8(record.nominal).u8(record.normal_max).u8(record.normal_min);
    out.u8(record.sensor_max).u8(record.sensor_min);
    for (const Threshold threshold : record_order)
        out.u8(record.thresholds[static_cast<std::size_t>(threshold)]);
    out.u8(record.positive_hysteresis).u8(record.negative_hysteresis).fill(3);
    encode_name(record.sensor.name, out);
    return with_header(record.record_id, full_type, body);
}

Octets encode(const CompactSensorRecord& record) {
    Octets body;
    Writer out{body};
    encode_identity(record.sensor, out);
    out.u16(record.sharing).u8(record.positive_hysteresis).u8(record.negative_hysteresis).fill(4);
    encode_name(record.sensor.name, out);
    return with_header(record.record_id, compact_type, body);
}

}  // namespace assay::ipmi_wire
