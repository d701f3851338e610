// HTTP Basic (RFC 7617).
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "assay/auth/keyed_hash.hpp"

namespace assay::auth {

struct Credentials {
    std::string user;
    std::string password;
};

/// Reads the value of an Authorization field. @return nothing unless it is well-formed Basic.
[[nodiscard]] std::optional<Credentials> parse_basic(std::string_view authorization);

/// Remembers which Authorization values were right, so that the slow hash is paid once and not with each
/// request. Holds keyed hashes under a key of this process, never a password. Thread-safe.
class VerifiedCredentials {
public:
    /// @return the user who was verified with this value.
    [[nodiscard]] std::optional<std::string> user_of(std::string_view authorization) const;
    void remember(std::string_view authorization, std::string user);

private:
    KeyedHash hash_;
    mutable std::mutex mutex_;
    std::map<KeyedHash::Digest, std::string> verified_;
};

}  // namespace assay::auth
