#include "host_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
namespace cmd = wire::cmd::app;
constexpr auto app = wire::netfn::app;
constexpr auto chassis = wire::netfn::chassis;

class FirmwareFirewall : public HostBench {
protected:
    static bool bit(const base::Octets& reply, unsigned number) {
        return (reply.at(1 + number / 8) >> number % 8 & 1) != 0;
    }
    /// Chassis commands with the enables as they are, but for `number`.
    base::Octets enables_without(unsigned number) {
        base::Octets data = ask(app, cmd::get_command_enables, {1, 0, 0});
        data.erase(data.begin());
        data[number / 8] = static_cast<base::Octet>(data[number / 8] & ~(1U << number % 8));
        data.insert(data.begin(), {1, 0, 0});
        return data;
    }
    std::uint8_t control(base::Octet action) { return code(chassis, wire::cmd::chassis::control, {action}); }
};

TEST_F(FirmwareFirewall, ListsExactlyTheCommandsThatAreAnswered) {
    const auto pairs = ask(app, cmd::get_netfn_support, {1});
    ASSERT_EQ(pairs.size(), 18);
    EXPECT_EQ(pairs[1], 0x01) << "LUN 0 only, nothing restricted";
    for (std::uint8_t function = 0; function < 0x40; function = static_cast<std::uint8_t>(function + 2)) {
        bool any = false;
        for (const std::uint8_t half : base::Octets{0x00, 0x40}) {
            const auto missing =
                ask(app, cmd::get_command_support, {1, static_cast<base::Octet>(half | function), 0});
            for (unsigned i = 0; i < 128; ++i) {
                const auto number = static_cast<std::uint8_t>(half * 2U + i);
                const bool exists = console.commands.find(function, number) != nullptr;
                EXPECT_EQ(bit(missing, i), !exists) << int{function} << '/' << int{number};
                if (!exists) {
                    EXPECT_EQ(code(function, number), 0xC1) << int{function} << '/' << int{number};
                }
                any = any || exists;
            }
        }
        EXPECT_EQ((pairs[2 + function / 16] >> function / 2 % 8 & 1) != 0, any) << int{function};
    }
    EXPECT_EQ(ask(app, cmd::get_command_support, {1, app, 1}), (base::Octets{[] {
                  base::Octets none(17, 0xFF);
                  none[0] = 0;
                  return none;
              }()}))
        << "other LUNs have none";
}

TEST_F(FirmwareFirewall, TurnsACommandOffAndOn) {
    EXPECT_TRUE(bit(ask(app, cmd::get_configurable_commands, {1, chassis, 0}), wire::cmd::chassis::control));
    const auto before = enables_without(0x7F);
    EXPECT_EQ(code(app, cmd::set_command_enables, enables_without(wire::cmd::chassis::control)), 0);
    EXPECT_EQ(control(0), 0xD6);
    EXPECT_TRUE(console.bmc.chassis().powered_on());
    EXPECT_FALSE(bit(ask(app, cmd::get_command_enables, {1, chassis, 0}), wire::cmd::chassis::control));
    EXPECT_TRUE(bit(ask(app, cmd::get_command_enables, {0x0F, chassis, 0}), wire::cmd::chassis::control))
        << "another channel keeps it";
    EXPECT_EQ(ask(app, cmd::get_netfn_support, {1})[1], 0x02);
    EXPECT_EQ(code(app, cmd::set_command_enables, before), 0);
    EXPECT_EQ(control(0), 0);
    EXPECT_EQ(ask(app, cmd::get_netfn_support, {1})[1], 0x01);
}

TEST_F(FirmwareFirewall, KeepsWhatOnlyAsksAndItself) {
    EXPECT_EQ(code(app, cmd::set_command_enables, enables_without(wire::cmd::chassis::get_status)), 0x80);
    const auto own = ask(app, cmd::get_configurable_commands, {1, app, 0});
    EXPECT_FALSE(bit(own, cmd::set_command_enables));
    EXPECT_FALSE(bit(own, cmd::get_device_id));
    EXPECT_TRUE(bit(own, cmd::cold_reset));
}

TEST_F(FirmwareFirewall, TurnsOneActionOfChassisControlOff) {
    const auto number = wire::cmd::chassis::control;
    EXPECT_THAT(ask(app, cmd::get_sub_function_support, {1, chassis, 0, number}),
                ElementsAre(0, 0x07, 0x20, 0x11, 0xC0, 0xFF, 0xFF, 0xFF));
    EXPECT_THAT(ask(app, cmd::get_configurable_sub_functions, {1, chassis, 0, number}),
                ElementsAre(0, 0x3F, 0, 0, 0));
    EXPECT_EQ(code(app, cmd::set_sub_function_enables, {1, chassis, 0, number, 0x3E, 0, 0, 0}), 0);
    EXPECT_THAT(ask(app, cmd::get_sub_function_enables, {1, chassis, 0, number}),
                ElementsAre(0, 0x3E, 0, 0, 0));
    EXPECT_EQ(control(0), 0xD6);
    EXPECT_EQ(control(3), 0);
    EXPECT_EQ(code(app, cmd::set_sub_function_enables, {1, chassis, 0, number, 0x7F, 0, 0, 0}), 0x80);
    EXPECT_EQ(code(app, cmd::set_sub_function_enables, {1, chassis, 0, number, 0x3F, 0, 0, 0}), 0);
    EXPECT_EQ(control(0), 0);
    EXPECT_EQ(code(app, cmd::get_sub_function_support, {1, chassis, 0, 0x7E}), 0xCB);
}

TEST_F(FirmwareFirewall, RefusesOtherChannelsLengthsAndPrivileges) {
    for (const std::uint8_t number :
         {cmd::get_command_support, cmd::get_configurable_commands, cmd::get_command_enables}) {
        EXPECT_EQ(code(app, number, {7, chassis, 0}), 0xCC);
        EXPECT_EQ(code(app, number, {1, 0x80, 0}), 0xCC) << "no such half";
        EXPECT_EQ(code(app, number, {1, chassis, 0, 0}), 0xC7) << "a body is for group extensions";
        EXPECT_EQ(code(app, number, {1, wire::netfn::group_extension, 0, 0}), 0);
        EXPECT_EQ(code(app, number, {1, 0x2E, 0, 1, 2, 3}), 0);
        EXPECT_EQ(code(app, number, {1, 0x2E, 0, 1, 2}), 0xC7);
        expect_lengths(app, number, 3, 3);
        EXPECT_EQ(code_as("viewer", "look", 2, app, number, {1, chassis, 0}), 0);
    }
    EXPECT_EQ(code(app, cmd::get_netfn_support, {7}), 0xCC);
    expect_lengths(app, cmd::get_netfn_support, 1, 1);
    expect_lengths(app, cmd::set_command_enables, 19, 19);
    expect_lengths(app, cmd::set_sub_function_enables, 8, 8);
    EXPECT_EQ(code_as("oper", "switch", 3, app, cmd::set_command_enables, base::Octets(19)), 0xD4);
    EXPECT_EQ(code_as("oper", "switch", 3, app, cmd::set_sub_function_enables, base::Octets(8)), 0xD4);
}

TEST_F(FirmwareFirewall, ListsTheBodiesOfGroupExtensions) {
    const auto ask_for = [&](base::Octet function, base::Octet index) {
        return ask(app, cmd::get_oem_netfn_support, {1, function, index});
    };
    EXPECT_THAT(ask_for(wire::netfn::group_extension, 0), ElementsAre(0, 0x00, 1, wire::body::picmg));
    EXPECT_THAT(ask_for(wire::netfn::group_extension, 1), ElementsAre(0, 0x80, 1, wire::body::dcmi))
        << "the last";
    EXPECT_THAT(ask_for(wire::netfn::group_extension, 2), ElementsAre(0xCC));
    EXPECT_THAT(ask_for(0x2E, 0), ElementsAre(0xCC)) << "there is no maker's command";
    const auto is_there = [&](base::Octet body, unsigned number) {
        return !bit(ask(app, cmd::get_command_support, {1, wire::netfn::group_extension, 0, body}), number);
    };
    EXPECT_TRUE(is_there(wire::body::dcmi, wire::cmd::dcmi::get_capabilities));
    EXPECT_FALSE(is_there(wire::body::picmg, wire::cmd::dcmi::get_capabilities)) << "that is not PICMG's";
    EXPECT_TRUE(is_there(wire::body::picmg, wire::cmd::picmg::get_upgrade_capabilities));
    EXPECT_FALSE(is_there(0x52, wire::cmd::picmg::get_upgrade_capabilities)) << "no such body";
    EXPECT_THAT(ask_for(chassis, 0), ElementsAre(0xCC));
    EXPECT_EQ(code(app, cmd::get_oem_netfn_support, {7, wire::netfn::group_extension, 0}), 0xCC);
    expect_lengths(app, cmd::get_oem_netfn_support, 3, 3);
}

}  // namespace
}  // namespace assay::bmc
