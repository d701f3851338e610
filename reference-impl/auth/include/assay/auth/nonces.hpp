// The nonces of Digest (RFC 7616 §3.3, §5.4): nobody else can make one, none lives long, no count comes
// twice.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "assay/auth/keyed_hash.hpp"
#include "assay/base/clock.hpp"

namespace assay::auth {

/// A nonce says when it was made, under a keyed hash, so that only those that were used take memory, and of
/// them so many at most: when there are more, the oldest go and count as stale. Thread-safe.
class Nonces {
public:
    explicit Nonces(base::Duration lifetime = std::chrono::minutes{5}, std::size_t most_remembered = 4'096)
        : lifetime_{lifetime}, most_remembered_{most_remembered} {}

    [[nodiscard]] std::string make(base::Instant now);

    enum class State : std::uint8_t { fresh, stale, foreign };
    [[nodiscard]] State state_of(std::string_view nonce, base::Instant now) const;

    /// Marks a count as used; to be called for a response that was right.
    /// @return false when it was used before, lies too far back to know, or the nonce is not fresh any more.
    [[nodiscard]] bool use(std::string_view nonce, std::uint32_t count, base::Instant now);

private:
    struct Parts {
        std::uint64_t time = 0;  ///< nanoseconds
        std::uint64_t number = 0;
    };
    /// The counts that were used: the highest, and which of the 63 before it.
    struct Used {
        std::uint64_t time = 0;
        std::uint32_t highest = 0;
        std::uint64_t window = 0;
        [[nodiscard]] bool take(std::uint32_t count);
    };
    [[nodiscard]] bool read(std::string_view nonce, Parts& parts) const;
    [[nodiscard]] bool is_late(std::uint64_t time, base::Instant now) const;
    void forget_late(base::Instant now);

    const base::Duration lifetime_;
    const std::size_t most_remembered_;
    KeyedHash hash_;
    mutable std::mutex mutex_;
    std::uint64_t last_number_ = 0;
    std::uint64_t forgotten_ = 0;  ///< numbers up to this are stale unless remembered
    std::map<std::uint64_t, Used> used_;
};

}  // namespace assay::auth
