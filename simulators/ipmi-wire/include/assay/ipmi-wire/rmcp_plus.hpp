// RMCP+ session packets (IPMI 2.0 §13.6 Table 13-8): clear ones, and those protected by a session's keys.
#pragma once

#include <array>
#include <cstdint>
#include <variant>

#include "assay/ipmi-wire/cursor.hpp"
#include "assay/ipmi-wire/decoded.hpp"
#include "assay/ipmi-wire/numbers.hpp"
#include "assay/ipmi-wire/suite.hpp"

namespace assay::ipmi_wire {

/// A packet as it stands on the wire; nothing is verified yet.
struct RmcpPlusPacket {
    bool encrypted = false;
    bool authenticated = false;
    std::uint8_t payload_type = 0;  ///< 6 bits; PayloadType where it is known
    std::uint32_t session_id = 0;
    std::uint32_t sequence = 0;
    OctetView payload;  ///< as sent, possibly encrypted
    OctetView trailer;  ///< integrity pad, pad length, next header, AuthCode; empty when not authenticated
    OctetView covered;  ///< what the AuthCode is computed over: from the authentication type to next header
};

/// Reads the structure of an RMCP+ body (what follows the RMCP header). OEM-explicit payloads are
/// Broken::unsupported. All views point into `body`.
[[nodiscard]] Decoded<RmcpPlusPacket> decode_rmcp_plus(OctetView body);

/// Appends a whole datagram outside any session: session id 0, sequence 0, neither signed nor encrypted.
void encode_sessionless(PayloadType type, OctetView payload, Octets& out);

/// How much of what a session's suite offers a packet has: the encryption of a payload can be suspended
/// (§24.3).
enum class Protection : std::uint8_t { whole, signed_only };

/// The keys of one established session; signs and encrypts every packet as far as the suite asks for it, and
/// takes no packet that has less or more protection.
class SessionCipher {
public:
    /// @param session_integrity_key SIK (§13.31); K1 and K2 are derived from it (§13.32).
    /// @param password Kuid, for the suites whose integrity algorithm is MD5-128
    SessionCipher(const CipherSuite& suite, OctetView session_integrity_key, OctetView password = {});

    /// Appends a whole datagram.
    /// @param session_id the receiver's id of the session
    /// @param sequence   never 0 (§13.6)
    void seal(std::uint32_t session_id, std::uint32_t sequence, PayloadType type, OctetView payload,
              RandomSource& random, Octets& out, Protection protection = Protection::whole);

    /// Verifies and decrypts.
    /// @param scratch receives the clear payload; reused from packet to packet
    /// @return a view into `scratch`
    [[nodiscard]] Decoded<OctetView> open(const RmcpPlusPacket& packet, Octets& scratch,
                                          Protection protection = Protection::whole);

    /// Does its suite have a confidentiality algorithm?
    [[nodiscard]] bool encrypts() const { return confidentiality_.has_value(); }

private:
    [[nodiscard]] bool encrypts(Protection protection) const {
        return encrypts() && protection == Protection::whole;
    }
    [[nodiscard]] bool signs() const { return auth_code_length_ != 0; }
    void sum(OctetView covered, std::span<Octet> auth_code);
    [[nodiscard]] bool verifies(const RmcpPlusPacket& packet);
    void encrypt(OctetView payload, RandomSource& random, Octets& out);
    void sign(std::size_t start, Octets& out);
    [[nodiscard]] Decoded<OctetView> decrypt(OctetView payload, Octets& scratch);

    std::size_t auth_code_length_;
    std::variant<std::monostate, Mac, KeyedMd5> integrity_;
    std::optional<AesCbc> confidentiality_;
};

}  // namespace assay::ipmi_wire
