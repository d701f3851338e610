// The cipher suites that are spoken (IPMI 2.0 §22.15.2 Table 22-20 and §13.28).
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "assay/ipmi-wire/crypto.hpp"

namespace assay::ipmi_wire {

/// §13.28 Table 13-17 and following: authentication, integrity and confidentiality algorithm numbers.
struct Algorithms {
    std::uint8_t authentication = 0;
    std::uint8_t integrity = 0;
    std::uint8_t confidentiality = 0;
    friend bool operator==(const Algorithms&, const Algorithms&) = default;
};

/// One row of Table 22-20, and what follows from its numbers.
struct CipherSuite {
    std::uint8_t id;
    Algorithms algorithms;

    /// The hash of RAKP (Table 13-17) and of the keys that are derived.
    [[nodiscard]] constexpr Hash hash() const {
        switch (algorithms.authentication) {
            case 1: return Hash::sha1;
            case 2: return Hash::md5;
            case 3: return Hash::sha256;
            default: return Hash::none;
        }
    }
    /// Octets of RAKP 4's integrity check, which the authentication algorithm decides (§13.28.1).
    [[nodiscard]] constexpr std::size_t rakp4_length() const {
        return hash() == Hash::sha1 ? 12 : std::min<std::size_t>(digest_length(hash()), 16);
    }
    /// Octets of AuthCode in a session packet (Table 13-18); 0: packets are not signed.
    [[nodiscard]] constexpr std::size_t integrity_length() const {
        return algorithms.integrity == 0 ? 0 : algorithms.integrity == 1 ? 12 : 16;
    }
    [[nodiscard]] constexpr bool encrypts() const { return algorithms.confidentiality != 0; }
};

/// Table 13-18: MD5 over the password around the packet, which no other integrity algorithm needs.
inline constexpr std::uint8_t integrity_md5_128 = 3;

/// RAKP-none, no integrity, no confidentiality: lets anybody in who knows a name (CVE-2013-4782).
inline constexpr CipherSuite suite_0{0, {0, 0, 0}};
/// RAKP-HMAC-SHA1, HMAC-SHA1-96, AES-CBC-128.
inline constexpr CipherSuite suite_3{3, {1, 1, 1}};
/// RAKP-HMAC-SHA256, HMAC-SHA256-128, AES-CBC-128.
inline constexpr CipherSuite suite_17{17, {3, 4, 1}};

/// What can be spoken, in the order of the ids: every row of Table 22-20 but the ones with xRC4.
inline constexpr std::array supported_suites{
    suite_0,
    CipherSuite{1, {1, 0, 0}},
    CipherSuite{2, {1, 1, 0}},
    suite_3,
    CipherSuite{6, {2, 0, 0}},
    CipherSuite{7, {2, 2, 0}},
    CipherSuite{8, {2, 2, 1}},
    CipherSuite{11, {2, 3, 0}},
    CipherSuite{12, {2, 3, 1}},
    CipherSuite{15, {3, 0, 0}},
    CipherSuite{16, {3, 4, 0}},
    suite_17,
};

/// The supported suite with exactly these algorithms, if there is one.
[[nodiscard]] std::optional<CipherSuite> suite_of(const Algorithms& algorithms);
/// The supported suite with this id, if there is one.
[[nodiscard]] std::optional<CipherSuite> suite_of(std::uint8_t id);

}  // namespace assay::ipmi_wire
