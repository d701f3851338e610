#include "assay/ipmi-wire/pet.hpp"

#include <cassert>

namespace assay::ipmi_wire {
namespace {

// X.690 and RFC 1155, RFC 1157
constexpr Octet integer = 0x02, octet_string = 0x04, object_identifier = 0x06, sequence = 0x30,
                ip_address = 0x40, time_ticks = 0x43, trap_pdu = 0xA4;
constexpr std::array<Octet, 9> pet_enterprise{0x2B, 6, 1, 4, 1, 0x98, 0x6F, 1, 1};  // 1.3.6.1.4.1.3183.1.1
constexpr std::uint32_t pet_epoch = 883612800;  // 1998-01-01, from which PET counts

void append(Octets& out, Octet type, OctetView content) {
    assert(content.size() < 0x10000);
    Writer writer{out};
    writer.u8(type);
    const auto size = static_cast<unsigned>(content.size());
    if (size < 0x80) {
        writer.u8(size);
    } else if (size < 0x100) {
        writer.u8(0x81).u8(size);
    } else {
        writer.u8(0x82).u8(size >> 8U).u8(size & 0xFFU);
    }
    writer.put(content);
}

Octets big_endian(std::uint32_t value, std::size_t octets) {
    Octets out(octets);
    for (std::size_t i = octets; i-- > 0; value >>= 8U) out[i] = static_cast<Octet>(value);
    return out;
}

/// The shortest form of a non-negative INTEGER or TimeTicks.
Octets number(std::uint32_t value) {
    Octets out = big_endian(value, 4);
    out.insert(out.begin(), 0);
    while (out.size() > 1 && out[0] == 0 && out[1] < 0x80) out.erase(out.begin());
    return out;
}

/// PET 1.0, OEM custom fields: type/length octets as FRU information has them, until C1h.
void put_text(Writer& writer, std::string_view text) {
    constexpr unsigned latin_1 = 0xC0, end_of_fields = 0xC1;
    const base::OctetView octets = base::octets_of(text.substr(0, longest_pet_text));
    // one character alone would look like the end
    const std::size_t padding = octets.size() == 1 ? 1 : 0;
    if (!octets.empty()) {
        writer.u8(latin_1 | static_cast<unsigned>(octets.size() + padding)).put(octets).fill(padding, ' ');
    }
    writer.u8(end_of_fields);
}

/// PET 1.0, the variable's octets: GUID, cookie, times, sources, severity, sensor, entity, event data, maker.
Octets variable_of(const PlatformEventTrap& trap) {
    constexpr unsigned unspecified_offset = 0xFF, english = 0x19;
    Octets out{trap.guid.begin(), trap.guid.end()};
    Writer writer{out};
    writer.put(big_endian(trap.sequence, 2)).put(big_endian(time_of(trap), 4));
    writer.u8(unspecified_offset).u8(unspecified_offset);
    writer.u8(pet_from_ipmi).u8(pet_from_ipmi).u8(trap.severity);
    writer.u8(trap.event.generator & 0xFFU).u8(trap.event.sensor_number);
    writer.u8(trap.entity).u8(trap.entity_instance);
    writer.put(trap.event.data).fill(5, 0xFF).u8(english);
    writer.put(big_endian(trap.manufacturer, 4)).put(big_endian(trap.product, 2));
    put_text(writer, trap.text);
    return out;
}

std::uint32_t specific_trap(const SystemEvent& event) {
    return std::uint32_t{event.sensor_type} << 16U | std::uint32_t{event.event_type} << 8U |
           (event.deassertion ? 0x80U : 0U) | event.offset();
}

}  // namespace

std::uint32_t time_of(const PlatformEventTrap& trap) {
    return trap.event.timestamp < pet_epoch ? 0 : trap.event.timestamp - pet_epoch;
}

Octets encode(const PlatformEventTrap& trap) {
    constexpr std::uint32_t enterprise_specific = 6, snmp_v1 = 0;
    Octets name{pet_enterprise.begin(), pet_enterprise.end()};
    name.push_back(1);
    Octets binding, bindings, pdu, content, message;
    append(binding, object_identifier, name);
    append(binding, octet_string, variable_of(trap));
    append(bindings, sequence, binding);
    append(pdu, object_identifier, pet_enterprise);
    append(pdu, ip_address, trap.agent);
    append(pdu, integer, number(enterprise_specific));
    append(pdu, integer, number(specific_trap(trap.event)));
    append(pdu, time_ticks, number(trap.uptime));
    append(pdu, sequence, bindings);

    append(content, integer, number(snmp_v1));
    append(content, octet_string, base::octets_of(trap.community));
    append(content, trap_pdu, pdu);
    append(message, sequence, content);
    return message;
}

}  // namespace assay::ipmi_wire
