#include "assay/ipmi-client/session_machine.hpp"

#include <gmock/gmock.h>

#include <functional>

#include "assay/bmc/bmc.hpp"
#include "assay/bmc/chassis_file.hpp"

namespace assay::ipmi_client {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

constexpr auto chassis = R"(
name = "test"
[device]
guid = "a55a7000-0001-4b3c-8d11-00005e005301"
[security]
reveal_unknown_users = true

[[user]]
id = 2
name = "admin"
password = "secret"
privilege = "administrator"
[[user]]
id = 3
name = "viewer"
password = "look"
privilege = "user"
)";

const Command get_device_id{ipmi_wire::netfn::app, ipmi_wire::cmd::app::get_device_id, {}};

/// A console and a BMC with a wire between them that a test may cut.
struct Dialogue {
    explicit Dialogue(Credentials credentials, Patience patience = {.timeout = 1s, .attempts = 2})
        : console{std::move(credentials), patience, random} {}

    /// Carries datagrams until the exchange is over.
    Outcome<base::Octets> play() {
        while (console.busy()) {
            const auto datagram = console.take_outgoing();
            if (datagram && passes(*datagram)) {
                const auto reply = bmc.receive(*datagram, {}, now);
                const base::Octets owned{reply.begin(), reply.end()};
                if (!owned.empty() && returns(owned)) console.receive(owned, now);
            } else if (!datagram) {
                now = console.deadline();
                console.time_passed(now);
            }
        }
        return console.take_result();
    }

    Outcome<base::Octets> log_in() {
        console.log_in(now);
        return play();
    }

    Outcome<base::Octets> execute(const Command& command) {
        console.send(command, now);
        return play();
    }

    base::Instant now{};
    ipmi_wire::SystemRandom random;
    bmc::CommandTable commands = bmc::every_command();
    bmc::Bmc bmc{bmc::parse_chassis(chassis, "test.toml"), commands, random, bmc::standstill, now, {}};
    SessionMachine console;
    std::function<bool(const base::Octets&)> passes = [](const auto&) { return true; };
    std::function<bool(const base::Octets&)> returns = [](const auto&) { return true; };
};

Credentials admin(std::vector<std::uint8_t> suites = {17, 3}) {
    return {.user = "admin", .password = "secret", .suites = std::move(suites)};
}

TEST(SessionMachine, ExecutesACommandUnderEachCipherSuite) {
    for (const std::uint8_t suite : {std::uint8_t{3}, std::uint8_t{17}}) {
        Dialogue dialogue{admin({suite})};
        ASSERT_TRUE(dialogue.log_in()) << "suite " << int{suite};
        const auto device = dialogue.execute(get_device_id);
        ASSERT_TRUE(device);
        EXPECT_EQ(device->size(), 15U);
    }
}

TEST(SessionMachine, SaysThatThePasswordIsWrong) {
    Dialogue dialogue{{.user = "admin", .password = "guess"}};
    const auto result = dialogue.log_in();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().trouble, Trouble::wrong_password);
    EXPECT_THAT(result.error().message, HasSubstr("'admin'"));
}

TEST(SessionMachine, SaysThatTheUserIsUnknown) {
    Dialogue dialogue{{.user = "nobody", .password = "secret"}};
    EXPECT_EQ(dialogue.log_in().error().trouble, Trouble::unknown_user);
}

TEST(SessionMachine, SaysThatTheUserMayNotBeAdministrator) {
    Dialogue dialogue{{.user = "viewer", .password = "look"}};
    EXPECT_EQ(dialogue.log_in().error().trouble, Trouble::not_permitted);
}

TEST(SessionMachine, SaysThatNobodyAnswersAfterItsAttempts) {
    Dialogue dialogue{admin(), {.timeout = 1s, .attempts = 3}};
    int sent = 0;
    dialogue.passes = [&](const auto&) { return ++sent < 0; };
    const auto result = dialogue.log_in();
    EXPECT_EQ(result.error().trouble, Trouble::unreachable);
    EXPECT_EQ(sent, 3);
    EXPECT_EQ(dialogue.now, base::Instant{3s});
}

TEST(SessionMachine, GetsThroughWhereverOneDatagramIsLost) {
    constexpr int datagrams_of_login_and_command = 5;
    for (int lost = 0; lost < datagrams_of_login_and_command; ++lost) {
        for (const bool of_the_bmc : {false, true}) {
            Dialogue dialogue{admin()};
            int count = 0;
            auto& wire = of_the_bmc ? dialogue.returns : dialogue.passes;
            wire = [&](const auto&) { return count++ != lost; };
            ASSERT_TRUE(dialogue.log_in()) << lost << (of_the_bmc ? " of the BMC" : " of the console");
            EXPECT_TRUE(dialogue.execute(get_device_id)) << lost;
        }
    }
}

TEST(SessionMachine, IgnoresAnAnswerThatWasTamperedWith) {
    Dialogue dialogue{admin()};
    ASSERT_TRUE(dialogue.log_in());
    dialogue.console.send(get_device_id, dialogue.now);
    const auto request = dialogue.console.take_outgoing();
    const auto reply = dialogue.bmc.receive(*request, {}, dialogue.now);
    base::Octets twisted{reply.begin(), reply.end()};
    const base::Octets honest = twisted;
    twisted[20] ^= 1U;
    dialogue.console.receive(twisted, dialogue.now);
    EXPECT_TRUE(dialogue.console.busy());
    dialogue.console.receive(honest, dialogue.now);
    EXPECT_FALSE(dialogue.console.busy());
}

TEST(SessionMachine, IgnoresAnAnswerThatItHasSeenBefore) {
    Dialogue dialogue{admin()};
    ASSERT_TRUE(dialogue.log_in());
    base::Octets first;
    dialogue.returns = [&](const base::Octets& reply) {
        if (first.empty()) first = reply;
        return true;
    };
    ASSERT_TRUE(dialogue.execute(get_device_id));
    dialogue.console.send(get_device_id, dialogue.now);
    dialogue.console.receive(first, dialogue.now);
    EXPECT_TRUE(dialogue.console.busy());
}

TEST(SessionMachine, RefusesABmcThatAnswersWithAWeakerSuite) {
    Dialogue dialogue{admin({17})};
    dialogue.console.log_in(dialogue.now);
    const auto request = dialogue.console.take_outgoing();
    const auto reply = dialogue.bmc.receive(*request, {}, dialogue.now);
    base::Octets weakened{reply.begin(), reply.end()};
    weakened[16 + 16] = 0;  // the authentication algorithm of the Open Session response becomes RAKP-none
    dialogue.console.receive(weakened, dialogue.now);
    ASSERT_FALSE(dialogue.console.busy());
    EXPECT_EQ(dialogue.console.take_result().error().trouble, Trouble::refused);
}

TEST(SessionMachine, FallsBackToTheNextSuiteItMayUse) {
    Dialogue dialogue{admin()};
    int refused = 0;
    dialogue.returns = [&](const base::Octets& reply) {
        if (refused++ > 0) return true;
        base::Octets refusal{reply.begin(), reply.begin() + 16 + 8};
        refusal[14] = 8;
        refusal[16 + 1] = 0x04;  // invalid authentication algorithm
        dialogue.console.receive(refusal, dialogue.now);
        return false;
    };
    EXPECT_TRUE(dialogue.log_in());
    EXPECT_TRUE(dialogue.execute(get_device_id));
}

TEST(SessionMachine, GivesACompletionCodeAsAnError) {
    Dialogue dialogue{admin()};
    ASSERT_TRUE(dialogue.log_in());
    const auto result = dialogue.execute({ipmi_wire::netfn::sensor_event, 0x2D, {0x77}});
    EXPECT_EQ(result.error().trouble, Trouble::failed);
    EXPECT_EQ(result.error().completion, 0xCB);
    EXPECT_THAT(result.error().message, HasSubstr("not present"));
    EXPECT_TRUE(dialogue.console.established());
}

}  // namespace
}  // namespace assay::ipmi_client
