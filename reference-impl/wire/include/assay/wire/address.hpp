// Where a service listens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay::wire {

struct Address {
    std::string host;  ///< numeric, without brackets
    std::uint16_t port = 0;
    bool secure = false;  ///< HTTPS

    [[nodiscard]] bool is_loopback() const;
    /// "127.0.0.1:5985" or "[::1]:5985".
    [[nodiscard]] std::string text() const;
    /// "http://127.0.0.1:5985" or "https://[::1]:5986".
    [[nodiscard]] std::string origin() const;
};

/// Reads "host:port" or "[v6]:port", perhaps after "http://" or "https://"; the host has to be a numeric
/// address or "localhost".
/// @throws base::SetupError naming `where` when the text is no such address.
[[nodiscard]] Address parse_address(std::string_view text, const std::string& where);

}  // namespace assay::wire
