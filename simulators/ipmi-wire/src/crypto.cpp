#include "assay/ipmi-wire/crypto.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include "assay/base/setup_error.hpp"

namespace assay::ipmi_wire {
namespace {

constexpr std::size_t longest_digest = 32;

[[noreturn]] void refuse(const char* what) {
    throw base::SetupError{what, "OpenSSL", "use an OpenSSL 3 whose default provider is active"};
}

const EVP_MD* message_digest(Hash hash) {
    switch (hash) {
        case Hash::none: break;
        case Hash::md5: return EVP_md5();
        case Hash::sha1: return EVP_sha1();
        case Hash::sha256: return EVP_sha256();
    }
    return nullptr;
}

std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> keyed(OctetView key, int encrypt) {
    assert(key.size() >= aes_block);
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context{EVP_CIPHER_CTX_new(),
                                                                            &EVP_CIPHER_CTX_free};
    if (!context ||
        EVP_CipherInit_ex(context.get(), EVP_aes_128_cbc(), nullptr, key.data(), nullptr, encrypt) != 1 ||
        EVP_CIPHER_CTX_set_padding(context.get(), 0) != 1) {
        refuse("no AES-128-CBC");
    }
    return context;
}

void run(EVP_CIPHER_CTX* context, OctetView iv, OctetView in, Octet* out) {
    assert(iv.size() == aes_block && in.size() % aes_block == 0);
    int written = 0;
    const bool done = EVP_CipherInit_ex(context, nullptr, nullptr, nullptr, iv.data(), -1) == 1 &&
                      EVP_CipherUpdate(context, out, &written, in.data(), static_cast<int>(in.size())) == 1;
    if (!done || written != static_cast<int>(in.size())) refuse("AES-128-CBC failed");
}

}  // namespace

void Mac::Free::operator()(evp_mac_ctx_st* context) const { EVP_MAC_CTX_free(context); }

Mac::Mac(Hash hash, OctetView key) {
    // looked up once: a look-up costs more than the HMAC
    static const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> algorithm{
        EVP_MAC_fetch(nullptr, "HMAC", nullptr), &EVP_MAC_free};
    if (!algorithm) refuse("no HMAC");
    context_.reset(EVP_MAC_CTX_new(algorithm.get()));
    assert(hash != Hash::none);
    std::array<char, 8> digest{};
    std::strcpy(digest.data(), hash == Hash::md5 ? "MD5" : hash == Hash::sha1 ? "SHA1" : "SHA256");
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    if (!context_ || EVP_MAC_init(context_.get(), key.data(), key.size(), parameters.data()) != 1) {
        refuse("HMAC does not take its key");
    }
}

Mac::Mac(Mac&&) noexcept = default;
Mac& Mac::operator=(Mac&&) noexcept = default;
Mac::~Mac() = default;

void Mac::sum(std::initializer_list<OctetView> parts, std::span<Octet> out) {
    std::array<Octet, longest_digest> digest{};
    std::size_t length = 0;
    bool done = EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1;  // the key schedule is kept
    for (const OctetView part : parts) {
        done = done && EVP_MAC_update(context_.get(), part.data(), part.size()) == 1;
    }
    done = done && EVP_MAC_final(context_.get(), digest.data(), &length, digest.size()) == 1;
    if (!done) refuse("HMAC failed");
    assert(out.size() <= length);
    std::copy_n(digest.begin(), out.size(), out.begin());
}

void KeyedMd5::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

KeyedMd5::KeyedMd5(OctetView key, std::size_t key_length)
    : key_{Secret::of_length(key_length)}, context_{EVP_MD_CTX_new()} {
    std::ranges::copy(key.first(std::min(key.size(), key_length)), key_.writable().begin());
    if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_md5(), nullptr) != 1) refuse("no MD5");
}

KeyedMd5::KeyedMd5(KeyedMd5&&) noexcept = default;
KeyedMd5& KeyedMd5::operator=(KeyedMd5&&) noexcept = default;
KeyedMd5::~KeyedMd5() = default;

void KeyedMd5::sum(std::initializer_list<OctetView> parts, std::span<Octet> out) {
    assert(out.size() == length);
    const OctetView key = key_.view();
    bool done = EVP_DigestInit_ex(context_.get(), nullptr, nullptr) == 1 &&
                EVP_DigestUpdate(context_.get(), key.data(), key.size()) == 1;
    for (const OctetView part : parts) {
        done = done && EVP_DigestUpdate(context_.get(), part.data(), part.size()) == 1;
    }
    done = done && EVP_DigestUpdate(context_.get(), key.data(), key.size()) == 1 &&
           EVP_DigestFinal_ex(context_.get(), out.data(), nullptr) == 1;
    if (!done) refuse("MD5 failed");
}

namespace {

void hmac_into(Hash hash, OctetView key, std::initializer_list<OctetView> parts, std::span<Octet> digest) {
    if (hash == Hash::none) return;
    Octets message;
    for (const OctetView part : parts) message.insert(message.end(), part.begin(), part.end());
    unsigned length = 0;
    // HMAC() takes a null key for "as before", so an empty password still needs an address
    static constexpr Octet nothing = 0;
    if (HMAC(message_digest(hash), key.empty() ? &nothing : key.data(), static_cast<int>(key.size()),
             message.data(), message.size(), digest.data(), &length) == nullptr) {
        refuse("HMAC failed");
    }
}

}  // namespace

Octets hmac(Hash hash, OctetView key, std::initializer_list<OctetView> parts) {
    Octets digest(digest_length(hash));
    hmac_into(hash, key, parts, digest);
    return digest;
}

Secret secret_hmac(Hash hash, OctetView key, std::initializer_list<OctetView> parts) {
    Secret digest = Secret::of_length(digest_length(hash));
    hmac_into(hash, key, parts, digest.writable());
    return digest;
}

void AesCbc::Free::operator()(evp_cipher_ctx_st* context) const { EVP_CIPHER_CTX_free(context); }

AesCbc::AesCbc(OctetView key) : encryption_{keyed(key, 1).release()}, decryption_{keyed(key, 0).release()} {}

AesCbc::AesCbc(AesCbc&&) noexcept = default;
AesCbc& AesCbc::operator=(AesCbc&&) noexcept = default;
AesCbc::~AesCbc() = default;

void AesCbc::encrypt(OctetView iv, std::span<Octet> data) { run(encryption_.get(), iv, data, data.data()); }

void AesCbc::decrypt(OctetView iv, OctetView in, std::span<Octet> out) {
    assert(out.size() == in.size());
    run(decryption_.get(), iv, in, out.data());
}

void SystemRandom::fill(std::span<Octet> out) {
    for (Octet& octet : out) {
        if (used_ == pool_.size()) {
            if (RAND_bytes(pool_.data(), static_cast<int>(pool_.size())) != 1) refuse("no entropy");
            used_ = 0;
        }
        octet = pool_[used_];
        pool_[used_++] = 0;  // what was handed out is not kept
    }
}

}  // namespace assay::ipmi_wire
