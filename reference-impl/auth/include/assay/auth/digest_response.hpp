// What a client answers to a Digest challenge (RFC 7616 §3.4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "assay/auth/users.hpp"

namespace assay::auth {

struct DigestResponse {
    std::string user;  ///< the name, or its hash
    bool user_is_hashed = false;
    std::string realm;
    std::string nonce;
    std::string uri;
    std::string response;
    std::string cnonce;
    std::string opaque;
    std::string count_text;  ///< eight hexadecimal digits, as sent
    std::uint32_t count = 0;
    Algorithm algorithm = Algorithm::md5;
};

/// Is the value of an Authorization field one of Digest, well-formed or not?
[[nodiscard]] bool is_digest(std::string_view authorization);

/// @return nothing unless it is well-formed, of qop "auth" and of an algorithm known here.
[[nodiscard]] std::optional<DigestResponse> parse_digest(std::string_view authorization);

}  // namespace assay::auth
