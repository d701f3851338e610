// A session on its way in, and an established one.
#pragma once

#include <array>
#include <cstdint>

#include "assay/base/clock.hpp"
#include "assay/ipmi-wire/rakp.hpp"
#include "assay/ipmi-wire/rmcp_plus.hpp"
#include "assay/ipmi-wire/sequence_window.hpp"

namespace assay::bmc {

/// Where a datagram came from; told by Get Session Info.
struct Peer {
    std::uint32_t address = 0;  ///< IPv4, first octet highest; 0 for IPv6
    std::uint16_t port = 0;
    std::array<base::Octet, 16> address6{};  ///< when it is IPv6
    friend bool operator==(const Peer&, const Peer&) = default;
};

/// Between Open Session and RAKP 3; lives for `half_open_life` only.
struct HalfOpen {
    ipmi_wire::KeyExchange exchange;
    ipmi_wire::Privilege max_privilege = ipmi_wire::Privilege::none;  ///< none: whatever the user may have
    std::uint8_t user_id = 0;                                         ///< 0 until RAKP 1 named a user
    base::Instant born;
};

struct Session {
    std::uint32_t console_id;
    std::uint32_t managed_id;
    ipmi_wire::SessionCipher cipher;
    std::uint8_t handle;  ///< 1 … 255, §22.20
    std::uint8_t user_id;
    ipmi_wire::Privilege limit;    ///< the role that RAKP 1 was granted
    ipmi_wire::Privilege current;  ///< §22.18: user at first, callback for a callback session
    Peer peer;
    base::Instant last_heard;
    ipmi_wire::SequenceWindow inbound;
    std::uint32_t outbound = 0;
    bool closing = false;     ///< Close Session is answered under the keys that it ends
    base::Octets rakp3_code;  ///< of the RAKP 3 that opened it: a repetition gets the same RAKP 4
    base::Octets rakp4;
};

}  // namespace assay::bmc
