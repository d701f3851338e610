// Stored passwords: scrypt (RFC 7914), never the password itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace assay::auth {

/// A salted hash as "scrypt$N$r$p$salt$hash", salt and hash in base64.
class PasswordHash {
public:
    struct Cost {
        unsigned n = 1U << 14U;  ///< RFC 7914 §2: CPU and memory cost
        unsigned r = 8;
        unsigned p = 1;
    };

    /// Hashes a password with a fresh salt; takes some tens of milliseconds.
    [[nodiscard]] static PasswordHash of(std::string_view password);

    /// What no password matches, for those who look for a user who does not exist; costs as much.
    [[nodiscard]] static PasswordHash of_nobody(const Cost& cost);

    /// @return nothing when `text` is not of that form, or matching it would take more than 256 MiB or the
    /// time of 64 default hashes.
    [[nodiscard]] static std::optional<PasswordHash> parse(std::string_view text);

    /// As slow as of(); compares in constant time.
    [[nodiscard]] bool matches(std::string_view password) const;

    [[nodiscard]] std::string text() const;
    [[nodiscard]] const Cost& cost() const { return cost_; }
    /// Grows with the time that matching takes.
    [[nodiscard]] std::uint64_t effort() const { return std::uint64_t{cost_.n} * cost_.r * cost_.p; }

private:
    static std::string derive(std::string_view password, std::string_view salt, const Cost& cost);

    Cost cost_;
    std::string salt_;
    std::string hash_;
};

}  // namespace assay::auth
