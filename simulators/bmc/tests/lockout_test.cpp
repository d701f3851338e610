#include <gmock/gmock.h>

#include "assay/bmc/lockout.hpp"

namespace assay::bmc {
namespace {

using namespace std::chrono_literals;

TEST(Lockout, HoldsAUserAfterTheThresholdForAsLongAsThePolicySays) {
    const BadPasswordPolicy policy{.threshold = 3, .reset_interval = 0, .lockout_interval = 2};
    Lockout lockout;
    const base::Instant start{};
    lockout.count_failure(2, policy, start);
    lockout.count_failure(2, policy, start + 1h);
    EXPECT_FALSE(lockout.holds(2, start + 1h));
    lockout.count_failure(2, policy, start + 2h);
    EXPECT_TRUE(lockout.holds(2, start + 2h));
    EXPECT_FALSE(lockout.holds(3, start + 2h));
    EXPECT_TRUE(lockout.holds(2, start + 2h + 20s - 1ns));
    EXPECT_FALSE(lockout.holds(2, start + 2h + 20s));
}

TEST(Lockout, ForgetsFailuresThatAreLongAgo) {
    const BadPasswordPolicy policy{.threshold = 2, .reset_interval = 1, .lockout_interval = 1};
    Lockout lockout;
    const base::Instant start{};
    lockout.count_failure(2, policy, start);
    lockout.count_failure(2, policy, start + 10s);
    EXPECT_FALSE(lockout.holds(2, start + 10s));
    lockout.count_failure(2, policy, start + 19s);
    EXPECT_TRUE(lockout.holds(2, start + 19s));
}

TEST(Lockout, WithoutAnIntervalLastsUntilTheUserIsReleased) {
    const BadPasswordPolicy policy{.threshold = 1, .reset_interval = 0, .lockout_interval = 0};
    Lockout lockout;
    lockout.count_failure(2, policy, base::Instant{});
    EXPECT_TRUE(lockout.holds(2, base::Instant{} + 10000h));
    lockout.release(2);
    EXPECT_FALSE(lockout.holds(2, base::Instant{}));
}

TEST(Lockout, IsOffWithAThresholdOfZero) {
    const BadPasswordPolicy policy{.threshold = 0, .reset_interval = 0, .lockout_interval = 0};
    Lockout lockout;
    for (int i = 0; i < 1000; ++i) lockout.count_failure(2, policy, base::Instant{});
    EXPECT_FALSE(lockout.holds(2, base::Instant{}));
}

}  // namespace
}  // namespace assay::bmc
