#include "assay/bmc/security_policy.hpp"

#include <algorithm>

namespace assay::bmc {

namespace wire = ipmi_wire;

wire::Privilege SecurityPolicy::limit_of(std::uint8_t suite) const {
    const auto found = std::ranges::find(cipher_suites, suite);
    if (found == cipher_suites.end()) return wire::Privilege::none;
    return suite_limits[static_cast<std::size_t>(found - cipher_suites.begin())];
}

bool SecurityPolicy::allows(wire::AuthType type, wire::Privilege level) const {
    const auto place = static_cast<std::size_t>(level);
    if (place == 0 || place > auth_types.size()) return false;
    return (auth_types[place - 1] >> static_cast<unsigned>(type) & 1U) != 0;
}

}  // namespace assay::bmc
