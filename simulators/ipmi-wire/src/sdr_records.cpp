#include "assay/ipmi-wire/sdr_records.hpp"

#include <algorithm>

namespace assay::ipmi_wire {
namespace {

constexpr std::uint8_t sdr_version = 0x51;
constexpr unsigned eight_bit_ascii = 0xC0;
constexpr unsigned range_flag = 0x80;               // §43.4 octet 8 bit 7
constexpr unsigned logical_fru_device = 0x80;       // §43.8 octet 8 bit 7
constexpr unsigned fru_behind_a_controller = 0x10;  // §43.12 Table 43-12: logical FRU device
constexpr unsigned ipmi_version_2_0 = 0x02;

Octets record_of(std::uint8_t type, const Octets& body) {
    Octets record;
    Writer{record}.u16(0).u8(sdr_version).u8(type).u8(static_cast<unsigned>(body.size())).put(body);
    return record;
}

void put_name(const std::string& name, Writer& out) {
    const auto length = std::min(name.size(), longest_sensor_name);
    out.u8(eight_bit_ascii | static_cast<unsigned>(length)).put(base::octets_of(name).first(length));
}

void put(const EntityRef& entity, Writer& out) { out.u8(entity.id).u8(entity.instance); }

EntityRef contained_at(const EntityAssociation& record, std::size_t index) {
    return index < record.contained.size() ? record.contained[index] : EntityRef{0, 0};
}

/// What the locators end with: the entity, an octet for OEM use and the name.
void put_identity(const EntityRef& entity, const std::string& name, Writer& out) {
    put(entity, out);
    out.u8(0);
    put_name(name, out);
}

}  // namespace

Octets encode(const EventOnlyRecord& record) {
    constexpr unsigned one_sensor = 0x01;
    Octets body;
    Writer out{body};
    out.u8(record.owner).u8(record.lun).u8(record.number);
    put(record.entity, out);
    out.u8(record.sensor_type).u8(record.event_reading_type).u8(one_sensor).fill(3);
    put_name(record.name, out);
    return record_of(0x03, body);
}

Octets encode(const EntityAssociation& record) {
    Octets body;
    Writer out{body};
    put(record.container, out);
    out.u8(record.is_range ? range_flag : 0U);
    for (std::size_t i = 0; i < EntityAssociation::most_contained; ++i) put(contained_at(record, i), out);
    return record_of(0x08, body);
}

Octets encode_device_relative(const EntityAssociation& record, std::uint8_t address, std::uint8_t channel) {
    Octets body;
    Writer out{body};
    put(record.container, out);
    out.u8(address).u8(unsigned{channel} << 4U).u8(record.is_range ? range_flag : 0U);
    for (std::size_t i = 0; i < EntityAssociation::most_contained; ++i) {
        const EntityRef entity = contained_at(record, i);
        const bool used = entity.id != 0;
        out.u8(used ? address : 0U).u8(used ? unsigned{channel} << 4U : 0U);
        put(entity, out);
    }
    out.fill(6);
    return record_of(0x09, body);
}

Octets encode(const GenericDeviceLocator& record) {
    Octets body;
    Writer out{body};
    // §43.7: the channel's upper bit stands in the address octet, the three others in octet 8
    out.u8(record.access_address)
        .u8((record.address & 0xFEU) | (record.channel >> 3U & 1U))
        .u8((record.channel & 0x07U) << 5U | (record.bus & 0x07U))
        .fill(2)
        .u8(record.device_type)
        .u8(record.device_type_modifier);
    put_identity(record.entity, record.name, out);
    return record_of(0x10, body);
}

Octets encode(const FruDeviceLocator& record) {
    Octets body;
    Writer out{body};
    out.u8(record.access_address).u8(record.fru_id).u8(logical_fru_device).u8(unsigned{record.channel} << 4U);
    out.u8(0).u8(fru_behind_a_controller).u8(0);
    put_identity(record.entity, record.name, out);
    return record_of(0x11, body);
}

Octets encode(const ControllerLocator& record) {
    Octets body;
    Writer out{body};
    out.u8(record.address).u8(record.channel).u8(record.power_notification).u8(record.capabilities).fill(3);
    put_identity(record.entity, record.name, out);
    return record_of(0x12, body);
}

Octets encode(const ControllerConfirmation& record) {
    Octets body;
    Writer{body}
        .u8(record.address)
        .u8(record.device_id)
        .u8(unsigned{record.channel} << 4U | record.device_revision)
        .u8(record.firmware_major)
        .u8(record.firmware_minor)
        .u8(ipmi_version_2_0)
        .u24(record.manufacturer)
        .u16(record.product)
        .put(record.guid);
    return record_of(0x13, body);
}

Octets encode(const MessageChannels& record) {
    Octets body;
    Writer{body}.put(record.channels).u8(record.messaging_interrupt).u8(record.event_buffer_interrupt).u8(0);
    return record_of(0x14, body);
}

Octets encode(const OemSdr& record) {
    Octets body;
    Writer{body}.u24(record.manufacturer).put(record.data);
    return record_of(0xC0, body);
}

bool sdr_length_fits(OctetView record) {
    const auto header = decode_sdr_header(record);
    return header && record.size() == sdr_header_length + header->body_length;
}

bool is_known_sdr(OctetView record) {
    struct Shortest {
        std::uint8_t type;
        std::size_t length;
    };
    // §43: the whole record without its name, header included
    static constexpr std::array shortest{Shortest{0x01, 48}, Shortest{0x02, 32}, Shortest{0x03, 17},
                                         Shortest{0x08, 16}, Shortest{0x09, 32}, Shortest{0x10, 16},
                                         Shortest{0x11, 16}, Shortest{0x12, 16}, Shortest{0x13, 32},
                                         Shortest{0x14, 16}, Shortest{0xC0, 8}};
    constexpr std::size_t version_at = 2;
    const auto header = decode_sdr_header(record);
    if (!header) return false;
    const auto version = record[version_at];
    if (version != sdr_version && version != 0x01 && version != 0x02) return false;
    const auto known = std::ranges::find(shortest, header->type, &Shortest::type);
    return known != shortest.end() && record.size() >= known->length;
}

}  // namespace assay::ipmi_wire
