// MD2 (RFC 1319), which IPMI 1.5 may authenticate with and OpenSSL 3 no longer offers.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>

#include "assay/ipmi-wire/cursor.hpp"

namespace assay::ipmi_wire {

using Md2Digest = std::array<Octet, 16>;

/// The digest of the parts in order. MD2 is broken: for talking to what knows nothing better, and for nothing
/// else.
[[nodiscard]] Md2Digest md2(std::initializer_list<OctetView> parts);

}  // namespace assay::ipmi_wire
