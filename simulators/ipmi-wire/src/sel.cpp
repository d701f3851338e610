#include "assay/ipmi-wire/sel.hpp"

#include <algorithm>

namespace assay::ipmi_wire {

std::uint32_t SelRecord::timestamp() const { return is_timestamped() ? Reader{body}.u32() : 0; }

void SelRecord::set_timestamp(std::uint32_t seconds) {
    Octets octets;
    Writer{octets}.u32(seconds);
    std::ranges::copy(octets, body.begin());
}

Decoded<SelRecord> decode_sel_record(OctetView record) {
    if (record.size() < sel_record_length) return Broken::truncated;
    if (record.size() > sel_record_length) return Broken::overlong;
    Reader in{record};
    SelRecord decoded;
    decoded.id = in.u16();
    decoded.type = in.u8();
    std::ranges::copy(in.rest(), decoded.body.begin());
    return decoded;
}

void encode(const SelRecord& record, Octets& out) {
    Writer{out}.u16(record.id).u8(record.type).put(record.body);
}

std::optional<SystemEvent> system_event_of(const SelRecord& record) {
    if (record.type != system_event_record) return std::nullopt;
    Reader in{record.body};
    SystemEvent event;
    event.timestamp = in.u32();
    event.generator = in.u16();
    event.event_message_revision = in.u8();
    event.sensor_type = in.u8();
    event.sensor_number = in.u8();
    const auto direction_and_type = in.u8();
    event.deassertion = (direction_and_type & 0x80U) != 0;
    event.event_type = direction_and_type & 0x7FU;
    std::ranges::copy(in.rest(), event.data.begin());
    return event;
}

SelRecord record_of(const SystemEvent& event, std::uint16_t id) {
    Octets octets;
    Writer{octets}
        .u32(event.timestamp)
        .u16(event.generator)
        .u8(event.event_message_revision)
        .u8(event.sensor_type)
        .u8(event.sensor_number)
        .u8((event.deassertion ? 0x80U : 0U) | event.event_type)
        .put(event.data);
    SelRecord record;
    record.id = id;
    std::ranges::copy(octets, record.body.begin());
    return record;
}

}  // namespace assay::ipmi_wire
