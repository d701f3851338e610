// RMCP headers and the ASF presence ping (IPMI 2.0 §13.1.3, §13.2).
#pragma once

#include <cstdint>

#include "assay/ipmi-wire/cursor.hpp"
#include "assay/ipmi-wire/decoded.hpp"

namespace assay::ipmi_wire {

/// §13.1.3 Table 13-1, class of message.
enum class RmcpClass : std::uint8_t { asf = 0x06, ipmi = 0x07 };

/// What an RMCP header says, and what follows it.
struct RmcpMessage {
    RmcpClass message_class;
    OctetView body;  ///< a view into the datagram
};

inline constexpr std::size_t rmcp_header_length = 4;

/// Takes the RMCP header off a datagram. ACKs and other classes are Broken::unsupported.
[[nodiscard]] Decoded<RmcpMessage> decode_rmcp(OctetView datagram);

/// Appends the four octets of an RMCP header whose sequence number asks for no ACK.
void encode_rmcp(RmcpClass message_class, Octets& out);

/// A presence ping's tag (§13.2.3). A ping that carries data is Broken::overlong.
[[nodiscard]] Decoded<std::uint8_t> decode_ping(OctetView asf_body);

/// Appends a whole presence pong datagram that says "IPMI is supported" (§13.2.4).
void encode_pong(std::uint8_t tag, Octets& out);

/// Appends a whole presence ping datagram.
void encode_ping(std::uint8_t tag, Octets& out);

/// Is this ASF body a pong for `tag` that says IPMI is supported?
[[nodiscard]] bool is_ipmi_pong(OctetView asf_body, std::uint8_t tag);

}  // namespace assay::ipmi_wire
