// Where a datagram came from.
#pragma once

#include <array>
#include <cstdint>

#include "assay/base/octets.hpp"

namespace assay::bmc {

/// Told by Get Session Info.
struct Peer {
    std::uint32_t address = 0;  ///< IPv4, first octet highest; 0 for IPv6
    std::uint16_t port = 0;
    std::array<base::Octet, 16> address6{};  ///< when it is IPv6
    friend bool operator==(const Peer&, const Peer&) = default;
};

}  // namespace assay::bmc
