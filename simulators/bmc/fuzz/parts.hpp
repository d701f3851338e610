// Cuts what a fuzzer makes up into parts, each with its length before it.
#pragma once

#include <algorithm>

#include "assay/ipmi-wire/cursor.hpp"

namespace assay::bmc {

/// The next part: as many octets as the next octet says, or what is left of them.
inline base::OctetView next_part(ipmi_wire::Reader& in) {
    const std::size_t length = in.u8();
    return in.take(std::min(length, in.left()));
}

}  // namespace assay::bmc
