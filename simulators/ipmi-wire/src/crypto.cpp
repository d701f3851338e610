#include "assay/ipmi-wire/crypto.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include "assay/base/setup_error.hpp"

namespace assay::ipmi_wire {
namespace {

constexpr std::size_t longest_digest = 32;

[[noreturn]] void refuse(const char* what) {
    throw base::SetupError{what, "OpenSSL", "use an OpenSSL 3 whose default provider is active"};
}

using MacContext = std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)>;

const char* name_of(Hash hash) {
    switch (hash) {
        case Hash::none: break;
        case Hash::md5: return "MD5";
        case Hash::sha1: return "SHA1";
        case Hash::sha256: return "SHA256";
    }
    assert(false);
    return "";
}

/// An HMAC context that knows its hash and has no key yet.
MacContext unkeyed(Hash hash) {
    const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> algorithm{EVP_MAC_fetch(nullptr, "HMAC", nullptr),
                                                                      &EVP_MAC_free};
    if (!algorithm) refuse("no HMAC");
    MacContext context{EVP_MAC_CTX_new(algorithm.get()), &EVP_MAC_CTX_free};
    std::array<char, 8> digest{};
    std::strcpy(digest.data(), name_of(hash));
    const std::array<OSSL_PARAM, 2> parameters{
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
        OSSL_PARAM_construct_end()};
    if (!context || EVP_MAC_CTX_set_params(context.get(), parameters.data()) != 1)
        refuse("no HMAC of this hash");
    return context;
}

/// One for each hash and thread, to be copied or keyed anew: looking algorithms up by their names costs
/// OpenSSL more than an HMAC.
EVP_MAC_CTX* kept(Hash hash) {
    static thread_local std::array<MacContext, 3> contexts{unkeyed(Hash::md5), unkeyed(Hash::sha1),
                                                           unkeyed(Hash::sha256)};
    assert(hash != Hash::none);
    return contexts.at(static_cast<std::size_t>(hash) - 1).get();
}

void key(EVP_MAC_CTX* context, OctetView with) {
    // a null key means "as before", so an empty one still needs an address
    static constexpr Octet nothing = 0;
    if (EVP_MAC_init(context, with.empty() ? &nothing : with.data(), with.size(), nullptr) != 1)
        refuse("HMAC does not take its key");
}

void finish(EVP_MAC_CTX* context, std::initializer_list<OctetView> parts, std::span<Octet> out) {
    std::array<Octet, longest_digest> digest{};
    std::size_t length = 0;
    bool done = true;
    for (const OctetView part : parts) done = done && EVP_MAC_update(context, part.data(), part.size()) == 1;
    done = done && EVP_MAC_final(context, digest.data(), &length, digest.size()) == 1;
    if (!done) refuse("HMAC failed");
    assert(out.size() <= length);
    std::copy_n(digest.begin(), out.size(), out.begin());
    OPENSSL_cleanse(digest.data(), digest.size());
}

const EVP_CIPHER* aes_128_cbc() {
    static const std::unique_ptr<EVP_CIPHER, decltype(&EVP_CIPHER_free)> cipher{
        EVP_CIPHER_fetch(nullptr, "AES-128-CBC", nullptr), &EVP_CIPHER_free};
    if (!cipher) refuse("no AES-128-CBC");
    return cipher.get();
}

std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> keyed(OctetView key, int encrypt) {
    assert(key.size() >= aes_block);
    std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context{EVP_CIPHER_CTX_new(),
                                                                            &EVP_CIPHER_CTX_free};
    if (!context ||
        EVP_CipherInit_ex(context.get(), aes_128_cbc(), nullptr, key.data(), nullptr, encrypt) != 1 ||
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

Mac::Mac(Hash hash, OctetView key_octets) : context_{EVP_MAC_CTX_dup(kept(hash))} {
    if (!context_) refuse("no HMAC");
    key(context_.get(), key_octets);
}

Mac::Mac(Mac&&) noexcept = default;
Mac& Mac::operator=(Mac&&) noexcept = default;
Mac::~Mac() = default;

void Mac::sum(std::initializer_list<OctetView> parts, std::span<Octet> out) {
    if (EVP_MAC_init(context_.get(), nullptr, 0, nullptr) != 1)
        refuse("HMAC failed");  // the key schedule is kept
    finish(context_.get(), parts, out);
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

void hmac_into(Hash hash, OctetView with, std::initializer_list<OctetView> parts, std::span<Octet> digest) {
    if (hash == Hash::none) return;
    EVP_MAC_CTX* const context = kept(hash);
    key(context, with);
    finish(context, parts, digest);
    key(context, {});  // a password does not stay behind
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
