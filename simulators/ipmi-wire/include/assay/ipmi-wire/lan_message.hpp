// IPMI LAN messages (IPMI 2.0 §13.8) and the IPMI 1.5 session wrapper with authentication type "none"
// (§13.6).
#pragma once

#include <cstdint>

#include "assay/ipmi-wire/cursor.hpp"
#include "assay/ipmi-wire/decoded.hpp"

namespace assay::ipmi_wire {

/// A request or a response; the two have one layout, a response's `data` begins with its completion code.
struct LanMessage {
    std::uint8_t to = 0;      ///< slave address or software id of the receiver
    std::uint8_t netfn = 0;   ///< 6 bits; even for a request, odd for its response
    std::uint8_t to_lun = 0;  ///< 2 bits
    std::uint8_t from = 0;
    std::uint8_t sequence = 0;  ///< 6 bits, rqSeq
    std::uint8_t from_lun = 0;  ///< 2 bits
    std::uint8_t command = 0;
    OctetView data;  ///< not owned
};

/// §13.8: the two's complement of the sum; octets followed by their checksum sum to zero.
[[nodiscard]] std::uint8_t checksum(OctetView octets);

/// @return a message whose `data` is a view into `in`.
[[nodiscard]] Decoded<LanMessage> decode_lan_message(OctetView in);

/// Appends the message with both checksums.
void encode_lan_message(const LanMessage& message, Octets& out);

/// The answer to `request` with addresses turned round; `data` begins with the completion code.
[[nodiscard]] LanMessage response_to(const LanMessage& request, OctetView data);

/// Is this RMCP body of class IPMI in the RMCP+ format (authentication type 06h, §13.6) rather than
/// IPMI 1.5's?
[[nodiscard]] bool is_rmcp_plus(OctetView body);

/// Takes the IPMI 1.5 wrapper off a session-less packet: authentication type none, session 0, sequence 0.
/// @return the LAN message's octets, a view into `body`.
[[nodiscard]] Decoded<OctetView> decode_sessionless_15(OctetView body);

/// Appends a whole session-less IPMI 1.5 datagram that carries `lan_message`.
void encode_sessionless_15(OctetView lan_message, Octets& out);

}  // namespace assay::ipmi_wire
