// Seams that look into datagrams: messages of session setup, and packets within a session.
#pragma once

#include <map>

#include "assay/ipmi-wire/rakp.hpp"
#include "assay/ipmi-wire/rmcp_plus.hpp"
#include "twists.hpp"

namespace assay::bmc_mutants {

using Inside = bmc::Seams::Inside;
using ipmi_wire::PayloadType;
using ipmi_wire::RmcpPlusPacket;

[[nodiscard]] Install on_incoming(decltype(bmc::Seams::incoming) seam);
[[nodiscard]] Install on_outgoing(decltype(bmc::Seams::outgoing) seam);

/// The RMCP+ packet of a datagram, with views into it; nothing when it is none.
[[nodiscard]] std::optional<RmcpPlusPacket> packet_in(base::OctetView datagram);

/// Changes the payload of a message of session setup that comes.
[[nodiscard]] Install on_asked(PayloadType type,
                               std::function<void(const Inside& inside, Octets& payload)> twist);
/// Changes the payload of a message of session setup that goes, knowing what was asked.
[[nodiscard]] Install on_told(
    PayloadType type,
    std::function<void(const Inside& inside, base::OctetView asked, Octets& payload)> twist);
/// Messages of session setup with `honest` status tell `other`.
[[nodiscard]] Install status_changed(PayloadType type, ipmi_wire::RakpStatus honest, std::uint8_t other);

/// The id of the session in a message of session setup, at octet 4.
[[nodiscard]] std::uint32_t session_in(base::OctetView payload);
/// The half-open session that a RAKP message is for; null when there is none.
[[nodiscard]] bmc::HalfOpen* half_open_of(const Inside& inside, base::OctetView payload);

/// What a mutant knows of a session beside what the BMC keeps.
struct Known {
    ipmi_wire::CipherSuite suite;
    ipmi_wire::Secret integrity_key;  ///< SIK
    std::uint32_t highest = 0;        ///< sequence number that came
};

/// A packet within a session on its way in.
struct Arrival {
    const Inside& inside;
    bmc::Session& session;
    Known& known;
    const RmcpPlusPacket& packet;
    Octets& datagram;  ///< what `packet` is in; to be changed at the end only

    /// Decrypts the payload without looking at AuthCode or padding. @return it with its padding
    [[nodiscard]] Octets decrypted() const;
    /// Puts a lawful packet with this payload in the datagram's place.
    void replace(std::uint32_t sequence, base::OctetView payload) const;
    /// The payload, when the packet is lawful but for its sequence number and type.
    [[nodiscard]] std::optional<Octets> opened() const;
};

/// Looks at each packet of an RMCP+ session before the BMC does.
[[nodiscard]] Install on_arrival(std::function<void(const Arrival& arrival)> twist);

}  // namespace assay::bmc_mutants
