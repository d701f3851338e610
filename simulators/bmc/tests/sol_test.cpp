#include "asking.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace app = wire::cmd::app;
namespace transport = wire::cmd::transport;

class SerialOverLan : public Asking {
protected:
    std::uint8_t activate() { return code(wire::netfn::app, app::activate_payload, {1, 1, 0xC0, 0, 0, 0}); }

    /// SOL payloads that came since the last call, acknowledged or not.
    std::vector<base::Octets> payloads() {
        std::vector<base::Octets> found;
        for (const Outgoing& outgoing : console.bmc.take_outgoing()) {
            const auto packet =
                wire::decode_rmcp_plus(base::OctetView{outgoing.datagram}.subspan(wire::rmcp_header_length));
            base::Octets clear;
            const auto payload = session.cipher->open(*packet, clear);
            found.emplace_back(payload->begin(), payload->end());
        }
        return found;
    }
    void send(const base::Octets& payload) {
        base::Octets datagram;
        session.cipher->seal(session.exchange.managed_session, ++session.sequence, wire::PayloadType::sol,
                             payload, console.random, datagram);
        EXPECT_THAT(console.exchange(datagram), IsEmpty());
    }
    /// Lets the characters that accumulated go out, acknowledges them, and returns them.
    std::string printed(base::Duration after = 20ms) {
        std::string text;
        console.now += after;
        console.bmc.tick(console.now);
        for (const auto& payload : payloads()) {
            text.append(payload.begin() + 4, payload.end());
            if (payload[0] != 0) send({0, payload[0], static_cast<std::uint8_t>(payload.size() - 4), 0});
        }
        return text;
    }
};

TEST_F(SerialOverLan, PrintsABannerAndEchoesWhatIsTyped) {
    EXPECT_EQ(activate(), 0);
    EXPECT_THAT(printed(), HasSubstr("> "));
    send({1, 0, 0, 0, 'h', 'i', '\r'});
    const auto acknowledged = payloads();
    ASSERT_EQ(acknowledged.size(), 1U);
    EXPECT_THAT(acknowledged[0], ElementsAre(0, 1, 3, 0));
    EXPECT_EQ(printed(), "hi\r\n> ");
}

TEST_F(SerialOverLan, TakesARepeatedPacketOnce) {
    activate();
    printed();
    for (int i = 0; i < 3; ++i) send({1, 0, 0, 0, 'x'});
    EXPECT_EQ(payloads().size(), 3U) << "each is acknowledged";
    EXPECT_EQ(printed(), "x");
    send({2, 0, 0, 0, 'y'});
    EXPECT_EQ(printed(), "y");
}

/// §15.9: four bits, and 0 is for packets without characters.
TEST_F(SerialOverLan, NumbersItsPacketsFrom1To15) {
    activate();
    std::vector<unsigned> numbers;
    for (unsigned typed = 1; typed <= 20; ++typed) {
        send({static_cast<base::Octet>((typed - 1) % 15 + 1), 0, 0, 0, 'x'});
        console.now += 20ms;
        console.bmc.tick(console.now);
        for (const auto& payload : payloads()) {
            if (payload[0] == 0) continue;
            numbers.push_back(payload[0]);
            send({0, payload[0], static_cast<std::uint8_t>(payload.size() - 4), 0});
        }
    }
    ASSERT_GT(numbers.size(), 15U);
    for (std::size_t i = 0; i < numbers.size(); ++i) EXPECT_EQ(numbers[i], i % 15 + 1);
}

TEST_F(SerialOverLan, RepeatsWhatIsNotAcknowledgedAndGivesUp) {
    activate();
    console.now += 20ms;
    console.bmc.tick(console.now);
    int sent = 0;
    std::uint8_t sequence = 0;
    for (int i = 0; i < 20; ++i) {
        for (const auto& payload : payloads()) {
            ++sent;
            sequence = payload[0];
        }
        console.now += 500ms;
        console.bmc.tick(console.now);
    }
    EXPECT_EQ(sent, 1 + 7) << "once, and the configured retries";
    EXPECT_EQ(sequence, 1);
}

TEST_F(SerialOverLan, SendsAgainWhatWasAcceptedInPart) {
    activate();
    printed();
    send({1, 0, 0, 0, 'a', 'b', 'c'});
    console.now += 20ms;
    console.bmc.tick(console.now);
    const auto first = payloads().back();
    EXPECT_EQ(std::string(first.begin() + 4, first.end()), "abc");
    send({0, first[0], 1, 0});
    EXPECT_EQ(printed(), "bc");
    send({2, 0, 0, 0, 'd', 'e'});
    console.now += 20ms;
    console.bmc.tick(console.now);
    send({0, payloads().back()[0], 0, 0x40});
    EXPECT_THAT(payloads(), IsEmpty()) << "a NACK makes it wait";
    EXPECT_EQ(printed(600ms), "de");
}

TEST_F(SerialOverLan, ObeysBreakFlushAndPause) {
    activate();
    printed();
    send({1, 0, 0, 0x10});
    EXPECT_EQ(printed(), "\r\n[break]\r\n> ");
    send({2, 0, 0, 0x08, 'z'});
    EXPECT_EQ(printed(), "") << "paused";
    send({3, 0, 0, 0x00});
    EXPECT_EQ(printed(), "z");
    send({4, 0, 0, 0x08, 'q'});
    send({5, 0, 0, 0x01});
    EXPECT_EQ(printed(), "") << "flushed";
}

TEST_F(SerialOverLan, RefusesCharactersWhileTheHostIsOff) {
    activate();
    printed();
    ask(wire::netfn::chassis, wire::cmd::chassis::control, {0});
    send({1, 0, 0, 0, 'x'});
    EXPECT_THAT(payloads(), ElementsAre(base::Octets{0, 1, 0, 0x60}));
    ask(wire::netfn::chassis, wire::cmd::chassis::control, {1});
    EXPECT_THAT(printed(), HasSubstr("assay console"));
}

TEST_F(SerialOverLan, DropsWhatIsMalformedOrNotActivated) {
    send({1, 0, 0, 0, 'x'});
    EXPECT_THAT(payloads(), IsEmpty());
    activate();
    printed();
    send({});
    send({1, 0, 0});
    send(base::Octets(longest_sol_payload + 1, 1));
    EXPECT_THAT(payloads(), IsEmpty());
}

TEST_F(SerialOverLan, HasOneOwner) {
    EXPECT_EQ(activate(), 0);
    EXPECT_EQ(activate(), 0x80);
    auto operating = console.log_in("oper", "switch", 3);
    const auto other = [&](std::uint8_t number, const base::Octets& data) {
        return console.command(operating, wire::netfn::app, number, data);
    };
    EXPECT_THAT(other(app::activate_payload, {1, 1, 0xC0, 0, 0, 0}), ElementsAre(0x80));
    EXPECT_THAT(other(app::get_payload_status, {1}), ElementsAre(0, 1, 1, 0));
    EXPECT_EQ(other(app::get_payload_instance, {1, 1}).size(), 1U + 12U);
    payloads();
    EXPECT_THAT(other(app::deactivate_payload, {1, 1, 0, 0, 0, 0}), ElementsAre(0));
    EXPECT_THAT(payloads(), ElementsAre(base::Octets{0, 0, 0, 0x10})) << "the console is told";
    EXPECT_THAT(other(app::deactivate_payload, {1, 1, 0, 0, 0, 0}), ElementsAre(0x80));
    EXPECT_THAT(other(app::get_payload_status, {1}), ElementsAre(0, 1, 0, 0));
}

TEST_F(SerialOverLan, EndsWithItsSession) {
    activate();
    auto operating = console.log_in("oper", "switch", 3);
    ask(wire::netfn::app, app::close_session,
        {static_cast<std::uint8_t>(session.exchange.managed_session),
         static_cast<std::uint8_t>(session.exchange.managed_session >> 8U),
         static_cast<std::uint8_t>(session.exchange.managed_session >> 16U),
         static_cast<std::uint8_t>(session.exchange.managed_session >> 24U)});
    EXPECT_THAT(console.command(operating, wire::netfn::app, app::get_payload_status, {1}),
                ElementsAre(0, 1, 0, 0));
}

TEST_F(SerialOverLan, IsActivatedByThoseWhoMay) {
    auto viewing = console.log_in("viewer", "look", 2);
    EXPECT_THAT(console.command(viewing, wire::netfn::app, app::activate_payload, {1, 1, 0xC0, 0, 0, 0}),
                ElementsAre(0xD4));
    EXPECT_EQ(code(wire::netfn::app, app::activate_payload, {1, 1, 0x40, 0, 0, 0}), 0x84) << "in the clear";
    auto clear = console.log_in("admin", "secret", 4, {2, {1, 1, 0}});
    EXPECT_THAT(console.command(clear, wire::netfn::app, app::activate_payload, {1, 1, 0xC0, 0, 0, 0}),
                ElementsAre(0x83))
        << "the suite cannot";
    EXPECT_EQ(code(wire::netfn::app, app::activate_payload, {2, 1, 0xC0, 0, 0, 0}), 0xCC);
    EXPECT_EQ(code(wire::netfn::app, app::activate_payload, {1, 2, 0xC0, 0, 0, 0}), 0xCC);
    EXPECT_EQ(code(wire::netfn::app, app::set_user_payload_access, {1, 0x42, 2, 0, 0, 0}), 0);
    EXPECT_THAT(ask(wire::netfn::app, app::get_user_payload_access, {1, 2}), ElementsAre(0, 0, 0, 0, 0));
    EXPECT_EQ(activate(), 0xD4) << "no longer";
    EXPECT_EQ(code(wire::netfn::app, app::set_user_payload_access, {1, 0x02, 2, 0, 0, 0}), 0);
    EXPECT_EQ(code(wire::netfn::transport, transport::set_sol_config, {1, 1, 0}), 0);
    EXPECT_EQ(activate(), 0x81) << "disabled";
}

TEST_F(SerialOverLan, IsEncryptedUnlessThatIsSuspended) {
    const auto encryption = [&](base::Octet operation) {
        return code(wire::netfn::app, app::suspend_payload_encryption, {1, 1, operation});
    };
    /// Types `text` in a packet of its own. @return is what the BMC sends encrypted?
    base::Octet sequence = 0;
    const auto is_encrypted = [&](wire::Protection protection) {
        base::Octets datagram;
        session.cipher->seal(session.exchange.managed_session, ++session.sequence, wire::PayloadType::sol,
                             base::Octets{++sequence, 0, 0, 0, 'x'}, console.random, datagram, protection);
        EXPECT_THAT(console.exchange(datagram), IsEmpty());
        const auto sent = console.bmc.take_outgoing();
        EXPECT_FALSE(sent.empty());
        if (sent.empty()) return false;
        return wire::decode_rmcp_plus(
                   base::OctetView{sent.front().datagram}.subspan(wire::rmcp_header_length))
            ->encrypted;
    };
    EXPECT_EQ(encryption(0), 0x83) << "not active";
    activate();
    payloads();
    EXPECT_EQ(encryption(0), 0x81) << "it must be encrypted";
    EXPECT_EQ(code(wire::netfn::transport, transport::set_sol_config, {1, 2, 0x43}), 0);
    EXPECT_TRUE(is_encrypted(wire::Protection::whole));
    EXPECT_EQ(encryption(0), 0);
    EXPECT_FALSE(is_encrypted(wire::Protection::signed_only));
    EXPECT_FALSE(is_encrypted(wire::Protection::whole)) << "the console may encrypt all the same";
    EXPECT_EQ(encryption(1), 0);
    EXPECT_TRUE(is_encrypted(wire::Protection::whole));
    EXPECT_EQ(encryption(2), 0x80) << "AES has nothing to regenerate";
    EXPECT_EQ(encryption(3), 0xCC);
    EXPECT_EQ(code(wire::netfn::app, app::suspend_payload_encryption, {0, 1, 0}), 0x80) << "IPMI messages";
    EXPECT_EQ(code(wire::netfn::app, app::suspend_payload_encryption, {1, 2, 0}), 0x83);
    EXPECT_EQ(code(wire::netfn::app, app::suspend_payload_encryption, {1, 0, 0}), 0xCC);
    EXPECT_THAT(lengths_taken(wire::netfn::app, app::suspend_payload_encryption, 9), ElementsAre(3));
    auto viewing = console.log_in("viewer", "look", 2);
    EXPECT_THAT(console.command(viewing, wire::netfn::app, app::suspend_payload_encryption, {1, 1, 1}),
                ElementsAre(0xD4))
        << "who may not have the console";
}

TEST_F(SerialOverLan, InTheClearIsNotTakenWhileItIsEncrypted) {
    activate();
    printed();
    base::Octets datagram;
    session.cipher->seal(session.exchange.managed_session, ++session.sequence, wire::PayloadType::sol,
                         base::Octets{1, 0, 0, 0, 'x'}, console.random, datagram,
                         wire::Protection::signed_only);
    EXPECT_THAT(console.exchange(datagram), IsEmpty());
    EXPECT_THAT(payloads(), IsEmpty());
}

TEST_F(SerialOverLan, HasNoEncryptionWhereTheSuiteHasNone) {
    EXPECT_EQ(code(wire::netfn::transport, transport::set_sol_config, {1, 2, 0x43}), 0);
    auto clear = console.log_in("admin", "secret", 4, {2, {1, 1, 0}});
    EXPECT_THAT(console.command(clear, wire::netfn::app, app::activate_payload, {1, 1, 0x40, 0, 0, 0})[0], 0);
    EXPECT_THAT(console.command(clear, wire::netfn::app, app::suspend_payload_encryption, {1, 1, 1}),
                ElementsAre(0x82));
}

TEST_F(SerialOverLan, HasNoPayloadOfOthers) {
    EXPECT_EQ(code(wire::netfn::app, app::get_oem_payload_info, {1, 2, 1, 2, 3, 0, 0}), 0x80);
    EXPECT_EQ(code(wire::netfn::app, app::get_oem_payload_info, {1, 0x20, 0, 0, 0, 0, 0}), 0x80);
    EXPECT_EQ(code(wire::netfn::app, app::get_oem_payload_info, {1, 1, 0, 0, 0, 0, 0}), 0xCC);
    EXPECT_EQ(code(wire::netfn::app, app::get_oem_payload_info, {2, 2, 1, 2, 3, 0, 0}), 0xCC);
    EXPECT_THAT(lengths_taken(wire::netfn::app, app::get_oem_payload_info, 9), ElementsAre(7));
}

TEST_F(SerialOverLan, TellsWhichPayloadsThereAre) {
    EXPECT_THAT(ask(wire::netfn::app, app::get_payload_support, {0x0E}),
                ElementsAre(0, 3, 0, 0x3F, 0, 0, 0, 0, 0));
    EXPECT_EQ(code(wire::netfn::app, app::get_payload_support, {5}), 0xCC) << "others crash here";
    EXPECT_THAT(ask(wire::netfn::app, app::get_payload_version, {1, 1}), ElementsAre(0, 0x10));
    EXPECT_EQ(code(wire::netfn::app, app::get_payload_version, {1, 2}), 0x80);
    EXPECT_EQ(code(wire::netfn::app, app::set_user_payload_access, {1, 0x82, 2, 0, 0, 0}), 0xCC);
    EXPECT_EQ(code(wire::netfn::app, app::set_user_payload_access, {1, 0x02, 4, 0, 0, 0}), 0xCC);
    EXPECT_EQ(code(wire::netfn::app, app::get_user_payload_access, {1, 17}), 0xC9);
    EXPECT_THAT(lengths_taken(wire::netfn::app, app::set_user_payload_access, 9), ElementsAre(6));
}

TEST_F(SerialOverLan, IsConfigured) {
    const auto set = [&](std::uint8_t parameter, base::Octets value) {
        value.insert(value.begin(), {1, parameter});
        return code(wire::netfn::transport, transport::set_sol_config, value);
    };
    const auto get = [&](std::uint8_t parameter) {
        return ask(wire::netfn::transport, transport::get_sol_config, {1, parameter, 0, 0});
    };
    EXPECT_EQ(set(2, {0x84}), 0);
    EXPECT_THAT(get(2), ElementsAre(0, 0x11, 0x84));
    EXPECT_EQ(set(2, {0x81}), 0xCC);
    EXPECT_EQ(set(3, {0, 5}), 0xCC);
    EXPECT_EQ(set(4, {8, 5}), 0xCC);
    EXPECT_EQ(set(6, {5}), 0xCC);
    EXPECT_EQ(set(6, {7}), 0);
    EXPECT_EQ(set(7, {1}), 0x82);
    EXPECT_EQ(set(9, {1}), 0x80);
    EXPECT_EQ(get(9).at(0), 0x80);
    EXPECT_EQ(set(3, {1}), 0xC7);
    EXPECT_THAT(get(8), ElementsAre(0, 0x11, 0x6F, 0x02));
}

}  // namespace
}  // namespace assay::bmc
