// One user of a connection who answers Digest challenges (RFC 7616) and goes on with the nonce that was
// given.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/base/http_digest.hpp"
#include "assay/load/target.hpp"

namespace assay::load {

class DigestUser {
public:
    /// @param target outlives it
    explicit DigestUser(const Target& target) : target_{target}, client_nonce_{base::fresh_client_nonce()} {}

    /// A request with an Authorization field once there was a challenge.
    /// @param request a whole one without that field
    /// @return valid until the next call
    [[nodiscard]] std::string_view dressed(std::string_view request);

    /// The answer was 401 with these WWW-Authenticate fields.
    /// @return whether the request is worth sending again: at most twice, for a challenge and for a nonce
    /// that has become stale meanwhile (RFC 7616 §3.3)
    [[nodiscard]] bool challenged(const std::vector<std::string>& fields);
    /// The answer was another one.
    void accepted() { rounds_ = 0; }

private:
    const Target& target_;
    std::string client_nonce_;
    std::optional<base::DigestChallenge> challenge_{};
    std::uint32_t count_ = 0;  ///< of requests with the challenge's nonce
    unsigned rounds_ = 0;      ///< challenges in a row
    std::string dressed_{};
};

}  // namespace assay::load
