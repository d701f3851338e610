#include "assay/bmc/misbehaviour.hpp"

#include <gmock/gmock.h>

#include "command_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

const wire::LanMessage get_sdr{.netfn = wire::netfn::storage, .command = wire::cmd::storage::get_sdr};
const Peer somebody{0x7F000001, 40000};

Misbehaviour that(const MisbehaviourModel& model, std::uint64_t seed = 1) {
    return {std::make_shared<const MisbehaviourModel>(model), seed};
}

TEST(Misbehaviour, LosesRepeatsAndDelaysAnswers) {
    std::vector<Outgoing> more;
    base::Octets answer{1, 2};
    auto loses = that({.lost = 1});
    loses.deliver(answer, somebody, base::Instant{}, more);
    EXPECT_THAT(answer, IsEmpty());
    EXPECT_THAT(more, IsEmpty());

    answer = {1, 2};
    auto repeats = that({.duplicated = 1});
    repeats.deliver(answer, somebody, base::Instant{}, more);
    EXPECT_THAT(answer, ElementsAre(1, 2));
    ASSERT_THAT(more, SizeIs(1));
    EXPECT_EQ(more[0].datagram, answer);

    more.clear();
    auto delays = that({.late = 1, .lateness = 3s});
    delays.deliver(answer, somebody, base::Instant{}, more);
    EXPECT_THAT(answer, IsEmpty());
    EXPECT_EQ(delays.next_due(), base::Instant{3s});
    delays.take_due(base::Instant{2s}, more);
    EXPECT_THAT(more, IsEmpty());
    delays.take_due(base::Instant{3s}, more);
    EXPECT_THAT(more, SizeIs(1));
    EXPECT_EQ(delays.next_due(), base::Instant::max());
}

TEST(Misbehaviour, KeepsFewAnswersBack) {
    auto delays = that({.late = 1});
    std::vector<Outgoing> more;
    for (int i = 0; i < 1000; ++i) {
        base::Octets answer{1};
        delays.deliver(answer, somebody, base::Instant{}, more);
    }
    delays.take_due(base::Instant{1h}, more);
    EXPECT_THAT(more, SizeIs(Misbehaviour::most_late));
}

TEST(Misbehaviour, SpoilsCompletionsChecksumsAndTheEndOfTheSdrs) {
    base::Octets data{0x00, 0xFF, 0xFF, 1};
    that({.sdr_loop = true}).spoil(get_sdr, data);
    EXPECT_THAT(data, ElementsAre(0x00, 0x00, 0x00, 1));
    data = {0x00, 0x02, 0x00, 1};
    that({.sdr_loop = true}).spoil(get_sdr, data);
    EXPECT_THAT(data, ElementsAre(0x00, 0x02, 0x00, 1)) << "only the last one";
    that({.wrong_completion = 1, .completion = 0xC0}).spoil(get_sdr, data);
    EXPECT_THAT(data, ElementsAre(0xC0));
    base::Octets message{1, 2, 3};
    that({.wrong_checksum = 1}).damage(message);
    EXPECT_THAT(message, ElementsAre(1, 2, 3 ^ 0x5A));
}

TEST(Misbehaviour, IsTheSameForTheSameSeedAndAsOftenAsItSays) {
    const auto spoilt = [](std::uint64_t seed) {
        auto some = that({.wrong_checksum = 0.25}, seed);
        std::string pattern;
        for (int i = 0; i < 400; ++i) {
            base::Octets message{0};
            some.damage(message);
            pattern += message[0] == 0 ? '.' : 'x';
        }
        return pattern;
    };
    EXPECT_EQ(spoilt(3), spoilt(3));
    EXPECT_NE(spoilt(3), spoilt(4));
    EXPECT_NEAR(static_cast<double>(std::ranges::count(spoilt(3), 'x')), 100, 30);
}

TEST(MisbehavingBmc, LosesEveryAnswerThatItIsToldTo) {
    Console console{standstill, std::string{test_chassis} + "\n[misbehaviour]\nlost = 1\n"};
    const base::Octets ping{0x06, 0x00, 0xFF, 0x06, 0x00, 0x00, 0x11, 0xBE, 0x80, 0x01, 0x00, 0x00};
    EXPECT_THAT(console.bmc.receive(ping, somebody, console.now), IsEmpty());
}

TEST(Weaknesses, OfASecurityPolicyAreNamed) {
    EXPECT_THAT(weaknesses_of({}), IsEmpty());
    SecurityPolicy weak;
    weak.cipher_suites = {0, 3};
    weak.anonymous_login = true;
    weak.auth_types.fill(0x11);
    weak.bad_passwords.threshold = 0;
    EXPECT_THAT(weaknesses_of(weak),
                ElementsAre("cipher suite 0", "anonymous login", "authentication type none",
                            "passwords in clear text", "no lockout"));
}

}  // namespace
}  // namespace assay::bmc
