// Stored passwords: scrypt (RFC 7914), never the password itself.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::auth {

/// A salted hash as "scrypt$N$r$p$salt$hash", salt and hash in base64.
class PasswordHash {
public:
    /// Hashes a password with a fresh salt; takes some tens of milliseconds.
    [[nodiscard]] static PasswordHash of(std::string_view password);

    /// @return nothing when `text` is not of that form or its cost is out of bounds.
    [[nodiscard]] static std::optional<PasswordHash> parse(std::string_view text);

    /// As slow as of(); compares in constant time.
    [[nodiscard]] bool matches(std::string_view password) const;

    [[nodiscard]] std::string text() const;

private:
    struct Cost {
        unsigned n = 1U << 14U;  ///< RFC 7914 §2: CPU and memory cost
        unsigned r = 8;
        unsigned p = 1;
    };
    static std::string derive(std::string_view password, std::string_view salt, const Cost& cost);

    Cost cost_;
    std::string salt_;
    std::string hash_;
};

}  // namespace assay::auth
