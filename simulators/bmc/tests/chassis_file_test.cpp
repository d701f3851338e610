#include "assay/bmc/chassis_file.hpp"

#include <gmock/gmock.h>

#include "assay/base/setup_error.hpp"
#include "assay/testing/source_dir.hpp"

namespace assay::bmc {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;
using testing::StartsWith;

constexpr auto minimal = R"(name = "test"
[device]
guid = "00112233-4455-6677-8899-aabbccddeeff"
[[user]]
id = 2
name = "a"
password = "b"
)";

/// What reading `minimal` followed by `more` complains about.
std::string complaint(const std::string& more, const std::string& start = minimal) {
    try {
        static_cast<void>(parse_chassis(start + more, "x.toml"));
        return "no complaint";
    } catch (const base::SetupError& error) {
        return error.what();
    }
}

constexpr auto sensor = R"([[sensor]]
name = "T"
number = 1
type = "temperature"
entity = "processor"
unit = "degrees C"
base = 40
)";

TEST(ChassisFile, OfTheDemoIsRead) {
    const auto model = read_chassis(ASSAY_SOURCE_DIR "/fixtures/chassis/demo.toml");
    EXPECT_EQ(model.name, "assay-demo");
    EXPECT_THAT(model.sensors, SizeIs(17));
    EXPECT_THAT(model.users, SizeIs(4));
    EXPECT_THAT(model.log, SizeIs(5));
    EXPECT_EQ(model.log[0].timestamp(), 1793600104U);  // 2026-11-02T06:15:04Z
}

TEST(ChassisFile, MayBeMinimal) {
    const auto model = parse_chassis(minimal, "x.toml");
    EXPECT_TRUE(model.powered_on);
    EXPECT_EQ(model.device.guid[0], 0xFF) << "least significant octet first";
    EXPECT_EQ(model.device.guid[15], 0x00);
}

TEST(ChassisFile, BuildsAFullRecord) {
    const auto model =
        parse_chassis(std::string{minimal} + sensor +
                          "hysteresis = 2\nthresholds = { upper_critical = 90, lower_critical = 5 }\n",
                      "x.toml");
    const auto& record = std::get<ipmi_wire::FullSensorRecord>(model.sensors.front().record);
    EXPECT_EQ(record.sensor.base_unit, 1);
    EXPECT_EQ(record.sensor.reading_mask, 0x1212);
    EXPECT_EQ(record.sensor.assertion_mask, 0x2204)
        << "events at offsets 2 and 9, lower critical is compared";
    EXPECT_EQ(record.sensor.deassertion_mask, 0x2204) << "the same, upper critical is compared";
    EXPECT_EQ(record.thresholds[4], 90);
    EXPECT_EQ(record.nominal, 40);
}

TEST(ChassisFile, NamesTheLineOfWhatIsNotToml) {
    EXPECT_THAT(complaint("number = = 3\n"), StartsWith("x.toml:8: "));
}

TEST(ChassisFile, NamesTheLineOfWhatItDoesNotKnow) {
    EXPECT_THAT(
        complaint("privilage = \"user\"\n"),
        AllOf(StartsWith("x.toml:8: "), HasSubstr("unknown key 'privilage'"), HasSubstr("privilege")));
}

TEST(ChassisFile, NamesWhatIsWrongAndWhatWasExpected) {
    EXPECT_THAT(complaint("privilege = \"root\"\n"),
                AllOf(StartsWith("x.toml:8: "), HasSubstr("administrator")));
    EXPECT_THAT(complaint("", "name = 3\n"), AllOf(StartsWith("x.toml:1: "), HasSubstr("a string")));
    EXPECT_THAT(complaint("", "name = \"x\"\n"), HasSubstr("[device]"));
    EXPECT_THAT(complaint(std::string{sensor} + "period = 0\n"),
                AllOf(StartsWith("x.toml:15"), HasSubstr("period")));
    EXPECT_THAT(complaint(std::string{sensor} + "conversion = { m = 0 }\n"), HasSubstr("other than 0"));
    EXPECT_THAT(complaint(std::string{sensor} + "conversion = { m = 900 }\n"), HasSubstr("from -512 to 511"));
    EXPECT_THAT(complaint(std::string{sensor} + "base = 1\n"), HasSubstr("x.toml:15"));
    EXPECT_THAT(complaint(std::string{sensor} + "thresholds = { upper = 3 }\n"),
                HasSubstr("unknown key 'upper'"));
    EXPECT_THAT(complaint(std::string{sensor} + sensor), HasSubstr("no other sensor"));
    EXPECT_THAT(complaint("[[event]]\ntime = 2026-01-01T00:00:00\nsensor = \"T\"\noffset = 1\n"),
                HasSubstr("sensor"));
    EXPECT_THAT(complaint(std::string{sensor} +
                          "[[event]]\ntime = 2026-01-01T00:00:00\nsensor = \"T\"\noffset = 1\n"),
                HasSubstr("with offset"));
    EXPECT_THAT(complaint("[lan]\naddress = \"1.2.3\"\n"), HasSubstr("IPv4"));
    EXPECT_THAT(complaint("[lan]\nmac = \"02:00:00:00:00:zz\"\n"), HasSubstr("MAC"));
}

TEST(ChassisFile, HasNoAnonymousUser) {
    EXPECT_THAT(complaint("[[user]]\nid = 3\nname = \"\"\npassword = \"x\"\n"), HasSubstr("anonymous"));
    EXPECT_THAT(complaint("[[user]]\nid = 3\nname = \"c\"\npassword = \"\"\n"), HasSubstr("password"));
    EXPECT_THAT(complaint("", "name = \"x\"\n[device]\nguid = \"00112233-4455-6677-8899-aabbccddeeff\"\n"),
                HasSubstr("at least one [[user]]"));
}

TEST(ChassisFile, ThatIsMissingIsNamed) {
    EXPECT_THROW(static_cast<void>(read_chassis("/nowhere/chassis.toml")), base::SetupError);
}

TEST(ChassisFile, DescribesTheBmcsOwnBehaviour) {
    const std::string start = minimal;
    const auto head = start.substr(0, start.find("[[user]]")), user = start.substr(start.find("[[user]]"));
    const auto model = parse_chassis(head +
                                         "self_test_faults = [2]\ncold_reset_seconds = 0.5\n[system_info]\n"
                                         "name = \"node7\"\n" +
                                         user,
                                     "x.toml");
    EXPECT_EQ(model.device.self_test_faults, 0x04);
    EXPECT_EQ(model.device.cold_reset, std::chrono::milliseconds{500});
    EXPECT_EQ(model.system_names[1], "node7");
    EXPECT_THAT(complaint("", head + "warm_reset_seconds = 601\n" + user),
                AllOf(HasSubstr("x.toml:4"), HasSubstr("0 to 600")));
    EXPECT_THAT(complaint("", head + "self_test_faults = [8]\n" + user), HasSubstr("x.toml:4"));
    EXPECT_THAT(complaint("[system_info]\nname = \"" + std::string(256, 'x') + "\"\n"),
                HasSubstr("at most 255 octets"));
}

}  // namespace
}  // namespace assay::bmc
