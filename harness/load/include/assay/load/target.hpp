// Where the load goes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay::load {

struct Target {
    std::string host;  ///< a name or an address, IPv6 without brackets
    std::uint16_t port = 0;
    std::string path;  ///< with the leading slash and a query if there is one
    std::string user;
    std::string password;

    /// The URL without credentials.
    [[nodiscard]] std::string url() const;
    /// The value of the Host header.
    [[nodiscard]] std::string authority() const;
};

/// Reads "http://[user[:password]@]host[:port][/path]". Without a port it is 5985, what WS-Management has
/// for HTTP (DSP0226 §C.3); without a path "/wsman".
/// @throws base::SetupError for anything else, https included: this generator speaks HTTP only.
[[nodiscard]] Target parse_target(std::string_view url);

/// One address of a target.
struct Address {
    std::string ip;
    std::uint16_t port = 0;
};

/// Every address of the target's host, in the resolver's order.
/// @throws base::SetupError when the name does not resolve.
[[nodiscard]] std::vector<Address> resolve(const Target& target);

}  // namespace assay::load
