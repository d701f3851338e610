#include <gmock/gmock.h>

#include "console.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using wire::AuthType;

constexpr auto app = wire::netfn::app;
namespace cmd = wire::cmd::app;

std::string with_security(const std::string& keys) {
    return std::string{test_chassis} + "\n[security]\n" + keys + "\n";
}

/// A console that speaks IPMI 1.5.
struct LanConsole : Console {
    explicit LanConsole(const std::string& keys = "") : Console{standstill, with_security(keys)} {}

    static base::Octets message(std::uint8_t netfn, std::uint8_t number, const base::Octets& data) {
        base::Octets octets;
        wire::encode_lan_message({.to = 0x20, .netfn = netfn, .from = 0x81, .command = number, .data = data},
                                 octets);
        return octets;
    }

    /// Completion code and data; empty when there is no answer.
    base::Octets unwrapped(const base::Octets& reply) {
        if (reply.empty()) return {};
        const auto packet = *wire::decode_lan_packet(base::OctetView{reply}.subspan(4));
        answered_type = packet.auth_type;
        answered_sequence = packet.sequence;
        if (authenticator && packet.auth_type != AuthType::none) {
            EXPECT_TRUE(authenticator->verifies(packet));
        }
        const auto inner = wire::decode_lan_message(packet.message);
        return {inner->data.begin(), inner->data.end()};
    }

    base::Octets challenge(AuthType type, const std::string& name) {
        base::Octets data{static_cast<base::Octet>(type)};
        wire::Writer{data}.put(base::octets_of(name)).fill(16 - name.size());
        base::Octets datagram;
        wire::encode_sessionless_15(message(app, cmd::get_session_challenge, data), datagram);
        return unwrapped(exchange(datagram));
    }

    base::Octets activation(AuthType type, const base::Octets& challenge, std::uint8_t level,
                            const std::string& password) {
        authenticator.emplace(type, base::octets_of(password));
        base::Octets data{static_cast<base::Octet>(type), level};
        wire::Writer{data}.put(base::OctetView{challenge}.subspan(5)).u32(0x1000);
        base::Octets datagram;
        authenticator->seal(wire::Reader{base::OctetView{challenge}.subspan(1)}.u32(), 0,
                            message(app, cmd::activate_session, data), true, datagram);
        return datagram;
    }

    /// Activate Session's answer, whose session is then spoken in.
    base::Octets log_in(AuthType type = AuthType::md5, std::uint8_t level = 4,
                        const std::string& name = "admin", const std::string& password = "secret") {
        const base::Octets answer =
            unwrapped(exchange(activation(type, challenge(type, name), level, password)));
        if (answer.size() != 11) return answer;
        wire::Reader in{base::OctetView{answer}.subspan(2)};
        id = in.u32();
        sequence = in.u32();
        return answer;
    }

    base::Octets datagram(std::uint8_t netfn, std::uint8_t number, const base::Octets& data = {},
                          bool is_signed = true) {
        base::Octets octets;
        authenticator->seal(id, sequence++, message(netfn, number, data), is_signed, octets);
        return octets;
    }

    base::Octets ask(std::uint8_t number, const base::Octets& data = {}, bool is_signed = true) {
        return unwrapped(exchange(datagram(app, number, data, is_signed)));
    }

    std::optional<wire::LanAuthenticator> authenticator;
    std::uint32_t id = 0, sequence = 0;
    std::uint32_t answered_sequence = 0;
    AuthType answered_type = AuthType::none;
};

TEST(LanSession, OpensUnderEachTypeThatTheChassisAllows) {
    for (const AuthType type : {AuthType::none, AuthType::md2, AuthType::md5, AuthType::password}) {
        LanConsole console{"auth_none = true\nauth_md2 = true\nauth_password = true"};
        const base::Octets answer = console.log_in(type);
        ASSERT_THAT(answer, SizeIs(11));
        EXPECT_EQ(answer[1], static_cast<base::Octet>(type));
        EXPECT_EQ(answer[10], 4);
        EXPECT_EQ(console.answered_sequence, 0x1000U);
        EXPECT_THAT(console.ask(cmd::get_device_id), SizeIs(16));
        EXPECT_EQ(console.answered_type, type);
        EXPECT_EQ(console.answered_sequence, 0x1001U) << "the console said where to begin";
        EXPECT_THAT(console.ask(cmd::set_session_privilege, {4}), ElementsAre(0, 4));
        EXPECT_THAT(console.ask(cmd::get_session_info, {0}),
                    ElementsAre(0, 1, 63, 1, 2, 4, 0x01, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x40, 0x9C));
    }
}

TEST(LanSession, IsSignedWithMd5OnlyUnlessTheChassisSaysOtherwise) {
    LanConsole console;
    EXPECT_THAT(console.challenge(AuthType::none, "admin"), ElementsAre(0xCC));
    EXPECT_THAT(console.challenge(AuthType::md2, "admin"), ElementsAre(0xCC));
    EXPECT_THAT(console.challenge(AuthType::password, "admin"), ElementsAre(0xCC));
    EXPECT_THAT(console.challenge(AuthType::md5, "admin"), SizeIs(1 + 20));
    LanConsole without{"auth_md5 = false"};
    EXPECT_THAT(without.challenge(AuthType::md5, "admin"), ElementsAre(0xCC));
}

TEST(LanSession, DoesNotTellUnknownUsersFromWrongPasswords) {
    LanConsole console;
    EXPECT_THAT(console.log_in(AuthType::md5, 4, "admin", "guess"), IsEmpty());
    EXPECT_THAT(console.log_in(AuthType::md5, 4, "nobody", "guess"), IsEmpty());
    EXPECT_THAT(console.log_in(AuthType::md5, 4, "nobody", ""), IsEmpty());
    EXPECT_THAT(console.log_in(AuthType::md5, 4, "former", "gone"), IsEmpty());
    LanConsole open{"reveal_unknown_users = true"};
    EXPECT_THAT(open.challenge(AuthType::md5, "nobody"), ElementsAre(0x81));
    EXPECT_THAT(open.challenge(AuthType::md5, ""), ElementsAre(0x82));
}

TEST(LanSession, OfANameThatNobodyHasIsNotOpenedWithoutAPasswordEither) {
    LanConsole console{"auth_none = true"};
    EXPECT_THAT(console.log_in(AuthType::none, 2, "nobody", ""), IsEmpty());
}

TEST(LanSession, LocksOutAfterTooManyWrongPasswords) {
    LanConsole console{"bad_password_threshold = 2"};
    for (int i = 0; i < 2; ++i) EXPECT_THAT(console.log_in(AuthType::md5, 4, "admin", "guess"), IsEmpty());
    EXPECT_THAT(console.log_in(), IsEmpty());
    console.now += 60s;
    EXPECT_THAT(console.log_in(), SizeIs(11));
}

TEST(LanSession, IsRefusedForWrongFields) {
    LanConsole console;
    EXPECT_THAT(console.log_in(AuthType::md5, 3, "viewer", "look"), ElementsAre(0x86));
    EXPECT_THAT(console.log_in(AuthType::md5, 0), ElementsAre(0xCC));
    EXPECT_THAT(console.log_in(AuthType::md5, 5), ElementsAre(0xCC));
    base::Octets challenge = console.challenge(AuthType::md5, "admin");
    challenge[10] ^= 1U;
    EXPECT_THAT(
        console.unwrapped(console.exchange(console.activation(AuthType::md5, challenge, 4, "secret"))),
        ElementsAre(0xCC));
}

TEST(LanSession, AnswersARepeatedActivationWithoutASecondSession) {
    LanConsole console;
    const auto datagram =
        console.activation(AuthType::md5, console.challenge(AuthType::md5, "admin"), 4, "secret");
    const auto first = console.exchange(datagram);
    EXPECT_EQ(console.exchange(datagram), first);
    const base::Octets answer = console.unwrapped(first);
    wire::Reader in{base::OctetView{answer}.subspan(2)};
    console.id = in.u32();
    console.sequence = in.u32();
    EXPECT_THAT(console.ask(cmd::get_session_info, {2}), ElementsAre(0, 0, 63, 1));
}

TEST(LanSession, HasNoPayloads) {
    LanConsole console;
    console.log_in();
    console.ask(cmd::set_session_privilege, {4});
    EXPECT_THAT(console.ask(cmd::activate_payload, {1, 1, 0, 0, 0, 0}), ElementsAre(0xD5));
}

TEST(LanSession, ExecutesAReplayedDatagramOnceAndNothingOutsideItsWindow) {
    LanConsole console;
    console.log_in();
    const auto datagram = console.datagram(app, cmd::get_device_id);
    const auto first = console.exchange(datagram);
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(console.exchange(datagram), first);
    console.sequence += 9;
    EXPECT_THAT(console.ask(cmd::get_device_id), IsEmpty());
    console.sequence = 0;
    EXPECT_THAT(console.ask(cmd::get_device_id), IsEmpty());
}

TEST(LanSession, TakesUnsignedPacketsAsFarAsTheChassisAllows) {
    LanConsole strict;
    strict.log_in();
    EXPECT_THAT(strict.ask(cmd::get_device_id, {}, false), IsEmpty());

    LanConsole lax{"per_message_authentication = false"};
    EXPECT_EQ(lax.log_in()[1], 0) << "from now on without authentication";
    EXPECT_THAT(lax.ask(cmd::get_device_id, {}, false), SizeIs(16));
    EXPECT_EQ(lax.answered_type, AuthType::none);
    EXPECT_THAT(lax.ask(cmd::get_device_id, {}, true), SizeIs(16));

    LanConsole users{"user_level_authentication = false"};
    users.log_in();
    EXPECT_THAT(users.ask(cmd::set_session_privilege, {4}), ElementsAre(0, 4));
    EXPECT_THAT(users.ask(cmd::get_device_id, {}, false), SizeIs(16));
    EXPECT_THAT(users.ask(cmd::get_user_name, {2}, false), IsEmpty()) << "needs operator level";
    EXPECT_THAT(users.ask(cmd::get_user_name, {2}), SizeIs(17));
    // what is bridged may need more than Send Message does
    const base::Octets bridged{0x40, 0x82, 0x18, 0x66, 0x20, 0x04, 0x02, 0xDA};
    EXPECT_THAT(users.ask(cmd::send_message, bridged, false), IsEmpty());
    EXPECT_THAT(users.ask(cmd::send_message, bridged), SizeIs(1));
}

TEST(LanSession, IsNotSpokenInUnderRmcpPlus) {
    LanConsole console;
    console.log_in();
    base::Octets datagram;
    wire::SessionCipher{wire::suite_0, {}}.seal(console.id, console.sequence, wire::PayloadType::ipmi,
                                                LanConsole::message(app, cmd::get_device_id, {}),
                                                console.random, datagram);
    EXPECT_THAT(console.exchange(datagram), IsEmpty());
}

TEST(LanSession, IsBoundToItsSourceWhereTheChassisSaysSo) {
    for (const bool bound : {false, true}) {
        LanConsole console{bound ? "bind_to_source = true" : ""};
        console.log_in();
        const auto reply = console.exchange(console.datagram(app, cmd::get_device_id), {0x7F000001, 40001});
        EXPECT_EQ(reply.empty(), bound);
    }
}

TEST(LanSession, EndsWhenItIsClosed) {
    LanConsole console;
    console.log_in();
    base::Octets id;
    wire::Writer{id}.u32(console.id);
    EXPECT_THAT(console.ask(cmd::close_session, id), ElementsAre(0));
    EXPECT_THAT(console.ask(cmd::get_device_id), IsEmpty());
}

}  // namespace
}  // namespace assay::bmc
