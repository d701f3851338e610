#include "asking.hpp"
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
    base::Octets get(std::uint8_t parameter, std::uint8_t set = 0) {
        return ask(wire::netfn::sensor_event, cmd::get_pef_config, {parameter, set, 0});
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
    EXPECT_EQ(console.bmc.chassis().alert_status(), 1);
    overheat();
    EXPECT_THAT(console.bmc.take_outgoing(), IsEmpty()) << "it is still hot, and that is no new event";
}

TEST_F(Filtering, SendsNothingWhenTheChannelHasAlertingOff) {
    filter(0x01);
    alert_to(9);
    ask(wire::netfn::app, wire::cmd::app::set_channel_access, {1, 0x80 | 0x22, 0});
    overheat();
    EXPECT_THAT(console.bmc.take_outgoing(), IsEmpty());
    EXPECT_EQ(console.bmc.chassis().alert_status(), 2);
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

TEST_F(Filtering, DoesNothingWhenItIsOffPostponedOrDoesNotMatch) {
    filter(0x02);
    EXPECT_EQ(set(2, {0x01}), 0) << "only alerts are allowed";
    overheat();
    console.now += 1s;
    console.bmc.tick(console.now);
    EXPECT_TRUE(console.bmc.chassis().powered_on());
    EXPECT_THAT(ask(wire::netfn::sensor_event, cmd::arm_pef_postpone_timer, {30}), ElementsAre(0, 30));
    console.now += 10s;
    EXPECT_THAT(ask(wire::netfn::sensor_event, cmd::arm_pef_postpone_timer, {0xFF}), ElementsAre(0, 20));
    EXPECT_THAT(ask(wire::netfn::sensor_event, cmd::arm_pef_postpone_timer, {0xFE}), ElementsAre(0, 0xFE));
}

TEST_F(Filtering, IsConfigured) {
    EXPECT_THAT(ask(wire::netfn::sensor_event, cmd::get_pef_capabilities), ElementsAre(0, 0x51, 0x2F, 16));
    EXPECT_THAT(get(5), ElementsAre(0, 0x11, 16));
    EXPECT_EQ(set(5, {1}), 0x82);
    EXPECT_EQ(set(12, {1}), 0x80);
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
    EXPECT_EQ(code(wire::netfn::sensor_event, cmd::get_pef_config, {0x8C, 0, 0}), 0x80);
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

}  // namespace
}  // namespace assay::bmc
