#include <gmock/gmock.h>

#include "console.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

constexpr auto app = wire::netfn::app;
constexpr auto storage = wire::netfn::storage;
constexpr auto add_sel_entry = wire::cmd::storage::add_sel_entry;

base::Octets event_record() {
    base::Octets record;
    encode(wire::record_of({.sensor_type = 1, .sensor_number = 1}, 0), record);
    return record;
}

std::size_t log_size(Console& console) { return console.bmc.chassis().log().size(); }

TEST(SessionTable, HoldsOnlySoManyHalfOpenSessionsAndLetsTheOldestGo) {
    wire::SystemRandom random;
    SessionTable table{random};
    std::vector<std::uint32_t> ids;
    for (std::uint32_t source = 0; source <= max_half_open; ++source)
        ids.push_back(table.admit(HalfOpen{.source = {0x0A000000U + source, 99}}).id);
    EXPECT_EQ(table.find_half_open(ids.front()), nullptr);
    EXPECT_NE(table.find_half_open(ids[1]), nullptr);
    EXPECT_NE(table.find_half_open(ids.back()), nullptr);
}

TEST(Session, ExecutesAReplayedDatagramOnce) {
    Console console;
    auto session = console.log_in();
    const base::Octets datagram = console.seal(session, storage, add_sel_entry, event_record());
    const auto before = log_size(console);
    const base::Octets first = console.exchange(datagram);
    EXPECT_FALSE(first.empty());
    EXPECT_EQ(console.exchange(datagram), first) << "a lost answer is sent again";
    EXPECT_THAT(console.exchange(datagram, {0x7F000009, 7}), IsEmpty()) << "to nobody else";
    EXPECT_EQ(log_size(console), before + 1);
}

TEST(Session, DropsAReplayAfterOtherMessages) {
    Console console;
    auto session = console.log_in();
    const base::Octets datagram = console.seal(session, storage, add_sel_entry, event_record());
    console.exchange(datagram);
    for (int i = 0; i < 6; ++i) console.command(session, app, wire::cmd::app::get_device_id);
    EXPECT_THAT(console.exchange(datagram), IsEmpty());
}

TEST(Session, DropsSequenceNumberZeroAndThoseOutsideTheWindow) {
    Console console;
    auto session = console.log_in();
    for (int i = 0; i < 20; ++i) console.command(session, app, wire::cmd::app::get_device_id);
    const std::uint32_t highest = session.sequence;
    const auto answers = [&](std::uint32_t sequence) {
        return !console.exchange(console.seal(session, app, wire::cmd::app::get_device_id, {}, sequence))
                    .empty();
    };
    EXPECT_FALSE(answers(0));
    EXPECT_FALSE(answers(highest - 50));
    EXPECT_FALSE(answers(highest + 16));
    EXPECT_FALSE(answers(highest + 5000));
    EXPECT_TRUE(answers(highest + 15));
    EXPECT_TRUE(answers(highest + 1)) << "late but never seen";
}

TEST(Session, DoesNotMoveItsWindowForADatagramThatIsNotSigned) {
    Console console;
    auto session = console.log_in();
    base::Octets forged =
        console.seal(session, app, wire::cmd::app::get_device_id, {}, session.sequence + 15);
    forged.back() ^= 1U;
    EXPECT_THAT(console.exchange(forged), IsEmpty());
    EXPECT_THAT(console.command(session, app, wire::cmd::app::get_device_id), SizeIs(16));
}

TEST(Session, DropsADatagramWithAnyBitChanged) {
    Console console;
    auto session = console.log_in();
    const base::Octets lawful = console.seal(session, storage, add_sel_entry, event_record());
    const auto before = log_size(console);
    for (std::size_t i = 0; i < lawful.size(); ++i) {
        if (i == 1 || i == 2) continue;  // RMCP's reserved octet and sequence number say nothing
        base::Octets twisted = lawful;
        twisted[i] ^= 0x10U;
        console.exchange(twisted);
        EXPECT_EQ(log_size(console), before) << "octet " << i;
    }
    console.exchange(lawful);
    EXPECT_EQ(log_size(console), before + 1);
}

TEST(Session, DropsAClearPacketInAnEncryptedSession) {
    Console console;
    auto session = console.log_in();
    base::Octets message, datagram;
    wire::encode_lan_message({.to = 0x20, .netfn = app, .from = 0x81, .command = 1}, message);
    wire::encode_rmcp(wire::RmcpClass::ipmi, datagram);
    wire::Writer{datagram}.u8(6).u8(0).u32(session.exchange.managed_session).u32(session.sequence + 1);
    wire::Writer{datagram}.u16(static_cast<unsigned>(message.size())).put(message);
    EXPECT_THAT(console.exchange(datagram), IsEmpty());
}

TEST(Session, DropsOtherPayloadsThanIpmi) {
    Console console;
    auto session = console.log_in();
    base::Octets datagram;
    for (const std::uint8_t type :
         {std::uint8_t{1}, std::uint8_t{3}, std::uint8_t{0x20}, std::uint8_t{0x3F}}) {
        datagram.clear();
        session.cipher->seal(session.exchange.managed_session, ++session.sequence,
                             static_cast<wire::PayloadType>(type), event_record(), console.random, datagram);
        EXPECT_THAT(console.exchange(datagram), IsEmpty()) << int{type};
    }
    EXPECT_THAT(console.command(session, app, wire::cmd::app::get_device_id), SizeIs(16));
}

TEST(Session, StartsAtUserLevelAndRisesNoFurtherThanItsRole) {
    Console console;
    Spoken session = console.agree("oper", "switch", 3);
    console.prove(session);
    session.cipher.emplace(wire::suite_17, session.exchange.session_integrity_key().view());
    const auto chassis_control = [&] {
        return console.command(session, wire::netfn::chassis, wire::cmd::chassis::control, {0});
    };
    EXPECT_THAT(chassis_control(), ElementsAre(0xD4));
    const auto raise = [&](std::uint8_t level) {
        return console.command(session, app, wire::cmd::app::set_session_privilege, {level});
    };
    EXPECT_THAT(raise(4), ElementsAre(0x81));
    EXPECT_THAT(raise(5), ElementsAre(0x80));
    EXPECT_THAT(raise(1), ElementsAre(0xCC));
    EXPECT_THAT(raise(6), ElementsAre(0xCC));
    EXPECT_THAT(raise(0), ElementsAre(0, 2));
    EXPECT_THAT(raise(3), ElementsAre(0, 3));
    EXPECT_THAT(chassis_control(), ElementsAre(0));
    EXPECT_FALSE(console.bmc.chassis().powered_on());
}

TEST(Session, EndsWhenItIsClosed) {
    Console console;
    auto session = console.log_in();
    base::Octets id;
    wire::Writer{id}.u32(session.exchange.managed_session);
    EXPECT_THAT(console.command(session, app, wire::cmd::app::close_session, id), ElementsAre(0));
    EXPECT_THAT(console.command(session, app, wire::cmd::app::get_device_id), IsEmpty());
}

TEST(Session, OfAnotherUserIsClosedByAnAdministratorOnly) {
    Console console;
    auto viewer = console.log_in("viewer", "look", 2);
    auto admin = console.log_in();
    base::Octets id_of_admin, id_of_viewer;
    wire::Writer{id_of_admin}.u32(admin.exchange.managed_session);
    wire::Writer{id_of_viewer}.u32(viewer.exchange.managed_session);
    EXPECT_THAT(console.command(viewer, app, wire::cmd::app::close_session, id_of_admin), ElementsAre(0xD4));
    EXPECT_THAT(console.command(viewer, app, wire::cmd::app::close_session, {1, 2, 3, 4}), ElementsAre(0xD4));
    EXPECT_THAT(console.command(admin, app, wire::cmd::app::close_session, {1, 2, 3, 4}), ElementsAre(0x87));
    EXPECT_THAT(console.command(admin, app, wire::cmd::app::close_session, {0, 0, 0, 0}), ElementsAre(0x87));
    EXPECT_THAT(console.command(admin, app, wire::cmd::app::close_session, {0, 0, 0, 0, 9}),
                ElementsAre(0x88));
    EXPECT_THAT(console.command(admin, app, wire::cmd::app::close_session, {1, 0, 0, 0, 9}),
                ElementsAre(0xC7));
    EXPECT_THAT(console.command(admin, app, wire::cmd::app::close_session, id_of_viewer), ElementsAre(0));
    EXPECT_THAT(console.command(viewer, app, wire::cmd::app::get_device_id), IsEmpty());
}

TEST(Session, EndsAfterAMinuteOfSilence) {
    Console console;
    auto session = console.log_in();
    console.now += session_idle_life - 1ns;
    EXPECT_THAT(console.command(session, app, wire::cmd::app::get_device_id), SizeIs(16));
    console.now += session_idle_life;
    EXPECT_THAT(console.command(session, app, wire::cmd::app::get_device_id), IsEmpty());
}

TEST(Session, IsDescribedToItsUser) {
    Console console;
    auto session = console.log_in();
    EXPECT_THAT(console.command(session, app, wire::cmd::app::get_session_info, {0}),
                ElementsAre(0, 1, max_sessions, 1, 2, 4, 0x11, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0x40, 0x9C));
    EXPECT_THAT(console.command(session, app, wire::cmd::app::get_session_info, {2}),
                ElementsAre(0, 0, max_sessions, 1));
    EXPECT_THAT(console.command(session, app, wire::cmd::app::get_session_info, {0xFE, 9}),
                ElementsAre(0xCB));
    EXPECT_THAT(console.command(session, app, wire::cmd::app::get_session_info, {0xFF, 9}),
                ElementsAre(0xC7));
}

TEST(SessionLess, AnswersPingsAndNothingThatIsMalformed) {
    Console console;
    base::Octets ping;
    wire::encode_ping(0x2A, ping);
    const base::Octets pong = console.exchange(ping);
    EXPECT_TRUE(wire::is_ipmi_pong(base::OctetView{pong}.subspan(4), 0x2A));
    ping.back() = 1;
    EXPECT_THAT(console.exchange(ping), IsEmpty());
    EXPECT_THAT(console.exchange({}), IsEmpty());
    EXPECT_THAT(console.exchange({6, 0, 0xFF}), IsEmpty());
    EXPECT_THAT(console.exchange({5, 0, 0xFF, 7, 6}), IsEmpty());
}

/// A session-less command in the IPMI 1.5 wrapper or in RMCP+.
base::Octets ask(Console& console, bool rmcp_plus, std::uint8_t number, const base::Octets& data) {
    base::Octets message, datagram;
    wire::encode_lan_message({.to = 0x20, .netfn = app, .from = 0x81, .command = number, .data = data},
                             message);
    if (rmcp_plus) {
        wire::encode_sessionless(wire::PayloadType::ipmi, message, datagram);
    } else {
        wire::encode_sessionless_15(message, datagram);
    }
    const base::Octets reply = console.exchange(datagram);
    if (reply.empty()) return {};
    const base::OctetView body = base::OctetView{reply}.subspan(4);
    const auto answer =
        rmcp_plus ? wire::decode_rmcp_plus(body)->payload : *wire::decode_sessionless_15(body);
    const auto decoded = wire::decode_lan_message(answer);
    return {decoded->data.begin(), decoded->data.end()};
}

TEST(SessionLess, TellsCapabilitiesAndSuitesInBothWrappers) {
    for (const bool rmcp_plus : {false, true}) {
        Console console{standstill, std::string{test_chassis} + "\n[security]\ncipher_suites = [3, 17]\n"};
        EXPECT_THAT(ask(console, rmcp_plus, wire::cmd::app::get_channel_auth_caps, {0x8E, 4}),
                    ElementsAre(0, 1, 0x84, 0x04, 0x03, 0, 0, 0, 0));
        EXPECT_THAT(ask(console, rmcp_plus, wire::cmd::app::get_channel_auth_caps, {0x0E, 4}),
                    ElementsAre(0, 1, 0x04, 0x04, 0, 0, 0, 0, 0));
        EXPECT_THAT(ask(console, rmcp_plus, wire::cmd::app::get_channel_cipher_suites, {0x0E, 0, 0x80}),
                    ElementsAre(0, 1, 0xC0, 3, 0x01, 0x41, 0x81, 0xC0, 17, 0x03, 0x44, 0x81));
        EXPECT_THAT(ask(console, rmcp_plus, wire::cmd::app::get_channel_cipher_suites, {0x0E, 0, 0x00}),
                    ElementsAre(0, 1, 0x01, 0x03, 0x41, 0x44, 0x81));
        EXPECT_THAT(ask(console, rmcp_plus, wire::cmd::app::get_channel_cipher_suites, {0x0E, 0, 0x81}),
                    ElementsAre(0, 1));
        EXPECT_THAT(ask(console, rmcp_plus, wire::cmd::app::get_system_guid, {}),
                    ElementsAre(0, 0xFF, 0xEE, 0xDD, 0xCC, 0xBB, 0xAA, 0x99, 0x88, 0x77, 0x66, 0x55, 0x44,
                                0x33, 0x22, 0x11, 0x00));
    }
}

TEST(SessionLess, ListsTheSuitesThatLoginAcceptsPageByPage) {
    Console console;
    base::Octets listed;
    for (std::uint8_t page = 0;; ++page) {
        const base::Octets reply = ask(console, true, wire::cmd::app::get_channel_cipher_suites,
                                       {0x0E, 0, static_cast<base::Octet>(0x80 | page)});
        ASSERT_GE(reply.size(), 2U);
        ASSERT_LE(reply.size(), 2U + 16);
        listed.insert(listed.end(), reply.begin() + 2, reply.end());
        if (reply.size() < 2 + 16) break;
    }
    ASSERT_EQ(listed.size(), 11U * 5);
    for (std::size_t at = 0; at < listed.size(); at += 5) {
        const wire::Algorithms algorithms{static_cast<std::uint8_t>(listed[at + 2] & 0x3FU),
                                          static_cast<std::uint8_t>(listed[at + 3] & 0x3FU),
                                          static_cast<std::uint8_t>(listed[at + 4] & 0x3FU)};
        EXPECT_EQ(wire::suite_of(algorithms)->id, listed[at + 1]);
        EXPECT_EQ(console.open(algorithms).status, wire::RakpStatus::ok) << int{listed[at + 1]};
    }
}

TEST(SessionLess, NeedsASessionForEverythingElse) {
    for (const bool rmcp_plus : {false, true}) {
        Console console;
        EXPECT_THAT(ask(console, rmcp_plus, wire::cmd::app::get_device_id, {}), ElementsAre(0xD4));
        EXPECT_THAT(ask(console, rmcp_plus, wire::cmd::app::set_session_privilege, {4}), ElementsAre(0xD4));
        EXPECT_THAT(ask(console, rmcp_plus, wire::cmd::app::close_session, {0, 0, 0, 0}), ElementsAre(0xD4));
    }
}

TEST(SessionLess, RefusesToSpeakOfOtherChannels) {
    Console console;
    EXPECT_THAT(ask(console, false, wire::cmd::app::get_channel_auth_caps, {0x82, 4}), ElementsAre(0xCC));
    EXPECT_THAT(ask(console, false, wire::cmd::app::get_channel_auth_caps, {0x8E, 0}), ElementsAre(0xCC));
    EXPECT_THAT(ask(console, false, wire::cmd::app::get_channel_cipher_suites, {2, 0, 0x80}),
                ElementsAre(0xCC));
    EXPECT_THAT(ask(console, false, wire::cmd::app::get_channel_cipher_suites, {1, 2, 0x80}),
                ElementsAre(0xCC));
}

}  // namespace
}  // namespace assay::bmc
