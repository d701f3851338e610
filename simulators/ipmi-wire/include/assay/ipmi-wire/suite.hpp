// The cipher suites that are spoken (IPMI 2.0 §22.15.2 Table 22-20 and §13.28).
#pragma once

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

/// One row of Table 22-20.
struct CipherSuite {
    std::uint8_t id;
    Algorithms algorithms;
    Hash hash;                     ///< of RAKP and of the integrity algorithm
    std::size_t integrity_length;  ///< octets of AuthCode in a session packet and in RAKP 4
};

/// RAKP-HMAC-SHA1, HMAC-SHA1-96, AES-CBC-128.
inline constexpr CipherSuite suite_3{3, {1, 1, 1}, Hash::sha1, 12};
/// RAKP-HMAC-SHA256, HMAC-SHA256-128, AES-CBC-128.
inline constexpr CipherSuite suite_17{17, {3, 4, 1}, Hash::sha256, 16};

/// Strongest last, as Get Channel Cipher Suites lists them. Suites without integrity or confidentiality, with
/// MD5 or with RC4 are not spoken at all (CVE-2013-4782).
inline constexpr std::array supported_suites{suite_3, suite_17};

/// The supported suite with exactly these algorithms, if there is one.
[[nodiscard]] std::optional<CipherSuite> suite_of(const Algorithms& algorithms);
/// The supported suite with this id, if there is one.
[[nodiscard]] std::optional<CipherSuite> suite_of(std::uint8_t id);

}  // namespace assay::ipmi_wire
