// HMAC, keyed MD5 and AES-CBC-128 on OpenSSL with the key schedule kept, and where random octets come from.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>

#include "assay/ipmi-wire/cursor.hpp"
#include "assay/ipmi-wire/secret.hpp"

struct evp_cipher_ctx_st;
struct evp_md_ctx_st;

namespace assay::ipmi_wire {

/// none: RAKP-none, whose codes and keys are empty.
enum class Hash : std::uint8_t { none, md5, sha1, sha256 };

[[nodiscard]] constexpr std::size_t digest_length(Hash hash) {
    switch (hash) {
        case Hash::none: return 0;
        case Hash::md5: return 16;
        case Hash::sha1: return 20;
        case Hash::sha256: return 32;
    }
    return 0;
}

/// An HMAC (RFC 2104) under one key, which it does not leave behind. Movable.
class Mac {
public:
    /// @pre hash != Hash::none
    Mac(Hash hash, OctetView key);
    Mac(Mac&&) noexcept;
    Mac& operator=(Mac&&) noexcept;
    Mac(const Mac&) = delete;
    Mac& operator=(const Mac&) = delete;
    ~Mac();

    /// The HMAC over `parts` in order, cut to `out.size()` octets.
    /// @pre out.size() <= digest_length(hash)
    void sum(std::initializer_list<OctetView> parts, std::span<Octet> out) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// MD5 over key, message and key again: the AuthCode of IPMI 1.5 (§22.17.1) and MD5-128 (§13.28.3). Not
/// thread-safe; movable.
class KeyedMd5 {
public:
    static constexpr std::size_t length = 16;

    /// @param key the octets of a password; filled up with zeros to `key_length`, cut to it when longer
    KeyedMd5(OctetView key, std::size_t key_length);
    KeyedMd5(KeyedMd5&&) noexcept;
    KeyedMd5& operator=(KeyedMd5&&) noexcept;
    KeyedMd5(const KeyedMd5&) = delete;
    KeyedMd5& operator=(const KeyedMd5&) = delete;
    ~KeyedMd5();

    /// @pre out.size() == length
    void sum(std::initializer_list<OctetView> parts, std::span<Octet> out);

private:
    struct Free {
        void operator()(evp_md_ctx_st* context) const;
    };
    Secret key_;
    std::unique_ptr<evp_md_ctx_st, Free> context_;
};

/// As hmac(), for what is a key itself.
[[nodiscard]] Secret secret_hmac(Hash hash, OctetView key, std::initializer_list<OctetView> parts);

/// The whole HMAC over `parts` under a key that is used once; empty for Hash::none.
[[nodiscard]] Octets hmac(Hash hash, OctetView key, std::initializer_list<OctetView> parts);

inline constexpr std::size_t aes_block = 16;
using AesBlock = std::array<Octet, aes_block>;

/// AES-CBC-128 without padding under one key. Not thread-safe; movable.
class AesCbc {
public:
    /// @param key the first 16 octets are used (§13.29.2: K2 cut to 128 bits).
    explicit AesCbc(OctetView key);
    AesCbc(AesCbc&&) noexcept;
    AesCbc& operator=(AesCbc&&) noexcept;
    AesCbc(const AesCbc&) = delete;
    AesCbc& operator=(const AesCbc&) = delete;
    ~AesCbc();

    /// Encrypts in place. @pre data.size() is a multiple of aes_block
    void encrypt(OctetView iv, std::span<Octet> data);
    /// @pre in.size() is a multiple of aes_block and out is as long
    void decrypt(OctetView iv, OctetView in, std::span<Octet> out);

private:
    struct Free {
        void operator()(evp_cipher_ctx_st* context) const;
    };
    std::unique_ptr<evp_cipher_ctx_st, Free> encryption_;
    std::unique_ptr<evp_cipher_ctx_st, Free> decryption_;
};

/// Where session ids, random numbers and initialisation vectors come from.
class RandomSource {
public:
    RandomSource() = default;
    RandomSource(const RandomSource&) = delete;
    RandomSource& operator=(const RandomSource&) = delete;
    virtual ~RandomSource() = default;
    virtual void fill(std::span<Octet> out) = 0;
};

/// OpenSSL's CSPRNG, drawn in batches because a call costs as much as the packet around it. Not thread-safe.
class SystemRandom final : public RandomSource {
public:
    /// @throws base::SetupError when the machine has no entropy.
    void fill(std::span<Octet> out) override;

private:
    std::array<Octet, 1024> pool_{};
    std::size_t used_ = pool_.size();
};

}  // namespace assay::ipmi_wire
