// The URL of an HTTP endpoint, with the credentials that its user part may hold.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay::base {

/// Where something is reached over HTTP.
struct HttpEndpoint {
    bool tls = false;
    std::string host;  ///< a name or an address, IPv6 without brackets
    std::uint16_t port = 0;
    std::string path;  ///< with the leading slash, and a query if there is one

    /// The value of a Host field: "127.0.0.1:5985", "[::1]:5985".
    [[nodiscard]] std::string authority() const;
    [[nodiscard]] std::string url() const;
};

struct HttpUrl {
    HttpEndpoint endpoint;
    std::string user;  ///< percent-decoded, as the password
    std::string password;
};

/// What holds where a URL says nothing.
struct HttpDefaults {
    std::uint16_t http_port = 80;
    std::uint16_t https_port = 443;
    std::string_view path = "/";
};

/// Reads "http[s]://[user[:password]@]host[:port][/path]" (RFC 3986 §3).
/// @throws UsageError that does not repeat the credentials
[[nodiscard]] HttpUrl parse_http_url(std::string_view url, const HttpDefaults& defaults);

}  // namespace assay::base
