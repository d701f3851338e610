#include "assay/load/ipmi_session.hpp"

#include <gtest/gtest.h>

#include "assay/ipmi-wire/lan_message.hpp"
#include "assay/ipmi-wire/rmcp.hpp"

namespace assay::load {
namespace {

namespace wire = ipmi_wire;
using wire::PayloadType;
using wire::RakpStatus;

constexpr std::uint32_t console_id = 0x00050001, managed_id = 0x1234;
const IpmiCommand get_device_id{wire::netfn::app, wire::cmd::app::get_device_id};

/// The BMC's side, as far as these tests need one; says what it is told to say.
struct Peer {
    wire::SystemRandom random;
    IpmiLogin login{"assay", "secret", wire::suite_3};
    IpmiSession session{login, random};
    wire::KeyExchange exchange;
    std::optional<wire::SessionCipher> cipher;
    std::uint32_t sequence = 0;
    std::string password = "secret";

    static wire::RmcpPlusPacket packet(base::OctetView datagram) {
        return *wire::decode_rmcp_plus(datagram.subspan(wire::rmcp_header_length));
    }
    static base::Octets sessionless(PayloadType type, const base::Octets& payload) {
        base::Octets datagram;
        wire::encode_sessionless(type, payload, datagram);
        return datagram;
    }
    base::Octets open_response(base::OctetView request, RakpStatus status = RakpStatus::ok) {
        const auto asked = *wire::decode_open_session_request(packet(request).payload);
        const wire::Algorithms algorithms{*asked.algorithms.authentication, *asked.algorithms.integrity,
                                          *asked.algorithms.confidentiality};
        exchange.suite = *wire::suite_of(algorithms);
        exchange.console_session = asked.console_session;
        exchange.managed_session = managed_id;
        exchange.password = wire::Secret{base::octets_of(password)};
        return sessionless(PayloadType::open_session_response,
                           encode(wire::OpenSessionResponse{asked.tag, status, asked.max_privilege,
                                                            asked.console_session, managed_id, algorithms}));
    }
    base::Octets rakp2(base::OctetView request) {
        const auto asked = *wire::decode_rakp1(packet(request).payload);
        exchange.console_random = asked.console_random;
        exchange.role = asked.role;
        exchange.name = asked.name;
        return sessionless(
            PayloadType::rakp2,
            encode(wire::Rakp2{
                asked.tag, RakpStatus::ok, exchange.console_session, {}, {}, exchange.rakp2_auth_code()}));
    }
    base::Octets rakp4(base::OctetView request) {
        const auto asked = *wire::decode_rakp3(packet(request).payload);
        const wire::Secret key = exchange.session_integrity_key();
        cipher.emplace(exchange.suite, key.view());
        return sessionless(PayloadType::rakp4,
                           encode(wire::Rakp4{asked.tag, RakpStatus::ok, exchange.console_session,
                                              exchange.rakp4_integrity_check(key.view())}));
    }
    base::Octets answer(base::OctetView request, base::Octets data = {0}) {
        base::Octets clear, message, datagram;
        const auto asked = *wire::decode_lan_message(*cipher->open(packet(request), clear));
        wire::encode_lan_message(wire::response_to(asked, data), message);
        cipher->seal(exchange.console_session, ++sequence, PayloadType::ipmi, message, random, datagram);
        return datagram;
    }
    base::Octets log_in() {
        const base::Octets opened = open_response(session.open(console_id));
        const base::Octets second = rakp2(session.on_datagram(opened).next);
        const base::Octets fourth = rakp4(session.on_datagram(second).next);
        return answer(session.on_datagram(fourth).next);
    }
};

TEST(IpmiSession, LogsInAsksAndCloses) {
    Peer peer;
    const base::Octets privilege = peer.log_in();
    EXPECT_FALSE(peer.session.established());
    EXPECT_FALSE(peer.session.on_datagram(privilege).error);
    ASSERT_TRUE(peer.session.established());
    const IpmiTurn turn = peer.session.on_datagram(peer.answer(peer.session.ask(get_device_id)));
    EXPECT_TRUE(turn.next.empty() && !turn.error && !turn.stale);
    EXPECT_TRUE(peer.session.established());
    (void)peer.session.on_datagram(peer.answer(peer.session.close()));
    EXPECT_FALSE(peer.session.established());
}

TEST(IpmiSession, TellsARefusalFromAWrongPassword) {
    Peer peer;
    const auto refused = [&](RakpStatus status) {
        return peer.session.on_datagram(peer.open_response(peer.session.open(console_id), status)).error;
    };
    EXPECT_EQ(refused(RakpStatus::insufficient_resources), ErrorKind::refused);
    EXPECT_EQ(refused(RakpStatus::no_cipher_suite_match), ErrorKind::refused);
    EXPECT_EQ(refused(RakpStatus::unauthorized_role), ErrorKind::unauthorized);
    peer.password = "other";
    const base::Octets opened = peer.open_response(peer.session.open(console_id));
    const base::Octets second = peer.rakp2(peer.session.on_datagram(opened).next);
    EXPECT_EQ(peer.session.on_datagram(second).error, ErrorKind::unauthorized);
}

TEST(IpmiSession, CountsACompletionCodeAndGoesOn) {
    Peer peer;
    (void)peer.session.on_datagram(peer.log_in());
    const auto error = peer.session.on_datagram(peer.answer(peer.session.ask(get_device_id), {0xC1})).error;
    EXPECT_EQ(error, ErrorKind::completion_code);
    EXPECT_EQ(error->fault.text(), "C1h");
    EXPECT_TRUE(peer.session.established());
}

TEST(IpmiSession, FindsAForgedAnswer) {
    Peer peer;
    (void)peer.session.on_datagram(peer.log_in());
    base::Octets forged = peer.answer(peer.session.ask(get_device_id));
    forged.back() ^= 1;
    EXPECT_EQ(peer.session.on_datagram(forged).error, ErrorKind::bad_integrity);
}

TEST(IpmiSession, LeavesLateAndForeignAnswersAlone) {
    Peer peer;
    const base::Octets first = peer.open_response(peer.session.open(console_id));
    (void)peer.session.open(console_id + 0x10000);
    EXPECT_TRUE(peer.session.on_datagram(first).stale);
    (void)peer.session.on_datagram(peer.log_in());
    const base::Octets late = peer.answer(peer.session.ask(get_device_id));
    (void)peer.session.ask(get_device_id);
    EXPECT_TRUE(peer.session.on_datagram(late).stale);
    EXPECT_TRUE(peer.session.on_datagram(base::Octets{1, 2, 3}).stale);
    base::Octets pong;
    wire::encode_pong(1, pong);
    EXPECT_TRUE(peer.session.on_datagram(pong).stale);
}

TEST(ConsoleId, StandsInEveryAnswer) {
    Peer peer;
    EXPECT_EQ(console_id_of(peer.open_response(peer.session.open(console_id))), console_id);
    const base::Octets privilege = peer.log_in();
    EXPECT_EQ(console_id_of(privilege), console_id);
    EXPECT_FALSE(console_id_of(base::Octets{}));
    EXPECT_FALSE(console_id_of(base::OctetView{privilege}.first(12)));
}

}  // namespace
}  // namespace assay::load
