#include "asking.hpp"
#include "assay/ipmi-wire/lan_session.hpp"
#include "host_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
namespace cmd = wire::cmd::sensor_event;

constexpr auto roomy = "log_capacity = 4";

std::string chassis_with_a_roomy_log() {
    std::string text = test_chassis;
    return text.replace(text.find(roomy), std::string_view{roomy}.size(), "log_capacity = 64");
}

class Filtering : public Asking {
protected:
    explicit Filtering(const std::string& sensors = "") : Asking{chassis_with_a_roomy_log() + sensors} {}

    std::uint8_t set(std::uint8_t parameter, base::Octets value) {
        value.insert(value.begin(), parameter);
        return code(wire::netfn::sensor_event, cmd::set_pef_config, value);
    }
    base::Octets get(std::uint8_t parameter, std::uint8_t set = 0, std::uint8_t block = 0) {
        return ask(wire::netfn::sensor_event, cmd::get_pef_config, {parameter, set, block});
    }
    AlertStatus status() { return console.bmc.chassis().alerting().status(); }
    std::uint8_t set_lan(base::Octets parameter) {
        parameter.insert(parameter.begin(), 1);
        return code(wire::netfn::transport, wire::cmd::transport::set_lan_config, parameter);
    }
    /// The last octet of the addresses that the traps go to.
    std::vector<int> sent_to() {
        std::vector<int> sent;
        for (const Outgoing& one : console.bmc.take_outgoing()) sent.push_back(one.to.address & 0xFF);
        return sent;
    }
    void pass(base::Duration time) {
        console.now += time;
        console.bmc.tick(console.now);
    }
    /// Outside a session, as a receiver of traps does.
    std::uint8_t acknowledge(const base::Octets& trap) {
        const auto at = trap.end() - 31;  // where the variable's part from the sequence number on begins
        base::Octets data{at[1], at[0],  at[5],  at[4],  at[3],  at[2],
                          at[9], at[11], at[12], at[15], at[16], at[17]};
        const wire::LanMessage message{.to = wire::bmc_address,
                                       .netfn = wire::netfn::sensor_event,
                                       .command = cmd::pet_acknowledge,
                                       .data = data};
        base::Octets packed, datagram;
        wire::encode_lan_message(message, packed);
        wire::encode_sessionless_15(packed, datagram);
        return wire::decode_lan_message(
                   wire::decode_lan_packet(
                       base::OctetView{console.exchange(datagram)}.subspan(wire::rmcp_header_length))
                       ->message)
            ->data[0];
    }
    /// Filter 1: upper critical, going high, of any temperature.
    std::uint8_t filter(std::uint8_t actions) {
        return set(
            6, {1, 0x80, actions, 1, 0x10, 0xFF, 0xFF, 1, 0xFF, 1, 0x00, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    }
    void alert_to(base::Octet last) {
        EXPECT_EQ(set(9, {1, 0x18, 0x11, 0}), 0);
        EXPECT_EQ(code(wire::netfn::transport, wire::cmd::transport::set_lan_config,
                       {1, 19, 1, 0, 0, 192, 0, 2, last, 0, 0, 0, 0, 0, 0}),
                  0);
    }
    void overheat() {
        ask(wire::netfn::sensor_event, cmd::set_thresholds, {1, 0x10, 0, 0, 0, 0, 20, 0});
        console.now += 1s;
        console.bmc.tick(console.now);
    }
};

TEST_F(Filtering, SendsATrapAboutAMatchingEvent) {
    EXPECT_EQ(filter(0x01), 0);
    alert_to(9);
    overheat();
    const auto sent = console.bmc.take_outgoing();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].to, (Peer{0xC0000209, 162}));
    const base::Octets& trap = sent[0].datagram;
    EXPECT_EQ(base::to_hex({trap.data(), 2}), "306a");
    // version 1, community "public", then 1.3.6.1.4.1.3183.1.1, agent, enterprise specific, 01 01 09
    EXPECT_EQ(base::to_hex({trap.data() + 2, 48}),
              "02010004067075626c6963a45d06092b0601040198"
              "6f010140047f0000010201060203010109" +
                  base::to_hex({trap.data() + 40, 10}));
    EXPECT_EQ(status(), AlertStatus::ended);
    overheat();
    EXPECT_THAT(console.bmc.take_outgoing(), IsEmpty()) << "it is still hot, and that is no new event";
}

TEST_F(Filtering, SendsNothingWhenTheChannelHasAlertingOff) {
    filter(0x01);
    alert_to(9);
    ask(wire::netfn::app, wire::cmd::app::set_channel_access, {1, 0x80 | 0x22, 0});
    overheat();
    EXPECT_THAT(console.bmc.take_outgoing(), IsEmpty());
    EXPECT_EQ(status(), AlertStatus::failed);
}

TEST_F(Filtering, SwitchesTheHost) {
    EXPECT_EQ(filter(0x02), 0);
    overheat();
    console.now += 1s;
    console.bmc.tick(console.now);
    EXPECT_FALSE(console.bmc.chassis().powered_on());
    const auto latest = ask(wire::netfn::sensor_event, cmd::get_last_processed_event);
    EXPECT_EQ(latest[9], 2) << "the first of the log was there before";
}

class FilteringWithAnInterrupt : public Filtering {
protected:
    FilteringWithAnInterrupt() : Filtering{host_sensors} {}
};

TEST_F(FilteringWithAnInterrupt, InterruptsTheHostOnce) {
    // filter 1 also matches the interrupt that it causes
    EXPECT_EQ(
        set(6, {1, 0x80, 0x20, 1, 0x10, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
        0);
    const std::size_t before = console.bmc.chassis().log().size();
    overheat();
    EXPECT_EQ(console.bmc.chassis().log().size(), before + 3) << "the heat, the action, the interrupt";
}

TEST_F(Filtering, DoesNothingThatItsActionsDoNotAllow) {
    filter(0x02);
    EXPECT_EQ(set(2, {0x01}), 0) << "only alerts are allowed";
    overheat();
    console.now += 1s;
    console.bmc.tick(console.now);
    EXPECT_TRUE(console.bmc.chassis().powered_on());
}

TEST_F(Filtering, CountsThePostponementDownWhileAnEventWaits) {
    const auto arm = [&](base::Octet seconds) {
        return ask(wire::netfn::sensor_event, cmd::arm_pef_postpone_timer, {seconds});
    };
    EXPECT_THAT(arm(30), ElementsAre(0, 30));
    pass(10s);
    EXPECT_THAT(arm(0xFF), ElementsAre(0, 30)) << "every event was processed";
    ask(wire::netfn::sensor_event, cmd::platform_event, {4, 1, 1, 1, 0x59, 3, 0});
    pass(10s);
    EXPECT_THAT(arm(0xFF), ElementsAre(0, 20));
    const auto seen = console.bmc.chassis().log().records().back().id;
    ask(wire::netfn::sensor_event, cmd::set_last_processed_event, {0, static_cast<base::Octet>(seen), 0});
    pass(10s);
    EXPECT_THAT(arm(0xFF), ElementsAre(0, 30)) << "software was there in time";
    ask(wire::netfn::sensor_event, cmd::platform_event, {4, 1, 1, 1, 0x59, 3, 0});
    pass(30s);
    EXPECT_THAT(arm(0xFF), ElementsAre(0, 0)) << "once it is over, it has to be armed again";
    EXPECT_THAT(arm(0xFE), ElementsAre(0, 0xFE));
    pass(50s);
    EXPECT_THAT(arm(0xFF), ElementsAre(0, 0xFE));
}

TEST_F(Filtering, IsNotPostponedBeyondAResetOrALossOfPower) {
    const auto arm = [&](base::Octet seconds) {
        return ask(wire::netfn::sensor_event, cmd::arm_pef_postpone_timer, {seconds});
    };
    arm(0xFE);
    console.bmc.chassis().control(PowerAction::reset, console.now);
    EXPECT_THAT(arm(0xFF), ElementsAre(0, 0));
    arm(30);
    console.bmc.chassis().control(PowerAction::down, console.now);
    EXPECT_THAT(arm(0xFF), ElementsAre(0, 0));
}

TEST_F(Filtering, IsConfigured) {
    EXPECT_THAT(ask(wire::netfn::sensor_event, cmd::get_pef_capabilities), ElementsAre(0, 0x51, 0x2F, 16));
    EXPECT_THAT(get(5), ElementsAre(0, 0x11, 16));
    EXPECT_EQ(set(5, {1}), 0x82);
    EXPECT_EQ(set(14, {1}), 0x80);
    EXPECT_EQ(set(1, {0x10}), 0xCC);
    EXPECT_EQ(set(6, {1, 2, 3}), 0xC7);
    EXPECT_EQ(filter(0x10), 0xCC) << "there is no OEM action";
    EXPECT_EQ(filter(0x01), 0);
    EXPECT_EQ(set(7, {1, 0x00}), 0);
    EXPECT_THAT(get(7, 1), ElementsAre(0, 0x11, 1, 0));
    EXPECT_EQ(get(6, 1).at(3), 0x00);
    EXPECT_EQ(get(6, 17).at(0), 0xC9);
    EXPECT_EQ(get(6, 0).at(0), 0xC9);
    EXPECT_THAT(ask(wire::netfn::sensor_event, cmd::get_pef_config, {0x85, 0, 0}), ElementsAre(0, 0x11));
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::get_pef_config, {0x8E, 0, 0}), 0x80);
}

TEST_F(Filtering, RemembersWhatWasProcessed) {
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::set_last_processed_event, {0, 0x34, 0x12}), 0);
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::set_last_processed_event, {1, 0x78, 0x56}), 0);
    const auto latest = ask(wire::netfn::sensor_event, cmd::get_last_processed_event);
    EXPECT_EQ((base::Octets{latest.begin() + 5, latest.end()}), (base::Octets{1, 0, 0x34, 0x12, 0x78, 0x56}));
}

TEST_F(Filtering, AlertsAtOnceWhenAsked) {
    alert_to(7);
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::alert_immediate, {1, 1, 0}), 0);
    EXPECT_THAT(console.bmc.take_outgoing(), SizeIs(1));
    EXPECT_THAT(ask(wire::netfn::sensor_event, cmd::alert_immediate, {1, 0x41, 0}), ElementsAre(0, 1));
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::alert_immediate, {1, 0x81, 0}), 0);
    EXPECT_THAT(ask(wire::netfn::sensor_event, cmd::alert_immediate, {1, 0x41, 0}), ElementsAre(0, 0));
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::alert_immediate, {1, 5, 0}), 0xC9);
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::alert_immediate, {2, 1, 0}), 0xCC);
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::alert_immediate, {1, 1, 0, 0}), 0xC7);
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::alert_immediate, {1, 1, 0, 0x20, 4, 1, 1, 1, 0, 0, 0}), 0);
}

TEST_F(Filtering, KeepsAlertStringsInBlocks) {
    EXPECT_THAT(get(11), ElementsAre(0, 0x11, 8));
    EXPECT_EQ(set(11, {9}), 0x82);
    base::Octets block{2, 1};
    for (int i = 0; i < 16; ++i) block.push_back(static_cast<base::Octet>('a' + i));
    EXPECT_EQ(set(13, block), 0);
    EXPECT_EQ(set(13, {2, 2, 'q', 'r'}), 0);
    EXPECT_EQ(console.bmc.chassis().pef().alert_string(2), "abcdefghijklmnopqr");
    const auto second = get(13, 2, 2);
    EXPECT_EQ((base::Octets{second.begin(), second.begin() + 7}), (base::Octets{0, 0x11, 2, 2, 'q', 'r', 0}));
    EXPECT_THAT(second, SizeIs(20));
    EXPECT_EQ(set(13, {2, 2, 'x'}), 0);
    EXPECT_EQ(console.bmc.chassis().pef().alert_string(2), "abcdefghijklmnopx");
    EXPECT_EQ(set(13, {9, 1, 'x'}), 0xC9);
    EXPECT_EQ(set(13, {8, 0, 'x'}), 0xC9);
    EXPECT_EQ(set(13, {8, 6, 'x'}), 0xC9);
    EXPECT_EQ(set(13, {8, 1}), 0xC7);
    EXPECT_EQ(get(13, 9, 1).at(0), 0xC9);
    EXPECT_EQ(get(13, 8, 6).at(0), 0xC9);
    EXPECT_EQ(set(12, {3, 17, 1}), 0xCC) << "there are 16 event filters";
    EXPECT_EQ(set(12, {3, 16, 1}), 0);
    EXPECT_THAT(get(12, 3), ElementsAre(0, 0x11, 3, 16, 1));
    EXPECT_EQ(set(9, {1, 0x18, 0x11, 9}), 0xCC) << "there is no alert string 9";
}

std::string text_of(const base::Octets& trap) { return {trap.begin(), trap.end()}; }

TEST_F(Filtering, SendsTheStringThatAPolicyEntryNamesItselfOrByItsKey) {
    EXPECT_EQ(set(13, {3, 1, 'h', 'o', 't'}), 0);
    EXPECT_EQ(set(12, {3, 1, 5}), 0) << "for filter 1, of set 5";
    filter(0x01);
    alert_to(9);
    EXPECT_EQ(set(9, {1, 0x18, 0x11, 0x85}), 0);
    overheat();
    auto sent = console.bmc.take_outgoing();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_THAT(text_of(sent[0].datagram), testing::EndsWith("\xC3hot\xC1"));
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::alert_immediate, {1, 1, 0x83}), 0);
    sent = console.bmc.take_outgoing();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_THAT(text_of(sent[0].datagram), testing::EndsWith("\xC3hot\xC1"));
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::alert_immediate, {1, 1, 0x89}), 0xC9);
}

TEST_F(Filtering, FillsTheOemFieldsOfATrapWithALongText) {
    const std::string text = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdefgh";
    for (base::Octet block = 1; block <= 5; ++block) {
        base::Octets value{3, block};
        const std::string part = text.substr(std::min<std::size_t>(text.size(), (block - 1U) * 16U), 16);
        value.insert(value.end(), part.begin(), part.end());
        value.push_back(0);
        value.resize(std::min<std::size_t>(value.size(), 18));
        EXPECT_EQ(set(13, value), 0);
    }
    alert_to(7);
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::alert_immediate, {1, 1, 0x83}), 0);
    const auto sent = console.bmc.take_outgoing();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_THAT(text_of(sent[0].datagram), testing::EndsWith("\xFE" + text.substr(0, 62) + "\xC1"))
        << "64 octets with type, length and end";
}

TEST_F(Filtering, RepeatsATrapUntilItIsAcknowledged) {
    EXPECT_EQ(set_lan({18, 1, 0x80, 1, 3}), 0) << "acknowledged, two seconds, three retries";
    alert_to(7);
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::alert_immediate, {1, 1, 0, 0x20, 4, 1, 1, 1, 0x59, 3, 4}),
              0);
    const auto first = console.bmc.take_outgoing();
    ASSERT_THAT(first, SizeIs(1));
    EXPECT_THAT(ask(wire::netfn::sensor_event, cmd::alert_immediate, {1, 0x41, 0}), ElementsAre(0, 0xFF));
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::alert_immediate, {1, 1, 0}), 0x81) << "one is under way";
    pass(1s);
    EXPECT_THAT(console.bmc.take_outgoing(), IsEmpty());
    pass(1s);
    const auto again = console.bmc.take_outgoing();
    ASSERT_THAT(again, SizeIs(1));
    EXPECT_EQ(again[0].datagram, first[0].datagram);
    base::Octets other = first[0].datagram;
    other[other.size() - 30] ^= 1U;
    EXPECT_EQ(acknowledge(other), 0);
    EXPECT_EQ(status(), AlertStatus::pending) << "that was another sequence number";
    EXPECT_EQ(acknowledge(first[0].datagram), 0);
    pass(1s);
    EXPECT_EQ(status(), AlertStatus::ended);
    pass(10s);
    EXPECT_THAT(console.bmc.take_outgoing(), IsEmpty());
}

TEST_F(Filtering, GivesUpWhenNobodyAcknowledgesAndAlertsTheNextDestination) {
    EXPECT_EQ(set_lan({18, 1, 0x80, 0, 1}), 0);
    EXPECT_EQ(set_lan({19, 2, 0, 0, 192, 0, 2, 8, 0, 0, 0, 0, 0, 0}), 0);
    filter(0x01);
    alert_to(7);
    EXPECT_EQ(set(9, {2, 0x19, 0x12, 0}), 0) << "unless the one before was reached";
    overheat();
    EXPECT_THAT(sent_to(), ElementsAre(7));
    pass(1s);
    EXPECT_THAT(sent_to(), ElementsAre(7));
    EXPECT_EQ(status(), AlertStatus::pending);
    pass(1s);
    EXPECT_THAT(sent_to(), ElementsAre(8));
    EXPECT_EQ(status(), AlertStatus::ended);
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::alert_immediate, {1, 1, 0}), 0);
    pass(1s);
    pass(1s);
    EXPECT_EQ(status(), AlertStatus::unacknowledged);
}

TEST_F(Filtering, RepeatsAnUnacknowledgedTrapAsOftenAsToldAndCountsItAsSent) {
    EXPECT_EQ(set_lan({18, 1, 0x00, 0, 2}), 0);
    EXPECT_EQ(set_lan({19, 2, 0, 0, 192, 0, 2, 8, 0, 0, 0, 0, 0, 0}), 0);
    filter(0x01);
    alert_to(7);
    EXPECT_EQ(set(9, {2, 0x1A, 0x12, 0}), 0) << "stop when the one before was reached";
    EXPECT_EQ(set_lan({19, 3, 0, 0, 192, 0, 2, 6, 0, 0, 0, 0, 0, 0}), 0);
    EXPECT_EQ(set(9, {3, 0x18, 0x13, 0}), 0) << "behind the stop";
    overheat();
    EXPECT_THAT(sent_to(), ElementsAre(7));
    pass(1s);
    EXPECT_THAT(sent_to(), ElementsAre(7));
    pass(1s);
    EXPECT_THAT(sent_to(), ElementsAre(7));
    pass(9s);
    EXPECT_THAT(sent_to(), IsEmpty());
}

TEST_F(Filtering, CatchesUpWithWhatWasLoggedWhileItWasPostponed) {
    filter(0x01);
    alert_to(7);
    const auto report = [&](base::Octet detail) {
        ask(wire::netfn::sensor_event, cmd::platform_event, {4, 1, 1, 1, 0x59, detail, 0});
        return console.bmc.chassis().log().records().back().id;
    };
    ask(wire::netfn::sensor_event, cmd::arm_pef_postpone_timer, {10});
    report(1);
    const auto seen = report(2);
    const auto deleted = report(3);
    report(4);
    pass(5s);
    EXPECT_THAT(sent_to(), IsEmpty());
    ask(wire::netfn::sensor_event, cmd::set_last_processed_event, {0, static_cast<base::Octet>(seen), 0});
    EventLog& log = console.bmc.chassis().log();
    log.erase(*log.find(deleted), 0);
    pass(5s);
    EXPECT_THAT(sent_to(), ElementsAre(7)) << "software has seen two, and one is deleted";
    ask(wire::netfn::sensor_event, cmd::arm_pef_postpone_timer, {0xFE});
    report(5);
    pass(30s);
    EXPECT_THAT(sent_to(), IsEmpty());
    ask(wire::netfn::sensor_event, cmd::arm_pef_postpone_timer, {0});
    EXPECT_THAT(sent_to(), ElementsAre(7));
}

TEST_F(Filtering, WaitsForTheHostToStart) {
    EXPECT_EQ(set(1, {0x0D}), 0) << "filters, and both delays";
    EXPECT_EQ(set(3, {10}), 0);
    EXPECT_EQ(set(4, {20}), 0);
    filter(0x01);
    alert_to(7);
    console.bmc.chassis().control(PowerAction::reset, console.now);
    overheat();
    const auto processed = [&] { return console.bmc.chassis().pef().latest_by_bmc(); };
    pass(8s);
    EXPECT_EQ(processed(), 0);
    pass(1s);
    EXPECT_EQ(processed(), 2);
    EXPECT_THAT(sent_to(), IsEmpty()) << "alerts wait longer";
    pass(9s);
    EXPECT_THAT(sent_to(), IsEmpty());
    pass(1s);
    EXPECT_THAT(sent_to(), ElementsAre(7));
}

}  // namespace
}  // namespace assay::bmc
