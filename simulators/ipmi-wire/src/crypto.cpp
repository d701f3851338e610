#include "assay/ipmi-wire/crypto.hpp"

#include <algorithm>
#include <cassert>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include "assay/base/setup_error.hpp"

namespace assay::ipmi_wire {
namespace {

[[noreturn]] void refuse(const char* what) {
    throw base::SetupError{what, "OpenSSL", "use an OpenSSL 3 whose default provider is active"};
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
