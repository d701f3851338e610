#include "asking.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
namespace cmd = wire::cmd::transport;

class LanCommands : public Asking {
protected:
    base::Octets get(std::uint8_t parameter, std::uint8_t set = 0) {
        return ask(wire::netfn::transport, cmd::get_lan_config, {1, parameter, set, 0});
    }
    std::uint8_t set(std::uint8_t parameter, const base::Octets& value) {
        base::Octets data{1, parameter};
        data.insert(data.end(), value.begin(), value.end());
        return code(wire::netfn::transport, cmd::set_lan_config, data);
    }
};

TEST_F(LanCommands, ReadTheAddresses) {
    EXPECT_THAT(get(3), ElementsAre(0, 0x11, 127, 0, 0, 1));
    EXPECT_THAT(get(4), ElementsAre(0, 0x11, 1));
    EXPECT_THAT(get(22), ElementsAre(0, 0x11, std::size(wire::supported_suites) - 1));
    EXPECT_EQ(get(99).at(0), 0x80);
    EXPECT_EQ(code(wire::netfn::transport, cmd::get_lan_config, {3, 3, 0, 0}), 0xCC) << "no such channel";
    EXPECT_THAT(ask(wire::netfn::transport, cmd::get_lan_config, {0x81, 3, 0, 0}), ElementsAre(0, 0x11));
    EXPECT_EQ(code(wire::netfn::transport, cmd::get_lan_config, {0x81, 99, 0, 0}), 0x80);
    EXPECT_THAT(lengths_taken(wire::netfn::transport, cmd::get_lan_config, 12), ElementsAre(4));
}

TEST_F(LanCommands, SetWhatCanBeSet) {
    EXPECT_EQ(set(3, {192, 0, 2, 7}), 0);
    EXPECT_THAT(get(3), ElementsAre(0, 0x11, 192, 0, 2, 7));
    EXPECT_EQ(set(20, {0x0A, 0x80}), 0);
    EXPECT_THAT(get(20), ElementsAre(0, 0x11, 0x0A, 0x80));
    base::Octets community(18);
    community[0] = 'x';
    EXPECT_EQ(set(16, community), 0);
    EXPECT_EQ(console.bmc.chassis().lan().community(), "x");
    EXPECT_EQ(set(26, {1, 3, 6, 0, 30, 0}), 0);
    EXPECT_THAT(get(26), ElementsAre(0, 0x11, 1, 3, 6, 0, 30, 0));
    EXPECT_EQ(code(wire::netfn::transport, cmd::set_lan_config, {4, 3, 1, 2, 3, 4}), 0xCC)
        << "no such channel";
}

TEST_F(LanCommands, RefuseWrongValuesLengthsAndNumbers) {
    EXPECT_EQ(set(3, {1, 2, 3}), 0xC7);
    EXPECT_EQ(set(3, {1, 2, 3, 4, 5}), 0xC7);
    EXPECT_EQ(set(6, {255, 0, 255, 0}), 0xCC) << "not a netmask";
    EXPECT_EQ(set(4, {5}), 0xCC);
    EXPECT_EQ(set(8, {0, 0}), 0xCC);
    EXPECT_EQ(set(20, {1, 0x40}), 0xCC) << "reserved bits";
    EXPECT_EQ(set(21, {8}), 0xCC);
    EXPECT_EQ(set(24, {0, 0x55, 0, 0, 0, 0, 0, 0, 0}), 0xCC);
    EXPECT_EQ(set(51, {3}), 0xCC);
    for (const std::uint8_t parameter : base::Octets{1, 17, 22, 23, 50, 55, 57, 59, 73, 79}) {
        EXPECT_EQ(set(parameter, {0}), 0x82) << int{parameter};
    }
    for (const std::uint8_t parameter : base::Octets{27, 49, 63, 80, 200}) {
        EXPECT_EQ(set(parameter, {0}), 0x80) << int{parameter};
        EXPECT_EQ(get(parameter).at(0), 0x80) << int{parameter};
    }
}

TEST_F(LanCommands, KeepDestinationsApart) {
    EXPECT_THAT(get(17), ElementsAre(0, 0x11, 4));
    EXPECT_EQ(set(18, {2, 0x80, 3, 4}), 0);
    EXPECT_EQ(set(19, {2, 0, 0, 198, 51, 100, 9, 0, 0, 0, 0, 0, 0}), 0);
    EXPECT_THAT(get(18, 2), ElementsAre(0, 0x11, 2, 0x80, 3, 4));
    EXPECT_THAT(get(18, 1), ElementsAre(0, 0x11, 1, 0, 0, 0));
    EXPECT_THAT(get(19, 2), ElementsAre(0, 0x11, 2, 0, 0, 198, 51, 100, 9, 0, 0, 0, 0, 0, 0));
    EXPECT_EQ(get(18, 5).at(0), 0xC9);
    EXPECT_EQ(set(18, {5, 0, 0, 0}), 0xC9);
    EXPECT_EQ(set(18, {1, 3, 0, 0}), 0xCC) << "no such type of destination";
}

TEST_F(LanCommands, ReadAndSetIpv6) {
    EXPECT_THAT(get(50), ElementsAre(0, 0x11, 2));
    EXPECT_THAT(get(55), ElementsAre(0, 0x11, 4, 0, 0));
    EXPECT_EQ(set(51, {2}), 0);
    EXPECT_THAT(get(51), ElementsAre(0, 0x11, 2));
    base::Octets address(20);
    address[0] = 3;
    address[1] = 0x80;
    address[2] = 0x20;
    address[3] = 0x01;
    address[18] = 64;
    EXPECT_EQ(set(56, address), 0);
    EXPECT_EQ(get(56, 3).at(4), 0x20);
    EXPECT_EQ(get(56, 3).size(), 2U + 20U);
    address[18] = 129;
    EXPECT_EQ(set(56, address), 0xCC) << "no such prefix length";
    EXPECT_EQ(get(56, 4).at(0), 0xC9);
    EXPECT_EQ(get(59, 0).at(0), 0xC9) << "there are no dynamic addresses";
}

TEST_F(LanCommands, SayWhetherSomebodyIsChangingThem) {
    EXPECT_THAT(get(0), ElementsAre(0, 0x11, 0));
    EXPECT_EQ(set(0, {1}), 0);
    EXPECT_THAT(get(0), ElementsAre(0, 0x11, 1));
    EXPECT_EQ(set(0, {1}), 0x81);
    EXPECT_EQ(set(0, {2}), 0);
    EXPECT_THAT(get(0), ElementsAre(0, 0x11, 0));
    EXPECT_EQ(set(0, {3}), 0xCC);
}

TEST_F(LanCommands, LimitWhatASuiteMay) {
    EXPECT_EQ(set(24, {0, 0x24, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22, 0x22}), 0);
    const auto first = wire::supported_suites[1], second = wire::supported_suites[2];
    EXPECT_EQ(console.bmc.chassis().lan().suite_limit(first.id), wire::Privilege::administrator);
    EXPECT_EQ(console.bmc.chassis().lan().suite_limit(second.id), wire::Privilege::user);
    EXPECT_EQ(console.bmc.chassis().lan().suite_limit(14), wire::Privilege::none);
}

TEST_F(LanCommands, CountPackets) {
    const auto statistics = [&](std::uint8_t clear) {
        return ask(wire::netfn::transport, cmd::get_lan_statistics, {1, clear});
    };
    EXPECT_THAT(statistics(1), testing::Each(0));
    EXPECT_TRUE(console.exchange({1, 2, 3}).empty());
    // the answer to the clearing one, the broken one, and this one, which is not answered yet
    EXPECT_THAT(statistics(0), ElementsAre(0, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2, 0, 1, 0, 0, 0, 0, 0));
    EXPECT_EQ(code(wire::netfn::transport, cmd::get_lan_statistics, {2, 0}), 0xCC);
    EXPECT_THAT(lengths_taken(wire::netfn::transport, cmd::get_lan_statistics, 9), ElementsAre(2));
}

TEST_F(LanCommands, AreForThoseWhoMay) {
    auto operating = console.log_in("oper", "switch", 3);
    auto viewing = console.log_in("viewer", "look", 2);
    EXPECT_EQ(console.command(operating, wire::netfn::transport, cmd::set_lan_config, {1, 0, 1}).at(0), 0xD4);
    EXPECT_EQ(console.command(operating, wire::netfn::transport, cmd::get_lan_config, {1, 3, 0, 0}).at(0), 0);
    EXPECT_EQ(console.command(viewing, wire::netfn::transport, cmd::get_lan_config, {1, 3, 0, 0}).at(0),
              0xD4);
    EXPECT_EQ(console.command(viewing, wire::netfn::transport, cmd::get_lan_statistics, {1, 0}).at(0), 0);
}

TEST_F(LanCommands, SuspendsArpsUntilTheHostIsResetOrLosesItsPower) {
    const auto suspend = [&](base::Octet which) {
        return ask(wire::netfn::transport, cmd::suspend_arps, {1, which});
    };
    EXPECT_EQ(code(wire::netfn::transport, cmd::set_lan_config, {1, 10, 3}), 0);
    EXPECT_THAT(suspend(1), ElementsAre(0, 2)) << "no gratuitous ones";
    EXPECT_THAT(suspend(3), ElementsAre(0, 0));
    EXPECT_THAT(suspend(0), ElementsAre(0, 3));
    suspend(3);
    const LanConfig& lan = console.bmc.chassis().lan();
    console.bmc.chassis().control(PowerAction::reset, console.now);
    EXPECT_EQ(lan.occurring_arps(), 3);
    suspend(3);
    console.bmc.chassis().control(PowerAction::down, console.now);
    EXPECT_EQ(lan.occurring_arps(), 3);
    EXPECT_EQ(code(wire::netfn::transport, cmd::set_lan_config, {1, 10, 0}), 0);
    EXPECT_THAT(suspend(0), ElementsAre(0, 0)) << "what parameter 10 turns off does not occur";
    EXPECT_EQ(code(wire::netfn::transport, cmd::suspend_arps, {1, 4}), 0xCC);
    EXPECT_EQ(code(wire::netfn::transport, cmd::suspend_arps, {2, 0}), 0xCC);
    EXPECT_THAT(lengths_taken(wire::netfn::transport, cmd::suspend_arps, 9), ElementsAre(2));
}

}  // namespace
}  // namespace assay::bmc
