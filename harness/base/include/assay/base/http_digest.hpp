// Digest access authentication (RFC 7616), the client's arithmetic: challenges read, responses computed. For
// what observes and loads; the service under test has its own.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay::base {

/// Does an authentication field's value begin with this scheme, in either case?
[[nodiscard]] bool has_scheme(std::string_view field, std::string_view scheme);

/// The parameters of a challenge or of an Authorization field, without the scheme: their names in lower case,
/// their values without quotes.
[[nodiscard]] std::map<std::string, std::string, std::less<>> parameters_of(std::string_view parameters);

/// A text within quotes (RFC 9110 §5.6.4).
[[nodiscard]] std::string quoted(std::string_view text);

/// What a service asks for with "WWW-Authenticate: Digest …" (RFC 7616 §3.3).
struct DigestChallenge {
    std::string realm;
    std::string nonce;
    std::optional<std::string> opaque;
    std::string algorithm;  ///< as it was spelt; empty when not said, which means MD5
    bool has_qop = false;   ///< without, it is the older form of RFC 2069

    /// The strongest one that is understood: SHA-256 before MD5, quality of protection "auth" or none.
    /// @param fields the values of the answer's WWW-Authenticate fields
    [[nodiscard]] static std::optional<DigestChallenge> strongest(const std::vector<std::string>& fields);
};

/// One answer to a challenge.
struct DigestUse {
    std::string_view method;
    std::string_view request_target;
    std::uint32_t count = 1;        ///< of requests with this nonce, 1 with the first
    std::string_view client_nonce;  ///< anything of ours
};

/// The "response" of a Digest: RFC 7616 §3.4.1, without the quotes.
[[nodiscard]] std::string digest_response(const DigestChallenge& challenge, std::string_view user,
                                          std::string_view password, const DigestUse& use);

/// The value of an Authorization field with this response (RFC 7616 §3.4).
[[nodiscard]] std::string digest_value(const DigestChallenge& challenge, std::string_view user,
                                       const DigestUse& use, std::string_view response);

/// 128 random bits, in hexadecimal.
[[nodiscard]] std::string fresh_client_nonce();

}  // namespace assay::base
