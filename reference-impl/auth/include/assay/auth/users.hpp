// Who may log on, and what is stored of their passwords.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "assay/auth/password.hpp"

namespace assay::auth {

/// Of Digest (RFC 7616 §3.3).
enum class Algorithm : std::uint8_t { sha256, md5 };

/// "SHA-256" or "MD5".
[[nodiscard]] std::string_view name_of(Algorithm algorithm);
/// How many hexadecimal digits its digests have.
[[nodiscard]] std::size_t digits_of(Algorithm algorithm);
/// The digest of `text` in lower-case hexadecimal.
[[nodiscard]] std::string digest_of(Algorithm algorithm, std::string_view text);
/// RFC 7616 §3.4.2, H(A1): what is stored for Digest. It opens everything in its realm, so a file that
/// holds it needs the same care as one with passwords; but it opens nothing else.
[[nodiscard]] std::string digest_secret(Algorithm algorithm, std::string_view user, std::string_view realm,
                                        std::string_view password);

struct User {
    std::string name;
    std::optional<PasswordHash> password = {};             ///< for Basic
    std::map<Algorithm, std::string> digest_secrets = {};  ///< for Digest, as digest_secret() makes them
};

/// Filled before it is used, constant from then on.
class Users {
public:
    /// @param realm  the realm that the users' digest secrets were made for
    explicit Users(std::string realm = "WSMAN");
    void add(User user);

    /// Slow on purpose, and as slow for names that do not exist as for the slowest that does.
    [[nodiscard]] bool verify(std::string_view name, std::string_view password) const;

    /// The user of that name, or of the hash of name and realm (RFC 7616 §3.4.4); or nullptr.
    [[nodiscard]] const User* find(std::string_view name) const;
    [[nodiscard]] const User* find_hashed(Algorithm algorithm, std::string_view hash) const;

    /// PasswordHash::effort() of looking for somebody who does not exist.
    [[nodiscard]] std::uint64_t strangers_effort() const { return nobody_.effort(); }
    [[nodiscard]] bool empty() const { return users_.empty(); }
    [[nodiscard]] bool has_password() const;
    [[nodiscard]] bool has_secret(Algorithm algorithm) const;
    [[nodiscard]] const std::string& realm() const { return realm_; }

private:
    std::string realm_;
    std::map<std::string, User, std::less<>> users_;
    std::map<std::string, std::string, std::less<>> hashed_names_;
    PasswordHash nobody_ = PasswordHash::of_nobody({});
};

}  // namespace assay::auth
