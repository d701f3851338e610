#include "assay/bmc/lockout.hpp"

#include <algorithm>

namespace assay::bmc {
namespace {

base::Duration tens_of_seconds(std::uint16_t count) { return std::chrono::seconds{10} * count; }

}  // namespace

bool Lockout::holds(std::uint8_t user, base::Instant now) const {
    const auto found = std::ranges::find(records_, user, &Record::user);
    return found != records_.end() && now < found->until;
}

void Lockout::count_failure(std::uint8_t user, const BadPasswordPolicy& policy, base::Instant now) {
    auto found = std::ranges::find(records_, user, &Record::user);
    if (found == records_.end()) {
        found = records_.insert(found, {user, 0, now, base::Instant::min()});
    }
    if (policy.reset_interval != 0 && now - found->latest >= tens_of_seconds(policy.reset_interval)) {
        found->failures = 0;
    }
    found->latest = now;
    ++found->failures;
    if (policy.threshold == 0 || found->failures < policy.threshold) return;
    found->failures = 0;
    found->until =
        policy.lockout_interval == 0 ? base::Instant::max() : now + tens_of_seconds(policy.lockout_interval);
}

void Lockout::release(std::uint8_t user) {
    std::erase_if(records_, [user](const Record& record) { return record.user == user; });
}

}  // namespace assay::bmc
