// Platform event traps: what a BMC tells a management station (IPMI Platform Event Trap Format 1.0), in
// SNMPv1.
#pragma once

#include <array>
#include <string_view>

#include "assay/ipmi-wire/sel.hpp"

namespace assay::ipmi_wire {

inline constexpr std::uint16_t snmp_trap_port = 162;

struct PlatformEventTrap {
    std::string_view community;
    std::array<Octet, 4> agent{};  ///< the BMC's address
    std::uint32_t uptime = 0;      ///< hundredths of a second
    OctetView guid;                ///< 16 octets
    std::uint16_t sequence = 0;
    std::uint8_t severity = 0;  ///< §17.7 octet 4
    std::uint8_t entity = 0;
    std::uint8_t entity_instance = 0;
    std::uint32_t manufacturer = 0;
    std::uint16_t product = 0;
    SystemEvent event;
    std::string_view text;  ///< an alert string; empty for none
};

/// PET 1.0: the OEM custom fields have 64 octets, two of which are type with length, and the end.
inline constexpr std::size_t longest_pet_text = 62;
inline constexpr std::uint8_t pet_from_ipmi = 0x20;  ///< trap and event source type

/// The trap's own time stamp: seconds since 1998; 0 where the event is older.
[[nodiscard]] std::uint32_t time_of(const PlatformEventTrap& trap);

/// A whole SNMP message, to be sent as one datagram.
[[nodiscard]] Octets encode(const PlatformEventTrap& trap);

}  // namespace assay::ipmi_wire
