// HMAC-SHA256 under a key that this process made up and tells nobody.
#pragma once

#include <array>
#include <memory>
#include <mutex>
#include <string_view>

struct evp_mac_ctx_st;

namespace assay::auth {

/// Thread-safe. The keyed context is set up once, which costs more than hashing a short text.
class KeyedHash {
public:
    using Digest = std::array<unsigned char, 32>;

    /// @throws base::SetupError when OpenSSL has no random numbers or no HMAC.
    KeyedHash();
    ~KeyedHash();
    KeyedHash(const KeyedHash&) = delete;
    KeyedHash& operator=(const KeyedHash&) = delete;

    [[nodiscard]] Digest of(std::string_view text) const;

private:
    mutable std::mutex mutex_;
    evp_mac_ctx_st* context_;
};

}  // namespace assay::auth
