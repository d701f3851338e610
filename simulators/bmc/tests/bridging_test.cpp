// Send Message to satellites, and Master Write-Read on private buses.
#include "host_bench.hpp"

#include "assay/bmc/satellite.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
namespace app = wire::cmd::app;

constexpr auto neighbours = R"(
[[fru]]
id = 0
product = { name = "Main" }

[[satellite]]
name = "Blade"
address = 0x82
entity = "processing blade"
[satellite.device]
id = 0x31
guid = "00112233-4455-6677-8899-aabbccddee01"
[[satellite.sensor]]
name = "Blade Temp"
number = 1
type = "temperature"
entity = "processing blade"
unit = "degrees C"
base = 33
thresholds = { upper_critical = 60 }
[[satellite.fru]]
id = 0
product = { name = "Blade board" }

[[satellite]]
name = "Shelf"
address = 0x72
channel = 7
behind = 0x82
entity = "system chassis"
[satellite.device]
id = 0x32
guid = "00112233-4455-6677-8899-aabbccddee02"

[[satellite]]
name = "Sleeper"
address = 0x84
entity = "processing blade"
instance = 2
needs_host = true
[satellite.device]
id = 0x33
guid = "00112233-4455-6677-8899-aabbccddee03"

[[bus_device]]
bus = 1
address = 0xA0
data = "92 13 0B"

[[bus_device]]
bus = 1
address = 0xA2
read_only = true
data = "01 02"
size = 512

[[bus_device]]
bus = 2
address = 0xAE
fru = 0
)";

base::Octets ipmb(std::uint8_t to, std::uint8_t netfn, std::uint8_t number, const base::Octets& data = {}) {
    base::Octets message;
    wire::encode_lan_message(
        {.to = to, .netfn = netfn, .from = wire::bmc_address, .sequence = 5, .command = number, .data = data},
        message);
    return message;
}

class Bridging : public HostBench {
protected:
    Bridging() : HostBench{neighbours} {}

    static base::Octets sent(std::uint8_t channel, base::Octets message) {
        message.insert(message.begin(), channel);
        return message;
    }
    std::uint8_t send(const base::Octets& data) { return code(wire::netfn::app, app::send_message, data); }
    /// Netfn, command and data of the answers that came behind the last one, for whoever is `spoken`.
    std::vector<base::Octets> bridged(Spoken& spoken) {
        std::vector<base::Octets> answers;
        for (const Outgoing& outgoing : console.bmc.take_outgoing()) {
            const auto packet = wire::decode_rmcp_plus(base::OctetView{outgoing.datagram}.subspan(4));
            base::Octets clear;
            const auto message = wire::decode_lan_message(*spoken.cipher->open(*packet, clear));
            base::Octets answer{message->to, message->from, message->netfn, message->sequence,
                                message->command};
            answer.insert(answer.end(), message->data.begin(), message->data.end());
            answers.push_back(answer);
        }
        return answers;
    }
};

TEST_F(Bridging, BringsASatellitesAnswerBehindItsOwn) {
    EXPECT_EQ(send(sent(0x40, ipmb(0x82, wire::netfn::app, app::get_device_id))), 0);
    const auto answers = bridged(session);
    ASSERT_THAT(answers, SizeIs(1));
    EXPECT_EQ(base::to_hex(base::OctetView{answers[0]}.first(7)), "81820705010031")
        << "console, satellite, 07h, sequence 5";
    EXPECT_EQ(
        send(sent(0x40, ipmb(0x82, wire::netfn::sensor_event, wire::cmd::sensor_event::get_reading, {1}))),
        0);
    EXPECT_EQ(bridged(session).at(0).at(6), 33);
}

TEST_F(Bridging, ReachesASatelliteBehindAnother) {
    const auto inner = sent(0x47, ipmb(0x72, wire::netfn::app, app::get_device_id));
    EXPECT_EQ(send(sent(0x40, ipmb(0x82, wire::netfn::app, app::send_message, inner))), 0);
    const auto answers = bridged(session);
    ASSERT_THAT(answers, SizeIs(2));
    EXPECT_THAT(answers[0], ElementsAre(0x81, 0x82, 0x07, 5, app::send_message, 0));
    EXPECT_EQ(answers[1].at(1), 0x72);
    EXPECT_EQ(answers[1].at(6), 0x32);
    EXPECT_EQ(send(sent(0x40, ipmb(0x72, wire::netfn::app, app::get_device_id))), 0x83) << "not on this bus";
}

TEST_F(Bridging, GivesNobodyMoreRights) {
    auto viewer = console.log_in("viewer", "look", 2);
    const auto reset = sent(0x40, ipmb(0x82, wire::netfn::app, app::cold_reset));
    EXPECT_EQ(console.command(viewer, wire::netfn::app, app::send_message, reset).at(0), 0);
    EXPECT_EQ(bridged(viewer).at(0).at(5), 0xD4);
    const auto reading =
        sent(0x40, ipmb(0x82, wire::netfn::sensor_event, wire::cmd::sensor_event::get_reading, {1}));
    console.command(viewer, wire::netfn::app, app::send_message, reading);
    EXPECT_EQ(bridged(viewer).at(0).at(5), 0);
}

TEST_F(Bridging, KeepsTheBmcsOwnCommandsToTheBmc) {
    EXPECT_EQ(send(sent(0x40, ipmb(0x82, wire::netfn::chassis, wire::cmd::chassis::control, {0}))), 0);
    EXPECT_EQ(bridged(session).at(0).at(5), 0xC1);
    EXPECT_EQ(send(sent(0x40, ipmb(0x82, wire::netfn::app, app::close_session, {0, 0, 0, 0}))), 0);
    EXPECT_EQ(bridged(session).at(0).at(5), 0xC1);
}

TEST_F(Bridging, FindsNoHostBehindASatellite) {
    base::Octets message;
    wire::encode_lan_message({.to = 0x82,
                              .netfn = wire::netfn::app,
                              .to_lun = 2,
                              .from = wire::bmc_address,
                              .sequence = 5,
                              .command = app::get_device_id},
                             message);
    EXPECT_EQ(send(sent(0x40, message)), 0);
    const auto answers = bridged(session);
    ASSERT_THAT(answers, SizeIs(1));
    EXPECT_EQ(answers[0].at(5), 0xC2);
}

TEST_F(Bridging, RefusesWhatCannotBeSent) {
    EXPECT_EQ(send(sent(0x40, ipmb(0x90, wire::netfn::app, app::get_device_id))), 0x83);
    EXPECT_EQ(send(sent(0x41, ipmb(0x82, wire::netfn::app, app::get_device_id))), 0xCC) << "no such channel";
    EXPECT_EQ(send(sent(0x80, ipmb(0x82, wire::netfn::app, app::get_device_id))), 0xCC) << "raw";
    auto damaged = sent(0x40, ipmb(0x82, wire::netfn::app, app::get_device_id));
    damaged.back() ^= 1;
    EXPECT_EQ(send(damaged), 0xCC);
    EXPECT_EQ(send(base::Octets(7, 0)), 0xC7);
    EXPECT_THAT(bridged(session), IsEmpty());
}

TEST_F(Bridging, DoesNotReachWhatTheHostsPowerTookAway) {
    const auto ask_it = sent(0x40, ipmb(0x84, wire::netfn::app, app::get_device_id));
    EXPECT_EQ(send(ask_it), 0);
    code(wire::netfn::chassis, wire::cmd::chassis::control, {0});
    EXPECT_EQ(send(ask_it), 0x83);
    code(wire::netfn::chassis, wire::cmd::chassis::control, {1});
    EXPECT_EQ(send(ask_it), 0);
}

TEST_F(Bridging, IsAwayWhileItRestarts) {
    const auto ask_it = sent(0x40, ipmb(0x82, wire::netfn::app, app::get_device_id));
    send(sent(0x40, ipmb(0x82, wire::netfn::app, app::cold_reset)));
    pass(1s);
    EXPECT_EQ(send(ask_it), 0x83);
    pass(3s);
    EXPECT_EQ(send(ask_it), 0);
}

TEST_F(Bridging, LogsWhatTheSatelliteNotices) {
    send(sent(0x40, ipmb(0x82, wire::netfn::sensor_event, wire::cmd::sensor_event::set_thresholds,
                         {1, 0x10, 0, 0, 0, 0, 20, 0})));
    EXPECT_EQ(bridged(session).at(0).at(5), 0);
    pass(2s);
    const wire::SelRecord* const record = console.bmc.chassis().log().find(wire::last_record);
    ASSERT_NE(record, nullptr);
    EXPECT_EQ(wire::system_event_of(*record)->generator, 0x0082);
}

TEST_F(Bridging, PutsUntrackedAnswersIntoTheReceiveQueue) {
    EXPECT_EQ(ask_as_host(wire::netfn::app, app::get_message).at(0), 0x80);
    EXPECT_EQ(send(sent(0x00, ipmb(0x82, wire::netfn::app, app::get_device_id))), 0);
    EXPECT_THAT(bridged(session), IsEmpty());
    EXPECT_THAT(ask_as_host(wire::netfn::app, app::get_message_flags), ElementsAre(0, 0x01));
    const auto message = ask_as_host(wire::netfn::app, app::get_message);
    EXPECT_EQ(message.at(1), 0x00) << "channel";
    EXPECT_EQ(message.at(2), 0x07 << 2);
    EXPECT_THAT(ask_as_host(wire::netfn::app, app::get_message_flags), ElementsAre(0, 0x00));
    for (int i = 0; i < 40; ++i) send(sent(0x00, ipmb(0x82, wire::netfn::app, app::get_device_id)));
    int waiting = 0;
    while (ask_as_host(wire::netfn::app, app::get_message).at(0) == 0) ++waiting;
    EXPECT_EQ(waiting, 16);
    EXPECT_EQ(code(wire::netfn::app, app::get_message), 0xD4) << "for the host only";
}

TEST_F(Bridging, HoldsOneEventForTheHost) {
    ask_as_host(wire::netfn::app, app::set_global_enables, {0x0C});
    EXPECT_EQ(ask_as_host(wire::netfn::app, app::read_event_message_buffer).at(0), 0x80);
    console.bmc.chassis().log_event({.sensor_type = 1, .sensor_number = 7}, console.now);
    console.bmc.chassis().log_event({.sensor_type = 1, .sensor_number = 8}, console.now);
    EXPECT_THAT(ask_as_host(wire::netfn::app, app::get_message_flags), ElementsAre(0, 0x02));
    const auto event = ask_as_host(wire::netfn::app, app::read_event_message_buffer);
    ASSERT_THAT(event, SizeIs(17));
    EXPECT_EQ(event[12], 7) << "the first one, until it was read";
    EXPECT_EQ(ask_as_host(wire::netfn::app, app::read_event_message_buffer).at(0), 0x80);
}

class PrivateBus : public Bridging {
protected:
    base::Octets transfer(std::uint8_t bus, std::uint8_t address, std::uint8_t count,
                          base::Octets data = {}) {
        data.insert(data.begin(), {static_cast<base::Octet>(bus << 1U | 1U), address, count});
        return ask(wire::netfn::app, app::master_write_read, data);
    }
};

TEST_F(PrivateBus, ReadsAndWritesMemories) {
    EXPECT_THAT(transfer(1, 0xA0, 3, {0}), ElementsAre(0, 0x92, 0x13, 0x0B));
    EXPECT_THAT(transfer(1, 0xA0, 1), ElementsAre(0, 0xFF)) << "goes on where it was";
    EXPECT_THAT(transfer(1, 0xA0, 0, {1, 0x55, 0x66}), ElementsAre(0));
    EXPECT_THAT(transfer(1, 0xA0, 3, {0}), ElementsAre(0, 0x92, 0x55, 0x66));
    EXPECT_THAT(transfer(1, 0xA0, 2, {255}), ElementsAre(0, 0xFF, 0x92))
        << "the end is followed by the beginning";
    EXPECT_THAT(transfer(1, 0xA2, 2, {0, 1}), ElementsAre(0, 2, 0xFF)) << "two octets of address";
    EXPECT_THAT(transfer(1, 0xA2, 1, {0}), ElementsAre(0x83));
    EXPECT_THAT(transfer(1, 0xA2, 0, {0, 0, 7}), ElementsAre(0x83)) << "read-only";
}

TEST_F(PrivateBus, SharesWhatAFruDeviceHolds) {
    EXPECT_THAT(transfer(2, 0xAE, 1, {0}), ElementsAre(0, 0x01));
    transfer(2, 0xAE, 0, {200, 0xAB});
    EXPECT_THAT(ask(wire::netfn::storage, wire::cmd::storage::read_fru_data, {0, 200, 0, 1}),
                ElementsAre(0, 1, 0xAB));
}

TEST_F(PrivateBus, RefusesWhatIsNotThere) {
    EXPECT_THAT(transfer(3, 0xA0, 1, {0}), ElementsAre(0x83));
    EXPECT_THAT(transfer(1, 0xA4, 1, {0}), ElementsAre(0x83));
    EXPECT_THAT(transfer(1, 0xA1, 1, {0}), ElementsAre(0xCC));
    EXPECT_THAT(transfer(1, 0xA0, 225, {0}), ElementsAre(0xCA));
    EXPECT_EQ(code(wire::netfn::app, app::master_write_read, {0x12, 0xA0, 1}), 0xCC) << "another channel";
    EXPECT_EQ(code(wire::netfn::app, app::master_write_read, {0x00, 0x82, 1}), 0x83) << "the IPMB";
    EXPECT_EQ(code(wire::netfn::app, app::master_write_read, {3, 0xA0}), 0xC7);
    expect_privilege(wire::netfn::app, app::master_write_read, 3, 3);
}

}  // namespace
}  // namespace assay::bmc
