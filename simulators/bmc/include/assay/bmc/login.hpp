// The BMC's side of Open Session and RAKP 1 to 4 (IPMI 2.0 §13.17 to §13.24).
#pragma once

#include "assay/bmc/chassis.hpp"
#include "assay/bmc/session_table.hpp"

namespace assay::bmc {

class Login {
public:
    /// All three must outlive it.
    Login(Chassis& chassis, SessionTable& sessions, ipmi_wire::RandomSource& random);

    /// @param reply the payload to send back; untouched when there is nothing to say
    /// @return the type of the reply's payload, or nothing when the payload is dropped
    std::optional<ipmi_wire::PayloadType> handle(std::uint8_t payload_type, base::OctetView payload,
                                                 const Peer& from, base::Instant now, base::Octets& reply);

private:
    [[nodiscard]] std::optional<base::Octets> open_session(base::OctetView payload, const Peer& from,
                                                           base::Instant now);
    [[nodiscard]] std::optional<base::Octets> rakp1(base::OctetView payload, base::Instant now);
    [[nodiscard]] std::optional<base::Octets> rakp3(base::OctetView payload, const Peer& from,
                                                    base::Instant now);
    /// @param chosen  the suite of the session, where the status is ok
    [[nodiscard]] ipmi_wire::RakpStatus choose_suite(const ipmi_wire::OpenSessionRequest& request,
                                                     ipmi_wire::CipherSuite& chosen) const;
    [[nodiscard]] ipmi_wire::RakpStatus identify(const ipmi_wire::Rakp1& request, HalfOpen& session,
                                                 base::Instant now) const;
    [[nodiscard]] bool is_at_session_limit(const User& user) const;
    /// What RAKP 4 says to this proof; counts the wrong ones.
    [[nodiscard]] ipmi_wire::RakpStatus judge(const HalfOpen& session, base::OctetView auth_code,
                                              base::Instant now);
    static base::Octets refuse(HalfOpen& session, const ipmi_wire::Rakp3& request, base::Octets rakp4);
    base::Octets establish(const HalfOpen& candidate, const ipmi_wire::Rakp3& request, const Peer& from,
                           base::Instant now);

    Chassis& chassis_;
    SessionTable& sessions_;
    ipmi_wire::RandomSource& random_;
    ipmi_wire::Secret decoy_key_;  ///< makes the passwords of users whom there are not
};

}  // namespace assay::bmc
