// How the LAN channel may be used (IPMI 2.0 §22.22, §22.23): what holds now, and what a restart brings back.
#pragma once

#include <cstdint>

#include "assay/ipmi-wire/numbers.hpp"

namespace assay::bmc {

/// §6.6 Table 6-4.
enum class AccessMode : std::uint8_t { disabled = 0, pre_boot_only = 1, always_available = 2, shared = 3 };

struct ChannelAccess {
    AccessMode mode = AccessMode::always_available;
    bool alerting = true;
    bool per_message_authentication = true;
    bool user_level_authentication = true;
    ipmi_wire::Privilege limit = ipmi_wire::Privilege::administrator;
};

struct ChannelAccessSettings {
    ChannelAccess present;  ///< volatile
    ChannelAccess stored;   ///< non-volatile
};

}  // namespace assay::bmc
