// Messages between consoles and the host's software: logical unit 2, the receive message queue, Send Message.
#include "host_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
namespace app = wire::cmd::app;

constexpr std::uint8_t host_lun = 2, lan = 1, host_channel = 0x0F;
constexpr std::uint8_t own = 0x30, own_command = 0x01;  // what the host's software understands

class HostMessaging : public HostBench {
protected:
    /// As the host's own software, through the BMC.
    base::Octets host_asks(std::uint8_t function, std::uint8_t number, const base::Octets& data = {}) {
        const wire::LanMessage message{
            .to = wire::bmc_address, .netfn = function, .command = number, .data = data};
        const base::OctetView reply = console.bmc.execute_for_host(message, console.now);
        return {reply.begin(), reply.end()};
    }
    static base::Octets packed(const wire::LanMessage& message) {
        base::Octets octets;
        wire::encode_lan_message(message, octets);
        return octets;
    }
    wire::LanMessage to_host(std::uint8_t netfn = own) const {
        return {.to = wire::bmc_address,
                .netfn = netfn,
                .to_lun = host_lun,
                .from = wire::remote_console_address,
                .sequence = 9,
                .command = own_command,
                .data = said};
    }
    /// Sends a message in the session. @return completion code and data; empty when there is no answer
    base::Octets send(const wire::LanMessage& message) {
        base::Octets datagram;
        session.cipher->seal(session.exchange.managed_session, ++session.sequence, wire::PayloadType::ipmi,
                             packed(message), console.random, datagram);
        return console.opened(session, console.exchange(datagram));
    }
    base::Octets flags() { return host_asks(wire::netfn::app, app::get_message_flags); }
    base::Octets reception(std::uint8_t channel, std::uint8_t state) {
        return host_asks(wire::netfn::app, app::enable_channel_receive, {channel, state});
    }
    base::Octet handle() { return ask(wire::netfn::app, app::get_session_info, {0}).at(1); }
    /// What the BMC sent to the session besides answers: the messages.
    std::vector<base::Octets> unasked() {
        std::vector<base::Octets> messages;
        for (const Outgoing& outgoing : console.bmc.take_outgoing()) {
            const auto packet = wire::decode_rmcp_plus(base::OctetView{outgoing.datagram}.subspan(4));
            base::Octets clear;
            const auto opened = *session.cipher->open(*packet, clear);
            messages.emplace_back(opened.begin(), opened.end());
        }
        return messages;
    }

    base::Octets said{0xAA, 0xBB};
};

TEST_F(HostMessaging, QueuesWhatIsForLogicalUnitTwo) {
    EXPECT_THAT(send(to_host()), IsEmpty()) << "the host's software answers";
    EXPECT_THAT(flags(), ElementsAre(0, Messaging::message_available));
    base::Octets expected{0, 0x40 | lan, handle()};
    const auto message = packed(to_host());
    expected.insert(expected.end(), message.begin(), message.end());
    EXPECT_EQ(host_asks(wire::netfn::app, app::get_message), expected)
        << "privilege and channel, handle, message";
    EXPECT_THAT(flags(), ElementsAre(0, 0));
    EXPECT_THAT(host_asks(wire::netfn::app, app::get_message), ElementsAre(0x80));
}

TEST_F(HostMessaging, BringsTheHostsAnswerToTheSessionThatAsked) {
    send(to_host());
    const auto asked = host_asks(wire::netfn::app, app::get_message);
    const auto request = wire::decode_lan_message(base::OctetView{asked}.subspan(3));
    ASSERT_TRUE(request);
    const base::Octets answered{0, 0x77};
    const auto answer = packed(wire::response_to(*request, answered));
    base::Octets data{lan, asked[2]};
    data.insert(data.end(), answer.begin(), answer.end());
    EXPECT_THAT(host_asks(wire::netfn::app, app::send_message, data), ElementsAre(0));
    EXPECT_THAT(unasked(), ElementsAre(answer));
    data[1] = static_cast<base::Octet>(data[1] + 1);
    EXPECT_THAT(host_asks(wire::netfn::app, app::send_message, data), ElementsAre(0x80)) << "no such session";
    data[1] = asked[2];
    data.back() ^= 1U;
    EXPECT_THAT(host_asks(wire::netfn::app, app::send_message, data), ElementsAre(0xCC)) << "its checksum";
    EXPECT_THAT(unasked(), IsEmpty());
}

TEST_F(HostMessaging, TakesAConsolesAnswerToWhatTheHostAsked) {
    base::Octets data{lan, handle()};
    const auto question = packed({.to = wire::remote_console_address,
                                  .netfn = own,
                                  .from = wire::bmc_address,
                                  .sequence = 3,
                                  .from_lun = host_lun,
                                  .command = own_command});
    data.insert(data.end(), question.begin(), question.end());
    EXPECT_THAT(host_asks(wire::netfn::app, app::send_message, data), ElementsAre(0));
    EXPECT_THAT(unasked(), ElementsAre(question));
    EXPECT_THAT(send(to_host(own | 1)), IsEmpty());
    EXPECT_THAT(host_asks(wire::netfn::app, app::get_message), SizeIs(3 + packed(to_host()).size()));
    wire::LanMessage stray = to_host(own | 1);
    stray.to_lun = 0;
    EXPECT_THAT(send(stray), IsEmpty()) << "a response to the BMC, which asked nothing";
    EXPECT_THAT(flags(), ElementsAre(0, 0));
}

TEST_F(HostMessaging, TakesSendMessageToTheHostsChannelToo) {
    base::Octets data{host_channel};
    const auto message = packed(to_host());
    data.insert(data.end(), message.begin(), message.end());
    EXPECT_THAT(ask(wire::netfn::app, app::send_message, data), ElementsAre(0));
    EXPECT_THAT(host_asks(wire::netfn::app, app::get_message), SizeIs(3 + message.size()));
    EXPECT_THAT(host_asks(wire::netfn::app, app::send_message, data), ElementsAre(0xCC)) << "to itself";
    data[0] = 0x40 | host_channel;
    EXPECT_THAT(ask(wire::netfn::app, app::send_message, data), ElementsAre(0xCC))
        << "tracked: the host answers by itself";
    data[0] = lan;
    data.insert(data.begin() + 1, handle());
    EXPECT_THAT(ask(wire::netfn::app, app::send_message, data), ElementsAre(0xCC))
        << "from one console to another";
}

TEST_F(HostMessaging, RefusesWhatTheHostDoesNotTake) {
    EXPECT_THAT(reception(lan, 2), ElementsAre(0, lan, 1));
    EXPECT_THAT(reception(lan, 0), ElementsAre(0, lan, 0));
    EXPECT_THAT(send(to_host()), ElementsAre(0xD3));
    EXPECT_THAT(send(to_host(own | 1)), IsEmpty()) << "nobody is told about a response";
    EXPECT_THAT(flags(), ElementsAre(0, 0));
    EXPECT_THAT(reception(lan, 2), ElementsAre(0, lan, 0));
    EXPECT_THAT(reception(0, 2), ElementsAre(0, 0, 1)) << "another channel";
    EXPECT_THAT(reception(lan, 1), ElementsAre(0, lan, 1));
    EXPECT_THAT(send(to_host()), IsEmpty());
    for (std::size_t i = 1; i < Messaging::most_received; ++i) send(to_host());
    EXPECT_THAT(send(to_host()), ElementsAre(0xC0)) << "the queue is full";
    EXPECT_THAT(host_asks(wire::netfn::app, app::clear_message_flags, {1}), ElementsAre(0));
    EXPECT_THAT(host_asks(wire::netfn::app, app::get_message), ElementsAre(0x80));
}

TEST_F(HostMessaging, EnablesOnlyChannelsThatThereAre) {
    EXPECT_THAT(reception(2, 2), ElementsAre(0xCC));
    EXPECT_THAT(reception(host_channel, 0), ElementsAre(0xCC));
    EXPECT_THAT(reception(lan, 3), ElementsAre(0xCC));
    EXPECT_THAT(host_asks(wire::netfn::app, app::enable_channel_receive, {lan}), ElementsAre(0xC7));
    EXPECT_EQ(code(wire::netfn::app, app::enable_channel_receive, {lan, 0}), 0xD4) << "the host's own";
    reception(lan, 0);
    console.bmc.chassis().restart_controller(ControllerReset::cold, console.now);
    pass(10s);
    EXPECT_THAT(reception(lan, 2), ElementsAre(0, lan, 1)) << "a cold reset begins anew";
}

TEST_F(HostMessaging, HearsNobodyWithoutASessionAndNotItself) {
    base::Octets datagram;
    wire::encode_sessionless(wire::PayloadType::ipmi, packed(to_host()), datagram);
    const auto reply = console.exchange(datagram);
    const auto packet = wire::decode_rmcp_plus(base::OctetView{reply}.subspan(wire::rmcp_header_length));
    EXPECT_EQ(wire::decode_lan_message(packet->payload)->data[0], 0xD4);
    EXPECT_THAT(flags(), ElementsAre(0, 0));
    const auto own_message = to_host();
    const auto refused = console.bmc.execute_for_host(own_message, console.now);
    EXPECT_EQ(refused[0], 0xC2);
    wire::LanMessage to_unit_three = to_host();
    to_unit_three.to_lun = 3;
    EXPECT_THAT(send(to_unit_three), ElementsAre(0xC2));
}

TEST_F(HostMessaging, TellsWhatABtOfTheHostCanTake) {
    EXPECT_THAT(ask(wire::netfn::app, app::get_bt_interface_caps), ElementsAre(0, 1, 255, 255, 1, 0));
    expect_lengths(wire::netfn::app, app::get_bt_interface_caps, 0, 0);
}

}  // namespace
}  // namespace assay::bmc
