// How requests say who sends them: Basic (RFC 7617) or Digest (RFC 7616).
#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/base/http_digest.hpp"
#include "assay/drive/target.hpp"
#include "assay/script/ask.hpp"

namespace assay::drive {

enum class Scheme { basic, digest };

/// "Basic" or "Digest".
[[nodiscard]] std::string_view to_text(Scheme scheme);

using base::DigestChallenge;
using base::parameters_of;

/// The "response" of a Digest: RFC 7616 §3.4.1, without the quotes.
/// @param count  the nonce count, 1 with the first request; @param client_nonce anything of ours
[[nodiscard]] std::string digest_response(const DigestChallenge& challenge, const Credentials& credentials,
                                          std::string_view method, std::string_view request_target,
                                          std::uint32_t count, std::string_view client_nonce);

/// One user towards one target, for all connections of a run. Thread-safe.
class Authentication {
public:
    Authentication(Credentials credentials, Scheme scheme)
        : credentials_{std::move(credentials)}, scheme_{scheme} {}

    [[nodiscard]] const Credentials& credentials() const { return credentials_; }
    [[nodiscard]] Scheme scheme() const;

    /// The value of an Authorization field for one request. "" without credentials, and for Digest before the
    /// first challenge.
    [[nodiscard]] std::string authorization(std::string_view method, std::string_view request_target);

    /// The value that a case makes up, with this user's name and response. "" without credentials.
    [[nodiscard]] std::string authorization(const script::DigestClaim& claim) const;

    /// What takes the value's place in what is kept of a request.
    [[nodiscard]] std::string kept() const;

    /// Takes note of a refusal with 401. A service that has Digest and not Basic gets Digest from then on.
    /// @param sent the value that the request went with
    /// @return whether the request is worth sending again: the challenge is a new one and can be answered.
    [[nodiscard]] bool challenged(const std::vector<std::string>& fields, const std::string& sent);

private:
    const Credentials credentials_;
    mutable std::mutex mutex_;
    Scheme scheme_;
    std::optional<DigestChallenge> challenge_;
    std::uint32_t count_ = 0;  ///< of requests with the challenge's nonce
};

}  // namespace assay::drive
