// Whom alerts go to, as LAN parameters 18 and 19 say (IPMI 2.0 §23.2).
#pragma once

#include <array>
#include <chrono>
#include <cstdint>

#include "assay/base/octets.hpp"

namespace assay::bmc {

inline constexpr std::uint8_t alert_destinations = 4;  ///< non-volatile ones; destination 0 is volatile

/// Parameters 18 and 19 of one destination.
struct AlertDestination {
    std::uint8_t type = 0;  ///< 0: a PET trap
    std::array<base::Octet, 4> address{};
    bool acknowledged = false;         ///< it has succeeded only when somebody said so by PET Acknowledge
    std::chrono::seconds interval{1};  ///< the wait for that, or between retries
    std::uint8_t retries = 0;          ///< besides the first time
};

}  // namespace assay::bmc
