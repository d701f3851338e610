// An exchange with a BMC as text for people: its datagrams in hexadecimal, with what the driver deciphered.
#pragma once

#include <string>

#include "assay/record/exchange.hpp"

namespace assay::reports {

/// What was sent, and the datagrams beside it. @pre exchange.bmc
[[nodiscard]] std::string request_text(const record::Exchange& exchange);

/// What came, its payload in clear text, and whether its code is the right one; "" for silence.
/// @pre exchange.bmc
[[nodiscard]] std::string response_text(const record::Exchange& exchange);

}  // namespace assay::reports
