// HTTP Basic (RFC 7617) and the users it knows.
#pragma once

#include <array>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "assay/auth/password.hpp"

namespace assay::auth {

struct Credentials {
    std::string user;
    std::string password;
};

/// Reads the value of an Authorization field. @return nothing unless it is well-formed Basic.
[[nodiscard]] std::optional<Credentials> parse_basic(std::string_view authorization);

/// Who may log on. Filled before the service starts, constant from then on.
class Users {
public:
    Users();
    void add(std::string name, PasswordHash password);

    /// Slow on purpose, and as slow for names that do not exist.
    [[nodiscard]] bool verify(const Credentials& credentials) const;
    [[nodiscard]] bool empty() const { return users_.empty(); }

private:
    std::map<std::string, PasswordHash, std::less<>> users_;
    PasswordHash nobody_;
};

/// Remembers which Authorization values were right, so that the slow hash is paid once and not with each
/// request. Holds keyed hashes under a key of this process, never a password. Thread-safe.
class VerifiedCredentials {
public:
    VerifiedCredentials();

    /// @return the user who was verified with this value.
    [[nodiscard]] std::optional<std::string> user_of(std::string_view authorization) const;
    void remember(std::string_view authorization, std::string user);

private:
    using Digest = std::array<unsigned char, 32>;
    [[nodiscard]] Digest digest(std::string_view authorization) const;

    Digest key_;
    mutable std::mutex mutex_;
    std::map<Digest, std::string> verified_;
};

}  // namespace assay::auth
