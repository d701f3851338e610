#include "tls_keys.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

#include <array>
#include <memory>
#include <new>
#include <string>

namespace assay::capture {
namespace {

using base::Octets;
using base::OctetView;

struct FreeKdf {
    void operator()(EVP_KDF* kdf) const { EVP_KDF_free(kdf); }
    void operator()(EVP_KDF_CTX* context) const { EVP_KDF_CTX_free(context); }
};

OSSL_PARAM octets_param(const char* key, OctetView octets) {
    return OSSL_PARAM_construct_octet_string(key, const_cast<base::Octet*>(octets.data()), octets.size());
}

OSSL_PARAM text_param(const char* key, const char* text) {
    return OSSL_PARAM_construct_utf8_string(key, const_cast<char*>(text), 0);
}

/// @return `length` octets; none when OpenSSL refuses the secret, which then opens nothing
Octets derive(const char* function, const std::array<OSSL_PARAM, 5>& parameters, std::size_t length) {
    const std::unique_ptr<EVP_KDF, FreeKdf> kdf{EVP_KDF_fetch(nullptr, function, nullptr)};
    const std::unique_ptr<EVP_KDF_CTX, FreeKdf> context{EVP_KDF_CTX_new(kdf.get())};
    if (context == nullptr) throw std::bad_alloc{};
    Octets derived(length);
    if (EVP_KDF_derive(context.get(), derived.data(), length, parameters.data()) != 1)
        derived.assign(length, 0);
    return derived;
}

Octets prf(const TlsSuite& suite, OctetView secret, const std::string& seed, std::size_t length) {
    return derive(OSSL_KDF_NAME_TLS1_PRF,
                  {text_param(OSSL_KDF_PARAM_DIGEST, suite.hash), octets_param(OSSL_KDF_PARAM_SECRET, secret),
                   octets_param(OSSL_KDF_PARAM_SEED, base::octets_of(seed)), OSSL_PARAM_construct_end(),
                   OSSL_PARAM_construct_end()},
                  length);
}

/// RFC 8446 §7.1: HKDF-Expand-Label with an empty context.
Octets expand_label(const TlsSuite& suite, OctetView secret, std::string_view label, std::size_t length) {
    std::string info{static_cast<char>(length >> 8U), static_cast<char>(length & 0xFFU)};
    info += static_cast<char>(6 + label.size());
    info.append("tls13 ").append(label);
    info += '\0';
    return derive(OSSL_KDF_NAME_HKDF,
                  {text_param(OSSL_KDF_PARAM_DIGEST, suite.hash), octets_param(OSSL_KDF_PARAM_KEY, secret),
                   octets_param(OSSL_KDF_PARAM_INFO, base::octets_of(info)),
                   text_param(OSSL_KDF_PARAM_MODE, "EXPAND_ONLY"), OSSL_PARAM_construct_end()},
                  length);
}

std::size_t hash_octets(const TlsSuite& suite) {
    return static_cast<std::size_t>(EVP_MD_get_size(EVP_get_digestbyname(suite.hash)));
}

std::size_t mac_octets(const TlsSuite& suite) {
    return suite.protection == Protection::cbc
               ? static_cast<std::size_t>(EVP_MD_get_size(EVP_get_digestbyname(suite.mac)))
               : 0;
}

/// Of the key block: RFC 5288 §3 has 4 octets, RFC 7905 §2 the whole nonce, CBC of TLS 1.2 none.
std::size_t block_iv_octets(Protection protection) {
    switch (protection) {
        case Protection::gcm: return 4;
        case Protection::chacha: return 12;
        case Protection::cbc: break;
    }
    return 0;
}

Octets next(OctetView& block, std::size_t length) {
    const Octets taken{block.begin(), block.begin() + static_cast<std::ptrdiff_t>(length)};
    block = block.subspan(length);
    return taken;
}

}  // namespace

KeyBlock key_block(const TlsSuite& suite, OctetView master_secret, OctetView client_random,
                   OctetView server_random) {
    const std::size_t mac = mac_octets(suite);
    const std::size_t iv = block_iv_octets(suite.protection);
    std::string seed = "key expansion";
    seed.append(base::text_of(server_random)).append(base::text_of(client_random));
    const Octets all = prf(suite, master_secret, seed, 2 * (mac + suite.key_octets + iv));
    OctetView block{all};
    KeyBlock keys;
    keys.client.mac = next(block, mac);
    keys.service.mac = next(block, mac);
    keys.client.key = next(block, suite.key_octets);
    keys.service.key = next(block, suite.key_octets);
    keys.client.iv = next(block, iv);
    keys.service.iv = next(block, iv);
    return keys;
}

RecordKeys traffic_keys(const TlsSuite& suite, OctetView secret) {
    return {.key = expand_label(suite, secret, "key", suite.key_octets),
            .iv = expand_label(suite, secret, "iv", 12),
            .mac = {}};
}

Octets next_traffic_secret(const TlsSuite& suite, OctetView secret) {
    return expand_label(suite, secret, "traffic upd", hash_octets(suite));
}

}  // namespace assay::capture
