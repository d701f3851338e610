// Who may log in, and how: [security] of a chassis file. Plain data; strict unless a file says otherwise.
// What LAN parameters, Set Channel Access and Set Channel Security Keys can change begins with what is said
// here.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <vector>

#include "assay/base/octets.hpp"
#include "assay/ipmi-wire/lan_session.hpp"
#include "assay/ipmi-wire/numbers.hpp"
#include "assay/ipmi-wire/suite.hpp"

namespace assay::bmc {

/// IPMI 2.0 §23.2 parameter 26; the intervals are counted in tens of seconds.
struct BadPasswordPolicy {
    std::uint8_t threshold = 5;          ///< wrong passwords that lock a user out; 0: any number is allowed
    std::uint16_t reset_interval = 6;    ///< after so long without one they are forgotten; 0: never
    std::uint16_t lockout_interval = 6;  ///< how long a user stays out; 0: until an administrator acts
};

struct SecurityPolicy {
    /// Ids of the suites that are offered, ascending. Suite 0 lets anybody in (CVE-2013-4782).
    std::vector<std::uint8_t> cipher_suites{1, 2, 3, 6, 7, 8, 11, 12, 15, 16, 17};
    /// §23.2 parameter 24: the most that a session under the suite at this place of `cipher_suites` may have.
    std::array<ipmi_wire::Privilege, 16> suite_limits = [] {
        std::array<ipmi_wire::Privilege, 16> limits{};
        limits.fill(ipmi_wire::Privilege::administrator);
        return limits;
    }();
    /// §23.2 parameter 2, for callback to OEM: bit n is set when IPMI 1.5 authentication type n is allowed.
    std::array<std::uint8_t, 5> auth_types{0x04, 0x04, 0x04, 0x04, 0x00};
    bool per_message_authentication = true;  ///< §6.12.2
    bool user_level_authentication = true;   ///< §6.12.3
    /// Tell unknown names from wrong passwords (§13.21 allows it; it lists the users to anybody).
    bool reveal_unknown_users = false;
    bool bind_to_source = false;   ///< take a session's packets from the address and port of its login only
    bool anonymous_login = false;  ///< may a user have no name?
    base::Octets bmc_key;          ///< Kg (§13.31), at most 20 octets; empty when not set
    BadPasswordPolicy bad_passwords;
    std::uint8_t session_limit = 63;  ///< at most 63: §22.20 tells it in 6 bits
    std::chrono::seconds session_timeout{60};
};

/// What of it lets attackers in that would have to stay outside: a few words each; empty for a strict policy.
[[nodiscard]] std::vector<std::string_view> weaknesses_of(const SecurityPolicy& policy);

}  // namespace assay::bmc
