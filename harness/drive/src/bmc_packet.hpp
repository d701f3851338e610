// Packets of a session with a BMC as they travel (IPMI 2.0 §13.6), with every field that a case wants
// otherwise, and what can be said of one that came.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "assay/ipmi-wire/crypto.hpp"
#include "assay/ipmi-wire/suite.hpp"
#include "assay/observe/bmc_reading.hpp"
#include "assay/record/bmc_facts.hpp"
#include "bmc_fields.hpp"

namespace assay::drive {

/// Octets of a datagram that are not kept: a code that lets the password be guessed at leisure.
struct Hidden {
    std::size_t offset = 0;
    std::size_t length = 0;
};

/// A datagram that is ready to be sent.
struct BmcPacket {
    base::Octets octets;
    std::optional<base::Octets> clear;  ///< the payload, where the datagram has it encrypted
    std::vector<Hidden> hidden{};

    /// The datagram as it is kept, the hidden octets overwritten by "*".
    [[nodiscard]] std::string kept() const;
};

/// Where a packet of RMCP+ goes, and with what.
struct BmcAddress {
    std::uint8_t payload_type = 0;
    std::uint32_t session_id = 0;
    std::uint32_t sequence = 0;
};

/// The keys of an RMCP+ session (§13.31, §13.32).
class BmcKeys {
public:
    /// @param session_integrity_key SIK
    /// @param password              for the suites whose integrity algorithm takes it (§13.28.3)
    BmcKeys(const ipmi_wire::CipherSuite& suite, base::OctetView session_integrity_key,
            base::OctetView password);

    [[nodiscard]] bool signs() const { return suite_.integrity_length() != 0; }
    [[nodiscard]] bool encrypts() const { return suite_.encrypts(); }
    /// Is the AuthCode made of the password itself? Then it is not kept.
    [[nodiscard]] bool codes_are_secret() const {
        return suite_.algorithms.integrity == ipmi_wire::integrity_md5_128;
    }
    [[nodiscard]] std::size_t code_length() const { return suite_.integrity_length(); }
    [[nodiscard]] base::Octets code_over(base::OctetView covered) const;
    [[nodiscard]] base::OctetView confidentiality_key() const { return confidentiality_.view(); }

private:
    ipmi_wire::CipherSuite suite_;
    ipmi_wire::Secret integrity_;
    ipmi_wire::Secret confidentiality_;
};

/// @param keys nullptr outside a session, or before it has any
[[nodiscard]] BmcPacket seal(const BmcFields& fields, const BmcAddress& to, base::OctetView payload,
                             const BmcKeys* keys, ipmi_wire::RandomSource& random);

/// A packet of IPMI 1.5.
/// @param auth_type of the session; 0 outside one
[[nodiscard]] BmcPacket seal_15(const BmcFields& fields, const BmcAddress& to, std::uint8_t auth_type,
                                base::OctetView message, base::OctetView password);

/// What the keys tell of a datagram that came.
struct BmcOpened {
    std::optional<std::string> clear{};
    record::Integrity integrity = record::Integrity::unchecked;
    std::vector<Hidden> hidden{};
};

/// @param keys nullptr while there are none
[[nodiscard]] BmcOpened open(std::string_view datagram, const observe::DatagramReading& reading,
                             const BmcKeys* keys);
[[nodiscard]] BmcOpened open_15(const observe::DatagramReading& reading, base::OctetView password);

/// `octets` with those that are hidden overwritten by "*".
[[nodiscard]] std::string overwritten(std::string octets, const std::vector<Hidden>& hidden);

}  // namespace assay::drive
