// Open Session and RAKP messages 1 to 4 (IPMI 2.0 §13.17 to §13.24) and the key exchange over them (§13.31,
// §13.32).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "assay/ipmi-wire/cursor.hpp"
#include "assay/ipmi-wire/decoded.hpp"
#include "assay/ipmi-wire/numbers.hpp"
#include "assay/ipmi-wire/secret.hpp"
#include "assay/ipmi-wire/suite.hpp"

namespace assay::ipmi_wire {

using Nonce = std::array<Octet, 16>;
using Guid = std::array<Octet, 16>;
inline constexpr std::size_t longest_user_name = 16;  ///< §13.20

/// §13.17: the algorithms that a console proposes; where it leaves one out, any will do.
struct Proposal {
    Proposal() = default;
    /// Exactly these.
    Proposal(const Algorithms& algorithms)
        : authentication{algorithms.authentication},
          integrity{algorithms.integrity},
          confidentiality{algorithms.confidentiality} {}

    std::optional<std::uint8_t> authentication, integrity, confidentiality;
};

/// §13.17. The console asks for a session.
struct OpenSessionRequest {
    std::uint8_t tag = 0;
    Privilege max_privilege = Privilege::none;  ///< none: the highest that the suite allows
    std::uint32_t console_session = 0;
    Proposal algorithms;
};

/// §13.18. With a status other than ok only tag, status and console_session are on the wire.
struct OpenSessionResponse {
    std::uint8_t tag = 0;
    RakpStatus status = RakpStatus::ok;
    Privilege max_privilege = Privilege::none;
    std::uint32_t console_session = 0;
    std::uint32_t managed_session = 0;
    Algorithms algorithms;
};

/// §13.20. The console says who it is. A name longer than longest_user_name is kept, so that it can be
/// refused.
struct Rakp1 {
    std::uint8_t tag = 0;
    std::uint32_t managed_session = 0;
    Nonce console_random{};
    std::uint8_t role = 0;         ///< the octet as sent: bit 4 name-only lookup, bits 3:0 privilege
    std::uint8_t name_length = 0;  ///< as stated
    std::string name;              ///< empty when name_length is beyond longest_user_name
};

/// §13.21.
struct Rakp2 {
    std::uint8_t tag = 0;
    RakpStatus status = RakpStatus::ok;
    std::uint32_t console_session = 0;
    Nonce managed_random{};
    Guid managed_guid{};
    Octets auth_code;
};

/// §13.22.
struct Rakp3 {
    std::uint8_t tag = 0;
    RakpStatus status = RakpStatus::ok;
    std::uint32_t managed_session = 0;
    Octets auth_code;
};

/// §13.23.
struct Rakp4 {
    std::uint8_t tag = 0;
    RakpStatus status = RakpStatus::ok;
    std::uint32_t console_session = 0;
    Octets integrity_check;
};

/// Decoders are strict about lengths; a request shorter than its clause is Broken::truncated.
[[nodiscard]] Decoded<OpenSessionRequest> decode_open_session_request(OctetView payload);
[[nodiscard]] Decoded<OpenSessionResponse> decode_open_session_response(OctetView payload);
[[nodiscard]] Decoded<Rakp1> decode_rakp1(OctetView payload);
[[nodiscard]] Decoded<Rakp2> decode_rakp2(OctetView payload);
[[nodiscard]] Decoded<Rakp3> decode_rakp3(OctetView payload);
[[nodiscard]] Decoded<Rakp4> decode_rakp4(OctetView payload);

[[nodiscard]] Octets encode(const OpenSessionRequest& message);
[[nodiscard]] Octets encode(const OpenSessionResponse& message);
[[nodiscard]] Octets encode(const Rakp1& message);
[[nodiscard]] Octets encode(const Rakp2& message);
[[nodiscard]] Octets encode(const Rakp3& message);
[[nodiscard]] Octets encode(const Rakp4& message);

/// Everything that both sides know when the key exchange is computed.
struct KeyExchange {
    CipherSuite suite = suite_17;
    std::uint32_t console_session = 0;
    std::uint32_t managed_session = 0;
    Nonce console_random{};
    Nonce managed_random{};
    Guid managed_guid{};
    std::uint8_t role = 0;
    std::string name;
    Secret password;  ///< Kuid, without the zero padding, which HMAC adds by itself
    Secret bmc_key;   ///< Kg; empty: Kuid takes its place (§13.31)

    [[nodiscard]] Octets rakp2_auth_code() const;
    [[nodiscard]] Octets rakp3_auth_code() const;
    /// The session integrity key, SIK (§13.31).
    [[nodiscard]] Secret session_integrity_key() const;
    [[nodiscard]] Octets rakp4_integrity_check(OctetView session_integrity_key) const;
};

}  // namespace assay::ipmi_wire
