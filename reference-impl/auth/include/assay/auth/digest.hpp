// HTTP Digest (RFC 7616) with qop "auth"; sans-io, time is an argument.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "assay/auth/digest_response.hpp"
#include "assay/auth/nonces.hpp"
#include "assay/auth/users.hpp"

namespace assay::auth {

/// Thread-safe.
class Digest {
public:
    Digest();

    /// The values of WWW-Authenticate fields, one for each algorithm in the given order of preference.
    /// @param stale  the response was right but for its nonce: the client need not ask its user again
    [[nodiscard]] std::vector<std::string> challenges(std::string_view realm,
                                                      std::span<const Algorithm> algorithms, bool stale,
                                                      base::Instant now);

    struct Result {
        std::string user = {};  ///< empty when refused
        bool stale = false;
    };
    /// @param method, target  of the request that the response came with
    [[nodiscard]] Result verify(const DigestResponse& response, std::string_view method,
                                std::string_view target, const Users& users, base::Instant now);

private:
    Nonces nonces_;
    std::string opaque_;
};

/// RFC 7616 §3.4.1, what `response` has to be.
/// @param secret  H(A1)
[[nodiscard]] std::string expected_response(const DigestResponse& response, std::string_view method,
                                            std::string_view secret);

}  // namespace assay::auth
