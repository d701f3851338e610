// The BMC's side of Open Session and RAKP 1 to 4 (IPMI 2.0 §13.17 to §13.24).
#pragma once

#include "assay/bmc/chassis.hpp"
#include "assay/bmc/session_table.hpp"

namespace assay::bmc {

class Login {
public:
    /// All three must outlive it.
    Login(const Chassis& chassis, SessionTable& sessions, ipmi_wire::RandomSource& random)
        : chassis_{chassis}, sessions_{sessions}, random_{random} {}

    /// @param reply the payload to send back; untouched when there is nothing to say
    /// @return the type of the reply's payload, or nothing when the payload is dropped
    std::optional<ipmi_wire::PayloadType> handle(std::uint8_t payload_type, base::OctetView payload,
                                                 const Peer& from, base::Instant now, base::Octets& reply);

private:
    [[nodiscard]] std::optional<base::Octets> open_session(base::OctetView payload, base::Instant now);
    [[nodiscard]] std::optional<base::Octets> rakp1(base::OctetView payload);
    [[nodiscard]] std::optional<base::Octets> rakp3(base::OctetView payload, const Peer& from,
                                                    base::Instant now);
    [[nodiscard]] bool is_at_session_limit(std::uint8_t user_id) const;
    [[nodiscard]] ipmi_wire::RakpStatus authorise(const ipmi_wire::Rakp1& request, HalfOpen& session) const;
    base::Octets establish(const HalfOpen& session, const ipmi_wire::Rakp3& request, const Peer& from,
                           base::Instant now);

    const Chassis& chassis_;
    SessionTable& sessions_;
    ipmi_wire::RandomSource& random_;
};

}  // namespace assay::bmc
