// The parts of a chassis file that stand beside the chassis: satellites, bus devices, data center management.
#include <gmock/gmock.h>

#include "assay/base/setup_error.hpp"
#include "assay/bmc/chassis_file.hpp"

namespace assay::bmc {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

constexpr auto chassis = R"(name = "test"
[device]
guid = "00112233-4455-6677-8899-aabbccddeeff"
[[user]]
id = 2
name = "a"
password = "b"
[[sensor]]
name = "Power"
number = 1
type = "other units"
entity = "system board"
unit = "watts"
base = 100
[[fru]]
id = 3
[fru.product]
name = "Board"
)";

constexpr auto blade = R"([[satellite]]
name = "Blade 1"
address = 0x82
entity = "processing blade"
instance = 1
[satellite.device]
id = 0x30
guid = "00112233-4455-6677-8899-aabbccddee01"
[[satellite.sensor]]
name = "Blade Temp"
number = 1
type = "temperature"
entity = "processing blade"
unit = "degrees C"
base = 33
[[satellite.fru]]
id = 0
product = { name = "Blade" }
)";

ChassisModel read(const std::string& more) { return parse_chassis(chassis + more, "x.toml"); }

std::string complaint(const std::string& more) {
    try {
        static_cast<void>(read(more));
        return "no complaint";
    } catch (const base::SetupError& error) {
        return error.what();
    }
}

std::string blade_with(const std::string& from, const std::string& to) {
    std::string text = blade;
    return text.replace(text.find(from), from.size(), to);
}

TEST(Satellites, OwnTheirSensors) {
    const auto model =
        read(blade + std::string{"[[satellite]]\nname = \"Shelf\"\naddress = 0x72\nchannel = 7\n"
                                 "behind = 0x82\nentity = \"system chassis\"\n"
                                 "[satellite.device]\nguid = \"00112233-4455-6677-8899-aabbccddee02\"\n"});
    ASSERT_THAT(model.satellites, SizeIs(2));
    const SatelliteModel& first = model.satellites[0];
    EXPECT_EQ(first.device.id, 0x30);
    EXPECT_TRUE(first.device.has_device_sdrs);
    EXPECT_TRUE(first.records_in_repository);
    ASSERT_THAT(first.sensors, SizeIs(1));
    const auto& record = std::get<ipmi_wire::FullSensorRecord>(first.sensors[0].record);
    EXPECT_EQ(record.sensor.owner, 0x82);
    EXPECT_EQ(model.satellites[1].behind, 0x82);
    EXPECT_FALSE(model.satellites[1].records_in_repository);
}

TEST(Satellites, HaveAddressesThatNobodyElseHas) {
    EXPECT_THAT(complaint(blade_with("0x82", "0x20")),
                HasSubstr("x.toml:21: satellite 'Blade 1': wrong 'address'"));
    EXPECT_THAT(complaint(blade_with("0x82", "0x83")), HasSubstr("an even number"));
    EXPECT_THAT(complaint(blade_with("0x82", "0xF0")), HasSubstr("from 16 to 238"));
    EXPECT_THAT(complaint(blade + std::string{blade}),
                HasSubstr("neither the BMC (0x20) nor another satellite"));
    EXPECT_THAT(complaint(blade_with("[satellite.device]", "behind = 0x90\n[satellite.device]")),
                HasSubstr("a satellite that stands before this one"));
    EXPECT_THAT(complaint("[[satellite]]\nname = \"B\"\naddress = 0x82\nentity = \"fan\"\n"),
                HasSubstr("[satellite.device]"));
}

TEST(BusDevices, HoldDataOrAreAFru) {
    const auto model = read(
        "[[bus_device]]\nbus = 1\naddress = 0xA0\nfru = 3\n"
        "[[bus_device]]\nbus = 1\naddress = 0xA2\ndata = \"92 10\"\nsize = 128\n");
    ASSERT_THAT(model.bus_devices, SizeIs(2));
    EXPECT_EQ(model.bus_devices[0].fru, 3);
    EXPECT_THAT(*model.bus_devices[1].content, SizeIs(128));
    EXPECT_EQ(model.bus_devices[1].content->at(1), 0x10);
    EXPECT_EQ(model.bus_devices[1].content->at(2), 0xFF) << "as an erased EEPROM reads";
    EXPECT_THAT(complaint("[[bus_device]]\nbus = 1\naddress = 0xA0\nfru = 9\n"),
                HasSubstr("the id of a [[fru]]"));
    EXPECT_THAT(complaint("[[bus_device]]\nbus = 1\naddress = 0xA0\ndata = \"00 01\"\nsize = 1\n"),
                HasSubstr("at least the 2 octets"));
    EXPECT_THAT(complaint("[[bus_device]]\nbus = 1\naddress = 0xA0\nfru = 3\n[[bus_device]]\nbus = 1\n"
                          "address = 0xA0\nfru = 3\n"),
                HasSubstr("no other device of this bus"));
}

TEST(Dcmi, IsRead) {
    const auto model = read(
        "[dcmi]\nasset_tag = \"rack 7\"\npower_sensor = \"Power\"\nleast_limit = 50\n"
        "most_limit = 500\npower_limit = { watts = 200, exception = \"power off\" }\n"
        "dhcp = { options_60_and_43 = true, retry_interval = 300 }\n"
        "[[dcmi.thermal_limit]]\ncelsius = 45\nexception_seconds = 10\npower_off = true\n");
    EXPECT_EQ(model.dcmi.asset_tag, "rack 7");
    EXPECT_EQ(model.dcmi.power_sensor, 1);
    EXPECT_EQ(model.dcmi.limit.watts, 200);
    EXPECT_TRUE(model.dcmi.limit.active);
    EXPECT_EQ(model.dcmi.limit.exception, PowerException::power_off);
    EXPECT_EQ(model.dcmi.discovery.options, 0x03);
    EXPECT_EQ(model.dcmi.discovery.retry_interval_s, 300);
    ASSERT_THAT(model.dcmi.thermal_limits, SizeIs(1));
    EXPECT_EQ(model.dcmi.thermal_limits[0].actions, 0xE0);
}

TEST(Dcmi, SaysWhatIsWrong) {
    EXPECT_THAT(complaint("[dcmi]\npower_sensor = \"Nobody\"\n"), HasSubstr("an analog sensor in watts"));
    EXPECT_THAT(
        complaint("[dcmi]\npower_sensor = \"Power\"\nleast_limit = 50\npower_limit = { watts = 20 }\n"),
        HasSubstr("from 50 to 65535"));
    EXPECT_THAT(complaint("[dcmi]\npower_limit = { watts = 20 }\n"), HasSubstr("unknown key 'power_limit'"));
    EXPECT_THAT(complaint("[dcmi]\nasset_tag = \"" + std::string(64, 'x') + "\"\n"), HasSubstr("at most 63"));
    EXPECT_THAT(complaint("[dcmi]\n[[dcmi.thermal_limit]]\nentity = \"fan\"\ncelsius = 3\n"),
                HasSubstr("one of: inlet, processor, baseboard"));
}

TEST(Sensors, MeasureSomethingElseWhileTheHostIsOff) {
    const std::string fan =
        "[[sensor]]\nname = \"Fan\"\nnumber = 2\ntype = \"fan\"\nentity = \"fan\"\nunit = \"rpm\"\n"
        "conversion = { m = 50 }\nbase = 3000\nwhen_off = 0\n";
    EXPECT_EQ(read(fan).sensors.back().when_off, 0.0);
    EXPECT_THAT(complaint(fan + "needs_host = true\n"), HasSubstr("wrong 'when_off'"));
}

}  // namespace
}  // namespace assay::bmc
