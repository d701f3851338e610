#include "assay/auth/nonces.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace assay::auth {
namespace {

using namespace std::chrono_literals;
using State = Nonces::State;

constexpr base::Instant noon{12h};

TEST(Nonces, AreFreshForTheirLifetimeToTheNanosecond) {
    Nonces nonces{5min};
    const std::string nonce = nonces.make(noon);
    EXPECT_EQ(nonces.state_of(nonce, noon), State::fresh);
    EXPECT_EQ(nonces.state_of(nonce, noon + 5min), State::fresh);
    EXPECT_EQ(nonces.state_of(nonce, noon + 5min + 1ns), State::stale);
    EXPECT_TRUE(nonces.use(nonce, 1, noon + 5min));
    EXPECT_FALSE(nonces.use(nonce, 2, noon + 5min + 1ns));
}

TEST(Nonces, AreNeverTheSame) {
    Nonces nonces;
    std::set<std::string> made;
    for (int i = 0; i < 100; ++i) made.insert(nonces.make(noon));
    EXPECT_EQ(made.size(), 100U);
}

TEST(Nonces, CannotBeMadeByOthers) {
    Nonces nonces;
    Nonces others;
    EXPECT_EQ(nonces.state_of(others.make(noon), noon), State::foreign);
    std::string altered = nonces.make(noon);
    altered[3] = altered[3] == 'a' ? 'b' : 'a';
    for (const std::string& each : {altered, std::string{}, std::string{"AAAA"}, std::string{"rubbish"}}) {
        EXPECT_EQ(nonces.state_of(each, noon), State::foreign) << each;
        EXPECT_FALSE(nonces.use(each, 1, noon)) << each;
    }
}

TEST(Nonces, TakeEachCountOnceInAnyOrderThatPipelinesMake) {
    Nonces nonces;
    const std::string nonce = nonces.make(noon);
    for (const std::uint32_t count : {1U, 3U, 2U, 70U, 10U, 7U}) {
        EXPECT_TRUE(nonces.use(nonce, count, noon)) << count;
        EXPECT_FALSE(nonces.use(nonce, count, noon)) << count;
    }
    EXPECT_FALSE(nonces.use(nonce, 6, noon)) << "too far behind 70 to know";
    EXPECT_FALSE(nonces.use(nonce, 0, noon));
    EXPECT_TRUE(nonces.use(nonce, 0xffffffffU, noon));
    EXPECT_FALSE(nonces.use(nonce, 70, noon));
    EXPECT_TRUE(nonces.use(nonce, 0xfffffffeU, noon));
}

TEST(Nonces, ForgetTheOldestSoThatItsCountsCannotComeAgain) {
    Nonces nonces{5min, 3};
    std::vector<std::string> made(5);
    for (std::string& each : made) each = nonces.make(noon);
    for (int i = 1; i < 5; ++i) EXPECT_TRUE(nonces.use(made[static_cast<std::size_t>(i)], 1, noon)) << i;
    EXPECT_EQ(nonces.state_of(made[1], noon), State::stale) << "used and forgotten";
    EXPECT_FALSE(nonces.use(made[1], 1, noon));
    EXPECT_FALSE(nonces.use(made[1], 2, noon));
    EXPECT_EQ(nonces.state_of(made[0], noon), State::stale) << "older than what was forgotten";
    EXPECT_TRUE(nonces.use(made[2], 2, noon));
    EXPECT_EQ(nonces.state_of(nonces.make(noon), noon), State::fresh);
}

TEST(Nonces, MakeRoomWhenTheOldAreLate) {
    Nonces nonces{5min, 2};
    EXPECT_TRUE(nonces.use(nonces.make(noon), 1, noon));
    EXPECT_TRUE(nonces.use(nonces.make(noon), 1, noon));
    const base::Instant later = noon + 6min;
    const std::string fresh = nonces.make(later);
    const std::string next = nonces.make(later);
    EXPECT_TRUE(nonces.use(fresh, 1, later));
    EXPECT_TRUE(nonces.use(next, 1, later));
    EXPECT_EQ(nonces.state_of(fresh, later), State::fresh);
}

}  // namespace
}  // namespace assay::auth
