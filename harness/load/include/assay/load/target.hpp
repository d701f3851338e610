// Where the load goes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assay/base/http_url.hpp"

namespace assay::load {

struct Target : base::HttpEndpoint {
    std::string user;
    std::string password;
};

/// Reads "http://[user[:password]@]host[:port][/path]". Without a port it is 5985, what WS-Management has
/// for HTTP (DSP0226 §C.3); without a path "/wsman".
/// @throws base::UsageError for anything else, https included: this generator speaks HTTP only.
[[nodiscard]] Target parse_target(std::string_view url);

/// One address of a target.
struct Address {
    std::string ip;
    std::uint16_t port = 0;
};

/// Every address of the target's host, in the resolver's order.
/// @throws base::SetupError when the name does not resolve.
[[nodiscard]] std::vector<Address> resolve(const base::HttpEndpoint& target);

}  // namespace assay::load
