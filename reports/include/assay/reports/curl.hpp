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

/// How a line is to be made for pasting in the place where it is shown.
struct CurlOptions {
    std::string body_file;  ///< where a body goes that cannot stand in the line
    std::string ca_file;    ///< certificates to trust, PEM; empty: those of the system
    bool verify = true;     ///< false: any certificate will do
};

struct CurlCommand {
    std::string line;
    std::string
        body;  ///< octets that have to be in `body_file` for the line to work; empty when none have to
};

/// The same with a body of any octets and size, which then is sent from a file.
/// @return nothing when curl would frame the request in another way, or its head could harm a terminal
[[nodiscard]] std::optional<CurlCommand> curl_command(const record::Exchange& exchange,
                                                      const std::string& target, const CurlOptions& options);

}  // namespace assay::reports
