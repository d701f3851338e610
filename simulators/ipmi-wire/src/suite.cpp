#include "assay/ipmi-wire/suite.hpp"

#include <algorithm>

namespace assay::ipmi_wire {

std::optional<CipherSuite> suite_of(const Algorithms& algorithms) {
    const auto* const found = std::ranges::find(supported_suites, algorithms, &CipherSuite::algorithms);
    if (found == supported_suites.end()) return std::nullopt;
    return *found;
}

std::optional<CipherSuite> suite_of(std::uint8_t id) {
    const auto* const found = std::ranges::find(supported_suites, id, &CipherSuite::id);
    if (found == supported_suites.end()) return std::nullopt;
    return *found;
}

}  // namespace assay::ipmi_wire
