#include <gmock/gmock.h>

#include "command_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
namespace cmd = wire::cmd::dcmi;
constexpr auto group = wire::netfn::group_extension;

// beside the test chassis' Temp, which is at the system board, so a baseboard's
constexpr auto managed = R"(
[[sensor]]
name = "Inlet"
number = 21
type = "temperature"
entity = "air inlet"
unit = "degrees C"
conversion = { signed = true }
base = -4

[[sensor]]
name = "CPU 2"
number = 22
type = "temperature"
entity = "dcmi processor"
instance = 2
unit = "degrees C"
base = 62
needs_host = true

[[sensor]]
name = "CPU 1"
number = 23
type = "temperature"
entity = "processor"
instance = 1
unit = "degrees C"
base = 60
needs_host = true

[[sensor]]
name = "Power"
number = 24
type = "other units"
entity = "system board"
unit = "watts"
base = 200
needs_host = true

[dcmi]
asset_tag = "a tag of more than sixteen octets"
power_sensor = "Power"
least_limit = 100
most_limit = 400
)";

class ManagedChassis : public testing::Test, public CommandBench {
protected:
    ManagedChassis() : CommandBench{test_chassis + std::string{managed}} {}

    base::Octets ask(std::uint8_t number, base::Octets data = {}) {
        data.insert(data.begin(), 0xDC);
        return CommandBench::ask(group, number, data);
    }
    std::uint8_t code(std::uint8_t number, const base::Octets& data = {}) { return ask(number, data).at(0); }
    void pass(base::Duration time) {
        console.now += time;
        console.bmc.tick(console.now);
    }
    /// Reads a text in parts, as clients do.
    std::string text(std::uint8_t number) {
        std::string whole;
        for (std::uint8_t offset = 0;; offset = static_cast<std::uint8_t>(offset + 16)) {
            const auto reply = ask(number, {offset, 16});
            whole.append(reply.begin() + 3, reply.end());
            if (offset + 16 >= reply.at(2)) return whole;
        }
    }
};

TEST_F(ManagedChassis, TakesNoRequestOfAnotherGroup) {
    EXPECT_EQ(CommandBench::code(group, cmd::get_capabilities, {0x00, 1}), 0xC1);
    EXPECT_EQ(CommandBench::code(group, cmd::get_power_reading, {0x57, 1, 0, 0}), 0xC1);
    EXPECT_EQ(CommandBench::code(group, cmd::get_temperature_readings, {0x00, 1, 0x40, 0, 0}), 0xC1);
}

TEST_F(ManagedChassis, TellsItsCapabilities) {
    EXPECT_THAT(ask(cmd::get_capabilities, {1}), ElementsAre(0, 0xDC, 1, 5, 2, 0, 1, 0));
    EXPECT_THAT(ask(cmd::get_capabilities, {2}), ElementsAre(0, 0xDC, 1, 5, 2, 4, 0, 6, 0, 1))
        << "a SEL of four records that does not roll over";
    EXPECT_THAT(ask(cmd::get_capabilities, {3}), ElementsAre(0, 0xDC, 1, 5, 2, 0x40, 1));
    EXPECT_THAT(ask(cmd::get_capabilities, {4}), ElementsAre(0, 0xDC, 1, 5, 2, 1, 0xFF, 0xFF));
    const auto periods = ask(cmd::get_capabilities, {5});
    EXPECT_EQ(periods.at(5), periods.size() - 6);
    EXPECT_EQ(code(cmd::get_capabilities, {0}), 0xCC);
    EXPECT_EQ(code(cmd::get_capabilities, {6}), 0xCC);
}

TEST_F(ManagedChassis, ChecksLengthsAndPrivileges) {
    struct Rule {
        std::uint8_t command, least, most, privilege;
    };
    constexpr std::uint8_t any = 40;
    for (const Rule& rule : {Rule{cmd::get_capabilities, 2, 2, 2}, Rule{cmd::get_power_reading, 4, 4, 2},
                             Rule{cmd::get_power_limit, 3, 3, 2}, Rule{cmd::set_power_limit, 15, 15, 3},
                             Rule{cmd::activate_power_limit, 4, 4, 3}, Rule{cmd::get_asset_tag, 3, 3, 2},
                             Rule{cmd::get_sensor_info, 5, 5, 3}, Rule{cmd::set_asset_tag, 3, any, 3},
                             Rule{cmd::get_controller_id, 3, 3, 2}, Rule{cmd::set_controller_id, 3, any, 4},
                             Rule{cmd::set_thermal_limit, 7, 7, 3}, Rule{cmd::get_thermal_limit, 3, 3, 3},
                             Rule{cmd::get_temperature_readings, 5, 5, 2},
                             Rule{cmd::set_configuration, 4, 5, 4}, Rule{cmd::get_configuration, 3, 3, 2}}) {
        expect_lengths(group, rule.command, rule.least, rule.most);
        expect_privilege(group, rule.command, rule.least, rule.privilege);
    }
}

TEST_F(ManagedChassis, ReadsThePowerBetweenItsLeastAndItsMost) {
    const auto watts = [this] {  // present, least, most, average
        return base::to_hex(base::OctetView{ask(cmd::get_power_reading, {1, 0, 0})}.subspan(2, 8));
    };
    EXPECT_EQ(watts(), "c800c800c800c800");
    pass(3s);
    Chassis& chassis = console.bmc.chassis();
    chassis.sensor(chassis.dcmi().power_sensor().value())->drive(250, 0s, 0s);
    chassis.sample_now(console.now);
    EXPECT_EQ(watts().substr(0, 12), "fa00c800fa00") << "beyond what was sampled once a second";
}

TEST_F(ManagedChassis, ReadsThePower) {
    pass(3s);
    const auto reply = ask(cmd::get_power_reading, {1, 0, 0});
    EXPECT_EQ(base::to_hex(base::OctetView{reply}.subspan(1, 9)), "dcc800c800c800c800");
    EXPECT_EQ(base::to_hex(base::OctetView{reply}.subspan(14)), "60ea000040") << "60 s; measuring";
    EXPECT_EQ(base::to_hex(base::OctetView{ask(cmd::get_power_reading, {2, 0x41, 0})}.subspan(14)),
              "4100000040");
    EXPECT_EQ(code(cmd::get_power_reading, {2, 0x42, 0}), 0xCC) << "no such rolling average";
    EXPECT_EQ(code(cmd::get_power_reading, {3, 0, 0}), 0xCC);
    Chassis& machine = console.bmc.chassis();
    const auto meter =
        std::ranges::find(machine.sensors(), "Power", [](const Sensor& one) { return one.identity().name; });
    machine.sensor(meter->identity().number)->drive(240, {}, {});
    machine.sample_now(console.now);
    const auto more = ask(cmd::get_power_reading, {1, 0, 0});
    EXPECT_EQ(base::to_hex(base::OctetView{more}.subspan(1, 9)), "dcf000c800f000c800")
        << "the most is no less than the present";
    CommandBench::ask(wire::netfn::chassis, wire::cmd::chassis::control, {0});
    const auto off = ask(cmd::get_power_reading, {1, 0, 0});
    EXPECT_EQ(base::to_hex(base::OctetView{off}.subspan(1, 9)), "dc0000000000000000");
    EXPECT_EQ(off.back(), 0x00) << "the sensor needs the host";
}

TEST_F(ManagedChassis, SetsThePowerLimit) {
    const auto limit = [&](std::uint8_t action, std::uint8_t watts, std::uint8_t correction,
                           std::uint8_t sampling) {
        return code(cmd::set_power_limit,
                    {0, 0, 0, action, watts, 0, 0, correction, 0, 0, 0, 0, sampling, 0});
    };
    EXPECT_THAT(ask(cmd::get_power_limit, {0, 0}),
                ElementsAre(0x80, 0xDC, 0, 0, 0x11, 0, 0, 0x70, 0x17, 0, 0, 0, 0, 60, 0));
    EXPECT_EQ(code(cmd::activate_power_limit, {1, 0, 0}), 0xD5) << "there is none yet";
    EXPECT_EQ(limit(0x01, 150, 8, 30), 0);
    EXPECT_EQ(ask(cmd::get_power_limit, {0, 0}).at(0), 0x80) << "set is not active";
    EXPECT_EQ(code(cmd::activate_power_limit, {1, 0, 0}), 0);
    EXPECT_THAT(ask(cmd::get_power_limit, {0, 0}),
                ElementsAre(0, 0xDC, 0, 0, 0x01, 150, 0, 0, 8, 0, 0, 0, 0, 30, 0));
    EXPECT_EQ(code(cmd::activate_power_limit, {2, 0, 0}), 0xCC);
    EXPECT_EQ(limit(0x02, 150, 8, 30), 0xCC) << "there is no OEM action";
    EXPECT_EQ(limit(0x01, 99, 8, 30), 0x84);
    EXPECT_EQ(limit(0x01, 150, 0, 30), 0x85);
    EXPECT_EQ(limit(0x01, 150, 8, 0), 0x89);
    EXPECT_EQ(code(cmd::activate_power_limit, {0, 0, 0}), 0);
    EXPECT_EQ(ask(cmd::get_power_limit, {0, 0}).at(0), 0x80);
}

TEST_F(ManagedChassis, KeepsTheAssetTag) {
    EXPECT_EQ(text(cmd::get_asset_tag), "a tag of more than sixteen octets");
    EXPECT_THAT(ask(cmd::get_asset_tag, {0, 0}), ElementsAre(0, 0xDC, 33));
    EXPECT_EQ(code(cmd::get_asset_tag, {0, 17}), 0xCC);
    EXPECT_EQ(code(cmd::get_asset_tag, {64, 1}), 0xC9);
    EXPECT_THAT(ask(cmd::set_asset_tag, {0, 3, 'n', 'e', 'w'}), ElementsAre(0, 0xDC, 3));
    EXPECT_THAT(ask(cmd::set_asset_tag, {3, 2, 'e', 'r'}), ElementsAre(0, 0xDC, 5));
    EXPECT_EQ(text(cmd::get_asset_tag), "newer");
    EXPECT_EQ(code(cmd::set_asset_tag, {6, 1, 'x'}), 0xC9) << "a gap";
    EXPECT_EQ(code(cmd::set_asset_tag, {0, 2, 'x'}), 0xC7);
    EXPECT_EQ(code(cmd::set_asset_tag, base::Octets(2 + 17, 17)), 0xCC);
}

TEST_F(ManagedChassis, KeepsTheControllersId) {
    EXPECT_EQ(text(cmd::get_controller_id), "DCMI000000000000");
    EXPECT_THAT(ask(cmd::set_controller_id, {0, 4, 'b', 'm', 'c', 0}), ElementsAre(0, 0xDC, 4));
    EXPECT_EQ(text(cmd::get_controller_id), "bmc");
}

TEST_F(ManagedChassis, FindsTheSensors) {
    EXPECT_THAT(ask(cmd::get_sensor_info, {1, 0x40, 0, 0}), ElementsAre(0, 0xDC, 1, 1, 4, 0));
    EXPECT_THAT(ask(cmd::get_sensor_info, {1, 0x37, 0, 0}), ElementsAre(0, 0xDC, 1, 1, 4, 0))
        << "IPMI's own entity";
    EXPECT_THAT(ask(cmd::get_sensor_info, {1, 0x41, 0, 1}), ElementsAre(0, 0xDC, 2, 2, 6, 0, 5, 0))
        << "by instance";
    EXPECT_THAT(ask(cmd::get_sensor_info, {1, 0x41, 0, 2}), ElementsAre(0, 0xDC, 2, 1, 5, 0));
    EXPECT_THAT(ask(cmd::get_sensor_info, {1, 0x41, 2, 0}), ElementsAre(0, 0xDC, 1, 1, 5, 0));
    EXPECT_THAT(ask(cmd::get_sensor_info, {1, 0x42, 0, 0}), ElementsAre(0, 0xDC, 1, 1, 1, 0));
    EXPECT_EQ(code(cmd::get_sensor_info, {2, 0x40, 0, 0}), 0xCC);
    EXPECT_EQ(code(cmd::get_sensor_info, {1, 0x1D, 0, 0}), 0xCC);
}

TEST_F(ManagedChassis, ReadsTheTemperatures) {
    pass(1s);
    EXPECT_THAT(ask(cmd::get_temperature_readings, {1, 0x40, 0, 0}), ElementsAre(0, 0xDC, 1, 1, 0x84, 1))
        << "-4";
    EXPECT_THAT(ask(cmd::get_temperature_readings, {1, 0x41, 0, 0}),
                ElementsAre(0, 0xDC, 2, 2, 60, 1, 62, 2));
    CommandBench::ask(wire::netfn::chassis, wire::cmd::chassis::control, {0});
    EXPECT_THAT(ask(cmd::get_temperature_readings, {1, 0x41, 0, 0}), ElementsAre(0, 0xDC, 0, 0));
    EXPECT_EQ(code(cmd::get_temperature_readings, {2, 0x40, 0, 0}), 0xCC);
}

TEST_F(ManagedChassis, KeepsThermalLimits) {
    EXPECT_THAT(ask(cmd::get_thermal_limit, {0x40, 1}), ElementsAre(0, 0xDC, 0, 0, 0, 0));
    EXPECT_EQ(code(cmd::set_thermal_limit, {0x40, 1, 0xA0, 45, 10, 1}), 0);
    EXPECT_THAT(ask(cmd::get_thermal_limit, {0x37, 1}), ElementsAre(0, 0xDC, 0xA0, 45, 10, 1));
    EXPECT_EQ(code(cmd::set_thermal_limit, {0x41, 2, 0x20, 90, 0, 0}), 0);
    CommandBench::ask(wire::netfn::chassis, wire::cmd::chassis::control, {0});
    EXPECT_THAT(ask(cmd::get_thermal_limit, {0x41, 2}), ElementsAre(0, 0xDC, 0, 0, 0, 0))
        << "of one power cycle only";
    EXPECT_THAT(ask(cmd::get_thermal_limit, {0x40, 1}), ElementsAre(0, 0xDC, 0xA0, 45, 10, 1));
    EXPECT_EQ(code(cmd::set_thermal_limit, {0x40, 2, 0xA0, 45, 0, 0}), 0xCB);
    EXPECT_EQ(code(cmd::set_thermal_limit, {0x40, 1, 0x10, 45, 0, 0}), 0xCC);
    EXPECT_EQ(code(cmd::get_thermal_limit, {0x1D, 1}), 0xCC);
}

TEST_F(ManagedChassis, IsConfigured) {
    EXPECT_THAT(ask(cmd::get_configuration, {1, 0}), ElementsAre(0, 0xDC, 1, 5, 1, 0));
    EXPECT_THAT(ask(cmd::get_configuration, {2, 0}), ElementsAre(0, 0xDC, 1, 5, 1, 0x01));
    EXPECT_THAT(ask(cmd::get_configuration, {4, 0}), ElementsAre(0, 0xDC, 1, 5, 1, 120, 0));
    EXPECT_EQ(code(cmd::set_configuration, {1, 0, 1}), 0);
    EXPECT_EQ(code(cmd::set_configuration, {2, 0, 0x82}), 0);
    EXPECT_EQ(code(cmd::set_configuration, {3, 0, 9}), 0);
    EXPECT_EQ(code(cmd::set_configuration, {5, 0, 0x34, 0x12}), 0);
    EXPECT_THAT(ask(cmd::get_configuration, {2, 0}), ElementsAre(0, 0xDC, 1, 5, 1, 0x82));
    EXPECT_THAT(ask(cmd::get_configuration, {3, 0}), ElementsAre(0, 0xDC, 1, 5, 1, 9));
    EXPECT_THAT(ask(cmd::get_configuration, {5, 0}), ElementsAre(0, 0xDC, 1, 5, 1, 0x34, 0x12));
    EXPECT_EQ(code(cmd::set_configuration, {2, 0, 0x04}), 0xCC);
    EXPECT_EQ(code(cmd::set_configuration, {3, 0, 0}), 0xCC);
    EXPECT_EQ(code(cmd::set_configuration, {4, 0, 1}), 0xC7);
    EXPECT_EQ(code(cmd::set_configuration, {6, 0, 1}), 0x80);
    EXPECT_EQ(code(cmd::set_configuration, {2, 1, 1}), 0xCC);
    EXPECT_EQ(code(cmd::get_configuration, {6, 0}), 0x80);
}

class ChassisWithoutAPowerSensor : public testing::Test, public CommandBench {};

TEST_F(ChassisWithoutAPowerSensor, HasNoCommandsForIt) {
    EXPECT_THAT(ask(group, cmd::get_capabilities, {0xDC, 1}), ElementsAre(0, 0xDC, 1, 5, 2, 0, 0, 0));
    EXPECT_EQ(code(group, cmd::get_power_reading, {0xDC, 1, 0, 0}), 0xC1);
    EXPECT_EQ(code(group, cmd::get_power_limit, {0xDC, 0, 0}), 0xC1);
}

}  // namespace
}  // namespace assay::bmc
