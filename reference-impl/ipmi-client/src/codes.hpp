// Completion and status codes in words.
#pragma once

#include <cstdint>
#include <string_view>

#include "assay/ipmi-wire/numbers.hpp"

namespace assay::ipmi_client {

/// IPMI 2.0 §5.2 Table 5-2; "command-specific or OEM code" for the rest.
[[nodiscard]] std::string_view text_of_completion(std::uint8_t code);
/// §13.24 Table 13-15.
[[nodiscard]] std::string_view text_of(ipmi_wire::RakpStatus status);

}  // namespace assay::ipmi_client
