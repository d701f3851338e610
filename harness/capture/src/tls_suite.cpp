#include "tls_suite.hpp"

#include <algorithm>
#include <array>

namespace assay::capture {
namespace {

using enum Protection;

/// IANA's registry of TLS cipher suites. How keys were agreed on does not matter to who has them.
constexpr auto suites = std::to_array<TlsSuite>({
    {0x1301, "AES_128_GCM_SHA256", gcm, 16, "", "SHA256"},
    {0x1302, "AES_256_GCM_SHA384", gcm, 32, "", "SHA384"},
    {0x1303, "CHACHA20_POLY1305_SHA256", chacha, 32, "", "SHA256"},
    {0x002F, "RSA_WITH_AES_128_CBC_SHA", cbc, 16, "SHA1", "SHA256"},
    {0x0035, "RSA_WITH_AES_256_CBC_SHA", cbc, 32, "SHA1", "SHA256"},
    {0x003C, "RSA_WITH_AES_128_CBC_SHA256", cbc, 16, "SHA256", "SHA256"},
    {0x003D, "RSA_WITH_AES_256_CBC_SHA256", cbc, 32, "SHA256", "SHA256"},
    {0x009C, "RSA_WITH_AES_128_GCM_SHA256", gcm, 16, "", "SHA256"},
    {0x009D, "RSA_WITH_AES_256_GCM_SHA384", gcm, 32, "", "SHA384"},
    {0x0033, "DHE_RSA_WITH_AES_128_CBC_SHA", cbc, 16, "SHA1", "SHA256"},
    {0x0039, "DHE_RSA_WITH_AES_256_CBC_SHA", cbc, 32, "SHA1", "SHA256"},
    {0x0067, "DHE_RSA_WITH_AES_128_CBC_SHA256", cbc, 16, "SHA256", "SHA256"},
    {0x006B, "DHE_RSA_WITH_AES_256_CBC_SHA256", cbc, 32, "SHA256", "SHA256"},
    {0x009E, "DHE_RSA_WITH_AES_128_GCM_SHA256", gcm, 16, "", "SHA256"},
    {0x009F, "DHE_RSA_WITH_AES_256_GCM_SHA384", gcm, 32, "", "SHA384"},
    {0xC009, "ECDHE_ECDSA_WITH_AES_128_CBC_SHA", cbc, 16, "SHA1", "SHA256"},
    {0xC00A, "ECDHE_ECDSA_WITH_AES_256_CBC_SHA", cbc, 32, "SHA1", "SHA256"},
    {0xC013, "ECDHE_RSA_WITH_AES_128_CBC_SHA", cbc, 16, "SHA1", "SHA256"},
    {0xC014, "ECDHE_RSA_WITH_AES_256_CBC_SHA", cbc, 32, "SHA1", "SHA256"},
    {0xC023, "ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", cbc, 16, "SHA256", "SHA256"},
    {0xC024, "ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", cbc, 32, "SHA384", "SHA384"},
    {0xC027, "ECDHE_RSA_WITH_AES_128_CBC_SHA256", cbc, 16, "SHA256", "SHA256"},
    {0xC028, "ECDHE_RSA_WITH_AES_256_CBC_SHA384", cbc, 32, "SHA384", "SHA384"},
    {0xC02B, "ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", gcm, 16, "", "SHA256"},
    {0xC02C, "ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", gcm, 32, "", "SHA384"},
    {0xC02F, "ECDHE_RSA_WITH_AES_128_GCM_SHA256", gcm, 16, "", "SHA256"},
    {0xC030, "ECDHE_RSA_WITH_AES_256_GCM_SHA384", gcm, 32, "", "SHA384"},
    {0xCCA8, "ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", chacha, 32, "", "SHA256"},
    {0xCCA9, "ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", chacha, 32, "", "SHA256"},
    {0xCCAA, "DHE_RSA_WITH_CHACHA20_POLY1305_SHA256", chacha, 32, "", "SHA256"},
});

}  // namespace

const TlsSuite* find_suite(std::uint16_t id) {
    const auto found = std::ranges::find(suites, id, &TlsSuite::id);
    return found == suites.end() ? nullptr : &*found;
}

}  // namespace assay::capture
