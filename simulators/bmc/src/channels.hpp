// The channels that there are: the primary IPMB, one LAN, and the host's; and how requests name them.
#pragma once

#include <cstdint>

namespace assay::bmc {

inline constexpr std::uint8_t ipmb_channel = 0;
inline constexpr std::uint8_t lan_channel = 1;
inline constexpr std::uint8_t system_interface_channel = 0x0F;  // IPMI 2.0 §6.3 Table 6-1
inline constexpr std::uint8_t present_channel = 0x0E;           // "the one this request came in on"

/// §6.13, §7.2: the logical unit of the BMC that stands for the host's software.
inline constexpr std::uint8_t host_lun = 2;

/// The channel that the low four bits of a request's octet mean.
constexpr std::uint8_t channel_of(std::uint8_t octet) {
    const auto channel = static_cast<std::uint8_t>(octet & 0x0FU);
    return channel == present_channel ? lan_channel : channel;
}

}  // namespace assay::bmc
