// Values of CIM schema 2.x that several hardware classes use.
#pragma once

#include <cstdint>

namespace assay::ipmi::values {

/// CIM_EnabledLogicalElement.EnabledState
inline constexpr std::uint16_t enabled = 2, disabled = 3;
/// .RequestedState "Not Applicable", .EnabledDefault "Enabled"
inline constexpr std::uint16_t not_applicable = 12, enabled_by_default = 2;
/// CIM_ManagedSystemElement.HealthState
inline constexpr std::uint16_t health_unknown = 0, health_ok = 5, health_degraded = 10, health_critical = 25,
                               health_non_recoverable = 30;
/// .OperationalStatus
inline constexpr std::uint16_t status_unknown = 0, status_ok = 2, status_degraded = 3, status_error = 6,
                               status_non_recoverable = 7, status_stopped = 10;

}  // namespace assay::ipmi::values
