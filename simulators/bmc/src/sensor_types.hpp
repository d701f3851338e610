// The sensor types that the BMC itself logs events of (IPMI 2.0 §42.2 Table 42-3).
#pragma once

#include <cstdint>

namespace assay::bmc::sensor_type {

inline constexpr std::uint8_t temperature = 0x01;
inline constexpr std::uint8_t physical_security = 0x05;  ///< offset 0: general chassis intrusion
inline constexpr std::uint8_t system_event = 0x12;       ///< offset 4: a PEF action is about to be done
inline constexpr std::uint8_t critical_interrupt = 0x13;
inline constexpr std::uint8_t watchdog_2 = 0x23;

}  // namespace assay::bmc::sensor_type
