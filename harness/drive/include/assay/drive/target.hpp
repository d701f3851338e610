// Where a service or a BMC is, and who we are to it.
#pragma once

#include <string>
#include <string_view>

#include "assay/base/http_url.hpp"
#include "assay/base/setup_error.hpp"

namespace assay::drive {

/// The target cannot be tested at all: unreachable, or it refused the credentials (exit code 3).
class TargetError : public base::SetupError {
public:
    using base::SetupError::SetupError;
};

struct Credentials {
    std::string user;
    std::string password;

    [[nodiscard]] bool given() const { return !user.empty(); }
    /// The value of an Authorization field: Basic (RFC 7617). "" when none are given.
    [[nodiscard]] std::string authorization() const;
    /// The text with each copy of the password (of four characters or more) and of what stands for both in an
    /// Authorization field overwritten by as many octets, so that the framing stays true.
    [[nodiscard]] std::string hidden_in(std::string text) const;
};

struct Target : base::HttpEndpoint {
    bool is_bmc = false;  ///< reached over UDP; there is no path

    /// Without credentials.
    [[nodiscard]] std::string url() const;
};

struct ParsedTarget {
    Target target;
    Credentials credentials;  ///< of the URL's user part, percent-decoded
};

/// Reads "http://user:password@host:port/path" or "ipmi://user:password@host:port". Ports default to 5985,
/// 5986 and 623, the path to /wsman.
/// @throws base::UsageError that does not repeat the credentials
[[nodiscard]] ParsedTarget parse_target(std::string_view url);

}  // namespace assay::drive
