// Where the load goes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "assay/base/http_url.hpp"

namespace assay::load {

/// How requests say who sends them.
enum class Scheme : std::uint8_t {
    basic,   ///< RFC 7617, with each request
    digest,  ///< RFC 7616, after the service's challenge
};

struct Target : base::HttpEndpoint {
    std::string user;  ///< empty: nobody says who he is but by a client certificate
    std::string password;
    Scheme scheme = Scheme::basic;
};

/// Reads "http[s]://[user[:password]@]host[:port][/path]". Without a port it is 5985 or, with TLS, 5986, what
/// WS-Management has (DSP0226 §C.3); without a path "/wsman".
/// @throws base::UsageError for anything else
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
