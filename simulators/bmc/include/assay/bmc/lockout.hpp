// Users who gave too many wrong passwords (IPMI 2.0 §23.2 parameter 26, §22.27 "disabled due to lockout").
#pragma once

#include <vector>

#include "assay/base/clock.hpp"
#include "assay/bmc/security_policy.hpp"

namespace assay::bmc {

class Lockout {
public:
    [[nodiscard]] bool holds(std::uint8_t user, base::Instant now) const;
    void count_failure(std::uint8_t user, const BadPasswordPolicy& policy, base::Instant now);
    /// Forgets the user's failures: after a right password, or when an administrator lets the user in again.
    void release(std::uint8_t user);

private:
    struct Record {
        std::uint8_t user = 0;
        unsigned failures = 0;
        base::Instant latest;
        base::Instant until;  ///< locked out until then; Instant::min() when not
    };

    std::vector<Record> records_;  // of users with failures only
};

}  // namespace assay::bmc
