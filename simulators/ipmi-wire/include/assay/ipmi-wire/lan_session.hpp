// IPMI 1.5 session packets (IPMI 2.0 §13.6 Table 13-8) and their AuthCode (§22.17.1).
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "assay/ipmi-wire/crypto.hpp"
#include "assay/ipmi-wire/cursor.hpp"
#include "assay/ipmi-wire/decoded.hpp"

namespace assay::ipmi_wire {

/// §13.6 Table 13-8; bit n of Get Channel Authentication Capabilities' support octet stands for type n. OEM
/// types are not spoken.
enum class AuthType : std::uint8_t { none = 0, md2 = 1, md5 = 2, password = 4 };
inline constexpr std::uint8_t spoken_auth_types = 0x17;  ///< bit n stands for type n

/// The type that this octet names, if it is spoken.
[[nodiscard]] std::optional<AuthType> auth_type_of(std::uint8_t octet);

using AuthCode = std::array<Octet, 16>;
using Challenge = std::array<Octet, 16>;  ///< §22.16
inline constexpr std::size_t longest_lan_password = 16;

/// A packet as it stands on the wire; nothing is verified yet. Session and sequence 0: outside a session.
struct LanPacket {
    AuthType auth_type = AuthType::none;
    std::uint32_t sequence = 0;
    std::uint32_t session_id = 0;
    OctetView auth_code;  ///< empty for AuthType::none
    OctetView message;
};

/// Reads an RMCP body in IPMI 1.5's format. The views point into `body`.
[[nodiscard]] Decoded<LanPacket> decode_lan_packet(OctetView body);

/// Makes and checks AuthCodes under one user's password. Not thread-safe; movable.
class LanAuthenticator {
public:
    /// @param password at most longest_lan_password octets
    LanAuthenticator(AuthType type, OctetView password);

    [[nodiscard]] AuthType type() const { return type_; }
    /// Is the AuthCode the one of this packet, in constant time? Only for packets of this type.
    [[nodiscard]] bool verifies(const LanPacket& packet);
    /// Appends a whole datagram, signed unless `signs` is false.
    void seal(std::uint32_t session_id, std::uint32_t sequence, OctetView message, bool signs, Octets& out);

private:
    [[nodiscard]] AuthCode code_of(std::uint32_t session_id, std::uint32_t sequence, OctetView message);

    AuthType type_;
    Secret password_;
    KeyedMd5 md5_;
};

}  // namespace assay::ipmi_wire
