// The cipher suites that can be decrypted.
#pragma once

#include <cstddef>
#include <cstdint>

namespace assay::capture {

enum class Protection {
    gcm,     ///< AES-GCM: RFC 5288, RFC 8446
    chacha,  ///< ChaCha20-Poly1305: RFC 7905, RFC 8446
    cbc      ///< AES-CBC with HMAC: RFC 5246, RFC 7366
};

struct TlsSuite {
    std::uint16_t id;
    const char* name;  ///< IANA's, without "TLS_"
    Protection protection;
    std::size_t key_octets;
    const char* mac;   ///< of CBC, OpenSSL's name; else ""
    const char* hash;  ///< of the key derivation, OpenSSL's name
};

/// @return nullptr for one that is not known here
[[nodiscard]] const TlsSuite* find_suite(std::uint16_t id);

}  // namespace assay::capture
