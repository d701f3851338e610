// The request of an exchange as one line for a shell, where curl can send it as it was.
#pragma once

#include <optional>
#include <string>

#include "assay/record/exchange.hpp"

namespace assay::reports {

/// @param target the endpoint's URL, for scheme and host; the path is the request's own
/// @return nothing when curl would send something else (the framing is broken on purpose, another encoding
/// than
///         UTF-8) or when the line could harm whoever pastes it into a terminal (control characters)
[[nodiscard]] std::optional<std::string> curl_line(const record::Exchange& exchange,
                                                   const std::string& target);

}  // namespace assay::reports
