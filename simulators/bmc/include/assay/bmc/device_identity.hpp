// What a management controller says of itself: plain data.
#pragma once

#include <chrono>
#include <cstdint>

#include "assay/base/clock.hpp"
#include "assay/ipmi-wire/numbers.hpp"
#include "assay/ipmi-wire/rakp.hpp"

namespace assay::bmc {

/// What Get Device ID tells (IPMI 2.0 §20.1).
struct DeviceIdentity {
    std::uint8_t id = 0x20;
    std::uint8_t revision = 1;        ///< 4 bits
    std::uint8_t firmware_major = 1;  ///< 7 bits
    std::uint8_t firmware_minor = 0;  ///< 0 … 99
    std::uint32_t manufacturer = 0;   ///< IANA enterprise number, 24 bits
    std::uint16_t product = 0;
    ipmi_wire::Guid guid{};                               ///< in wire order
    std::uint8_t self_test_faults = 0;                    ///< §20.4: the bits of result 57h
    base::Duration cold_reset = std::chrono::seconds{2};  ///< how long the BMC is away, §20.2
    base::Duration warm_reset = std::chrono::seconds{1};  ///< §20.3
    std::uint8_t address = ipmi_wire::bmc_address;        ///< on the IPMB
    std::uint8_t support = 0x87;   ///< §20.1 octet 7: chassis, SEL, SDR repository and sensor device
    bool has_device_sdrs = false;  ///< §35.2 to §35.4 are supported, too
};

}  // namespace assay::bmc
