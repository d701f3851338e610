// A session on its way in, and an established one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "assay/base/clock.hpp"
#include "assay/bmc/peer.hpp"
#include "assay/bmc/reply_cache.hpp"
#include "assay/ipmi-wire/lan_session.hpp"
#include "assay/ipmi-wire/rakp.hpp"
#include "assay/ipmi-wire/rmcp_plus.hpp"
#include "assay/ipmi-wire/sequence_window.hpp"

namespace assay::bmc {

/// RMCP+ between Open Session and RAKP 3; lives for `half_open_life` only.
struct HalfOpen {
    std::uint32_t id = 0;  ///< the managed session id
    ipmi_wire::KeyExchange exchange;
    ipmi_wire::Privilege ceiling = ipmi_wire::Privilege::none;  ///< the most that RAKP 1 may ask for
    bool identified = false;                                    ///< RAKP 1 was answered
    std::uint8_t user_id = 0;                                   ///< 0: RAKP 1 named nobody who may log in
    /// What RAKP 4 says to a user who proved the password.
    ipmi_wire::RakpStatus verdict = ipmi_wire::RakpStatus::ok;
    Peer source;
    base::Instant born;
    base::Octets refused_code;  ///< of the RAKP 3 that was refused: a repetition gets the same RAKP 4
    base::Octets refusal;
};

/// IPMI 1.5 between Get Session Challenge and Activate Session; lives for `half_open_life` only.
struct PendingActivation {
    std::uint32_t id = 0;  ///< the temporary session id
    ipmi_wire::AuthType auth_type = ipmi_wire::AuthType::none;
    ipmi_wire::Challenge challenge{};
    std::uint8_t user_id = 0;  ///< 0: nobody who may log in
    ipmi_wire::Secret password;
    Peer source;
    base::Instant born;
    base::Octets request;  ///< the Activate Session that was answered: a repetition gets the same answer
    base::Octets reply;
};

struct Session {
    std::uint32_t console_id = 0;
    std::uint32_t managed_id = 0;
    /// Of an RMCP+ session; without any keys in an IPMI 1.5 session.
    ipmi_wire::SessionCipher cipher{ipmi_wire::suite_0, {}};
    std::optional<ipmi_wire::LanAuthenticator> authenticator;  ///< of an IPMI 1.5 session
    std::uint8_t handle = 0;                                   ///< 1 … 255, §22.20
    std::uint8_t user_id = 0;
    ipmi_wire::Privilege limit = ipmi_wire::Privilege::none;    ///< the role that the login was granted
    ipmi_wire::Privilege current = ipmi_wire::Privilege::none;  ///< §22.18: user at first, or callback
    Peer peer;
    base::Instant last_heard;
    ipmi_wire::SequenceWindow inbound;
    std::uint32_t outbound = 0;
    bool closing = false;     ///< Close Session is answered under the keys that it ends
    base::Octets rakp3_code;  ///< of the RAKP 3 that opened it: a repetition gets the same RAKP 4
    base::Octets rakp4;
    ReplyCache replies;
    /// Not yet a session: what is executed stands in for Activate Session's temporary one.
    PendingActivation* activating = nullptr;
};

}  // namespace assay::bmc
