#include "assay/auth/keyed_hash.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include <cassert>

#include "assay/base/setup_error.hpp"

namespace assay::auth {

KeyedHash::KeyedHash() : context_{nullptr} {
    std::array<unsigned char, 32> key{};
    if (RAND_bytes(key.data(), static_cast<int>(key.size())) != 1) {
        throw base::SetupError{"no random numbers", "OpenSSL", "check the machine's entropy source"};
    }
    EVP_MAC* mac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    context_ = EVP_MAC_CTX_new(mac);
    EVP_MAC_free(mac);
    char digest[] = "SHA256";
    const std::array parameters{OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, 0),
                                OSSL_PARAM_construct_end()};
    if (context_ == nullptr || EVP_MAC_init(context_, key.data(), key.size(), parameters.data()) != 1) {
        EVP_MAC_CTX_free(context_);
        throw base::SetupError{"cannot set up HMAC-SHA256", "OpenSSL",
                               "check that OpenSSL's default provider is there"};
    }
}

KeyedHash::~KeyedHash() { EVP_MAC_CTX_free(context_); }

KeyedHash::Digest KeyedHash::of(std::string_view text) const {
    Digest made{};
    std::size_t length = 0;
    const std::lock_guard lock{mutex_};
    const auto* octets = reinterpret_cast<const unsigned char*>(text.data());
    // Without a key, EVP_MAC_init begins anew under the key of the last time.
    const bool done = EVP_MAC_init(context_, nullptr, 0, nullptr) == 1 &&
                      EVP_MAC_update(context_, octets, text.size()) == 1 &&
                      EVP_MAC_final(context_, made.data(), &length, made.size()) == 1;
    assert(done && length == made.size());
    if (!done) throw std::bad_alloc{};
    return made;
}

}  // namespace assay::auth
