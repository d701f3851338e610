// System event log records (IPMI 2.0 §32).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "assay/ipmi-wire/cursor.hpp"
#include "assay/ipmi-wire/decoded.hpp"

namespace assay::ipmi_wire {

inline constexpr std::size_t sel_record_length = 16;
inline constexpr std::uint8_t system_event_record = 0x02;  ///< §32.1
inline constexpr std::uint16_t first_record = 0x0000;      ///< §31.5: as a record id, "the first"
inline constexpr std::uint16_t last_record = 0xFFFF;       ///< "the last", and "none follows"

/// Any record: system events, and OEM records with (C0h-DFh) or without (E0h-FFh) a time stamp.
struct SelRecord {
    std::uint16_t id = 0;
    std::uint8_t type = system_event_record;
    std::array<Octet, 13> body{};

    /// §32.2, §32.3: OEM records from E0h on have no time stamp.
    [[nodiscard]] bool is_timestamped() const { return type < 0xE0; }
    /// Seconds since 1970-01-01; 0 where the record has none.
    [[nodiscard]] std::uint32_t timestamp() const;
    void set_timestamp(std::uint32_t seconds);

    friend bool operator==(const SelRecord&, const SelRecord&) = default;
};

/// The body of a record of type 02h (§32.1 Table 32-1).
struct SystemEvent {
    std::uint32_t timestamp = 0;
    std::uint16_t generator = 0x0020;  ///< the BMC itself
    std::uint8_t event_message_revision = 0x04;
    std::uint8_t sensor_type = 0;
    std::uint8_t sensor_number = 0;
    bool deassertion = false;
    std::uint8_t event_type = 0x01;  ///< 7 bits
    std::array<Octet, 3> data{0xFF, 0xFF, 0xFF};

    /// The event's offset, bits 3:0 of event data 1 (§29.7).
    [[nodiscard]] std::uint8_t offset() const { return data[0] & 0x0FU; }

    friend bool operator==(const SystemEvent&, const SystemEvent&) = default;
};

[[nodiscard]] Decoded<SelRecord> decode_sel_record(OctetView record);
void encode(const SelRecord& record, Octets& out);

/// @return nothing for an OEM record.
[[nodiscard]] std::optional<SystemEvent> system_event_of(const SelRecord& record);
[[nodiscard]] SelRecord record_of(const SystemEvent& event, std::uint16_t id);

}  // namespace assay::ipmi_wire
