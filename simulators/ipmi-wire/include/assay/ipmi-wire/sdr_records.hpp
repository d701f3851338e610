// Sensor data records that describe no reading: event-only sensors, entities, devices (IPMI 2.0 §43.3 to
// §43.12). Every encoded record has the id 0; a repository numbers it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "assay/ipmi-wire/sdr.hpp"

namespace assay::ipmi_wire {

inline constexpr std::size_t longest_sdr = sdr_header_length + 0xFF;

/// An entity and which one of its kind (§39.1).
struct EntityRef {
    std::uint8_t id = 0;
    std::uint8_t instance = 1;
};

/// Type 03h, §43.3.
struct EventOnlyRecord {
    std::uint8_t owner = 0x20, lun = 0, number = 0;
    EntityRef entity;
    std::uint8_t sensor_type = 0, event_reading_type = 0x6F;
    std::string name;
};

/// Types 08h and 09h, §43.4, §43.5: at most four entities; a range is told by its ends.
struct EntityAssociation {
    static constexpr std::size_t most_contained = 4;
    EntityRef container;
    bool is_range = false;
    std::vector<EntityRef> contained;
};

/// Type 10h, §43.7.
struct GenericDeviceLocator {
    std::uint8_t access_address = 0x20, address = 0, channel = 0, bus = 0;
    std::uint8_t device_type = 0, device_type_modifier = 0;
    EntityRef entity;
    std::string name;
};

/// Type 11h, §43.8, of a logical FRU device.
struct FruDeviceLocator {
    std::uint8_t access_address = 0x20, fru_id = 0, channel = 0;
    EntityRef entity;
    std::string name;
};

/// Type 12h, §43.9.
struct ControllerLocator {
    std::uint8_t address = 0x20, channel = 0;
    std::uint8_t power_notification = 0;  ///< octet 8
    std::uint8_t capabilities = 0;        ///< octet 9, as Get Device ID tells them
    EntityRef entity;
    std::string name;
};

/// Type 13h, §43.10.
struct ControllerConfirmation {
    std::uint8_t address = 0x20, device_id = 0, channel = 0, device_revision = 0;
    std::uint8_t firmware_major = 0, firmware_minor = 0;
    std::uint32_t manufacturer = 0;
    std::uint16_t product = 0;
    std::array<Octet, 16> guid{};
};

/// Type 14h, §43.11.
struct MessageChannels {
    std::array<Octet, 8> channels{};
    std::uint8_t messaging_interrupt = 0xFF, event_buffer_interrupt = 0xFF;
};

/// Type C0h, §43.12.
struct OemSdr {
    std::uint32_t manufacturer = 0;
    Octets data;
};

[[nodiscard]] Octets encode(const EventOnlyRecord& record);
[[nodiscard]] Octets encode(const EntityAssociation& record);
/// @param address,channel  of the controller that all the entities are relative to
[[nodiscard]] Octets encode_device_relative(const EntityAssociation& record, std::uint8_t address,
                                            std::uint8_t channel);
[[nodiscard]] Octets encode(const GenericDeviceLocator& record);
[[nodiscard]] Octets encode(const FruDeviceLocator& record);
[[nodiscard]] Octets encode(const ControllerLocator& record);
[[nodiscard]] Octets encode(const ControllerConfirmation& record);
[[nodiscard]] Octets encode(const MessageChannels& record);
[[nodiscard]] Octets encode(const OemSdr& record);

/// Does the record's length octet say how long it is?
[[nodiscard]] bool sdr_length_fits(OctetView record);
/// Is it of a version and a type that §43 knows, and no shorter than the fixed part of its type?
[[nodiscard]] bool is_known_sdr(OctetView record);

}  // namespace assay::ipmi_wire
