// Sensor device and event commands (IPMI 2.0 §29, §35) with every capability that a chassis file can give.
#include "assay/base/setup_error.hpp"
#include "command_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace cmd = wire::cmd::sensor_event;
constexpr auto sensor_event = wire::netfn::sensor_event;
constexpr auto storage = wire::netfn::storage;

constexpr auto more_sensors = R"(
[[sensor]]
name = "Curve"
number = 10
type = "temperature"
entity = "system board"
unit = "degrees C"
base = 30
[[sensor.factors]]
from = 0
m = 2
[[sensor.factors]]
from = 20
m = 1
b = 20

[[sensor]]
name = "Square"
number = 11
type = "other units"
entity = "system board"
unit = "watts"
linearization = "square"
base = 144

[[sensor]]
name = "Fixed"
number = 12
type = "temperature"
entity = "system board"
unit = "degrees C"
base = 30
thresholds = { upper_critical = 90 }
threshold_access = "fixed"
hysteresis_access = "readable"
event_control = "global"

[[sensor]]
name = "Latch"
number = 13
type = "temperature"
entity = "system board"
unit = "degrees C"
base = 30
thresholds = { upper_critical = 90 }
rearms_itself = false
settable = true
event_control = "whole sensor"

[[sensor]]
name = "DIMM"
number = 14
type = "memory"
entity = "memory device"
possible = [0, 1]
states = []
settable = true
)";

class SensorCommands : public testing::Test, public CommandBench {
protected:
    SensorCommands() : CommandBench{std::string{test_chassis} + more_sensors} {}
    std::size_t logged() { return console.bmc.chassis().log().size(); }
    base::Octets last_event() {
        return ask(storage, wire::cmd::storage::get_sel_entry, {0, 0, 0xFF, 0xFF, 0, 0xFF});
    }
};

TEST_F(SensorCommands, CheckLengthAndPrivilege) {
    expect_lengths(sensor_event, cmd::get_reading_factors, 2, 2);
    expect_lengths(sensor_event, cmd::rearm_events, 2, 6);
    expect_lengths(sensor_event, cmd::set_type, 3, 3);
    expect_lengths(sensor_event, cmd::set_reading_and_status, 3, 10);
    expect_lengths(sensor_event, cmd::platform_event, 5, 7);
    expect_lengths(sensor_event, cmd::set_event_receiver, 2, 2);
    expect_lengths(sensor_event, cmd::get_event_receiver, 0, 0);
    expect_privilege(sensor_event, cmd::rearm_events, 2, 3);
    expect_privilege(sensor_event, cmd::set_type, 3, 3);
    expect_privilege(sensor_event, cmd::set_reading_and_status, 3, 3);
    expect_privilege(sensor_event, cmd::platform_event, 7, 3);
    expect_privilege(sensor_event, cmd::set_event_receiver, 2, 4);
}

TEST_F(SensorCommands, OfUnknownSensorsFindNothing) {
    EXPECT_EQ(code(sensor_event, cmd::get_reading_factors, {99, 0}), 0xCB);
    EXPECT_EQ(code(sensor_event, cmd::rearm_events, {99, 0}), 0xCB);
    EXPECT_EQ(code(sensor_event, cmd::set_type, {99, 1, 1}), 0xCB);
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {99, 1, 1}), 0xCB);
}

TEST_F(SensorCommands, TellTheFactorsOfEachReading) {
    EXPECT_EQ(ask(sensor_event, cmd::get_reading, {10}).at(1), 15) << "2 x 15 = 30";
    EXPECT_THAT(ask(sensor_event, cmd::get_reading_factors, {10, 15}), ElementsAre(0, 20, 2, 0, 0, 0, 0, 0));
    EXPECT_THAT(ask(sensor_event, cmd::get_reading_factors, {10, 30}), ElementsAre(0, 30, 1, 0, 20, 0, 0, 0));
    EXPECT_THAT(ask(sensor_event, cmd::get_reading_factors, {2, 1}), ElementsAre(0, 1, 50, 0, 0, 0, 0, 0));
    EXPECT_EQ(code(sensor_event, cmd::get_reading_factors, {3, 0}), 0xCD) << "a discrete sensor";
}

TEST_F(SensorCommands, LineariseTheReading) {
    EXPECT_EQ(ask(sensor_event, cmd::get_reading, {11}).at(1), 12) << "the square of 12 is 144";
}

TEST_F(SensorCommands, RespectWhatTheRecordPermits) {
    EXPECT_EQ(code(sensor_event, cmd::get_thresholds, {12}), 0xCD);
    EXPECT_EQ(code(sensor_event, cmd::set_thresholds, {12, 0x10, 0, 0, 0, 0, 80, 0}), 0xCD);
    EXPECT_EQ(code(sensor_event, cmd::get_hysteresis, {12, 0xFF}), 0);
    EXPECT_EQ(code(sensor_event, cmd::set_hysteresis, {12, 0xFF, 1, 1}), 0xCD);
    EXPECT_EQ(code(sensor_event, cmd::set_event_enable, {12, 0xC0}), 0xCD);
    EXPECT_EQ(code(sensor_event, cmd::set_event_enable, {13, 0xE0, 0, 2, 0, 0}), 0xCC);
    EXPECT_EQ(code(sensor_event, cmd::set_event_enable, {13, 0xC0}), 0);
}

TEST_F(SensorCommands, SetTheTypeWithinTheKind) {
    EXPECT_EQ(code(sensor_event, cmd::set_type, {14, 0x0D, 0x6F}), 0);
    EXPECT_THAT(ask(sensor_event, cmd::get_type, {14}), ElementsAre(0, 0x0D, 0x6F));
    EXPECT_EQ(code(sensor_event, cmd::set_type, {14, 0x0D, 0x01}), 0xCC)
        << "a discrete sensor has no thresholds";
    EXPECT_EQ(code(sensor_event, cmd::set_type, {14, 0x0D, 0xEF}), 0xCC);
}

TEST_F(SensorCommands, LatchUntilRearmed) {
    const auto before = logged();
    const base::Octets hot{13, 0x01, 95}, cool{13, 0x01, 40};
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, hot), 0);
    EXPECT_EQ(ask(sensor_event, cmd::get_reading, {13}).at(1), 95);
    EXPECT_EQ(logged(), before + 1);
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, cool), 0);
    EXPECT_EQ(logged(), before + 2);
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, hot), 0);
    EXPECT_EQ(logged(), before + 2) << "it happened already";
    EXPECT_THAT(ask(sensor_event, cmd::get_event_status, {13}), ElementsAre(0, 0xC0, 0, 2, 0, 2));
    EXPECT_EQ(code(sensor_event, cmd::rearm_events, {13, 0x80, 0, 2}), 0);
    EXPECT_THAT(ask(sensor_event, cmd::get_event_status, {13}), ElementsAre(0, 0xC0, 0, 0, 0, 2));
    console.now += 1s;
    EXPECT_THAT(ask(sensor_event, cmd::get_event_status, {13}), ElementsAre(0, 0xC0, 0, 2, 0, 2));
    EXPECT_EQ(logged(), before + 3);
    EXPECT_EQ(code(sensor_event, cmd::rearm_events, {13, 0x80, 0}), 0xC7) << "half a mask";
    EXPECT_EQ(code(sensor_event, cmd::rearm_events, {13, 0x01}), 0xCC);
}

TEST_F(SensorCommands, RearmEverything) {
    EXPECT_EQ(code(sensor_event, cmd::set_thresholds, {1, 0x08, 0, 0, 0, 25, 0, 0}), 0);
    console.now += 1s;
    ask(sensor_event, cmd::get_reading, {1});
    const auto before = logged();
    EXPECT_EQ(code(sensor_event, cmd::rearm_events, {1, 0}), 0);
    console.now += 1s;
    ask(sensor_event, cmd::get_reading, {1});
    EXPECT_EQ(logged(), before + 1) << "the event happens again";
}

TEST_F(SensorCommands, SetTheStatesAndEventDataOfADiscreteSensor) {
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {14, 0x90, 0, 1, 0, 0, 0, 0xA0, 7, 8}), 0);
    EXPECT_THAT(ask(sensor_event, cmd::get_reading, {14}), ElementsAre(0, 0, 0xC0, 1, 0x80));
    const auto event = last_event();
    EXPECT_THAT(base::Octets(event.end() - 6, event.end()), ElementsAre(0x0C, 14, 0x6F, 0xA0, 7, 8));
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {14, 0x20, 0, 2, 0}), 0) << "set more bits";
    EXPECT_EQ(ask(sensor_event, cmd::get_reading, {14}).at(3), 3);
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {14, 0x30, 0, 2, 0}), 0) << "clear others";
    EXPECT_EQ(ask(sensor_event, cmd::get_reading, {14}).at(3), 2);
}

TEST_F(SensorCommands, SetNothingThatCannotBeSet) {
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {1, 0x01, 5}), 0x80) << "not settable at all";
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {14, 0x01, 5}), 0x80) << "it has no reading";
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {13, 0x10, 5, 1, 0}), 0x80);
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {14, 0x04, 5, 1, 0, 1, 0}), 0x80);
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {14, 0x50, 0, 1, 0, 0, 0, 0, 0, 0}), 0x81);
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {14, 0x02, 0}), 0xCC);
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {14, 0xC0, 0}), 0xCC);
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {14, 0x90, 0, 1, 0}), 0xC7) << "no event data";
}

TEST_F(SensorCommands, LogAPlatformEvent) {
    EXPECT_EQ(code(sensor_event, cmd::platform_event, {4, 1, 0x30, 1, 0x59, 0xFF, 0xFF}), 0);
    const auto event = last_event();
    EXPECT_THAT(base::Octets(event.begin() + 10, event.end()),
                ElementsAre(0x81, 0x10, 4, 1, 0x30, 1, 0x59, 0xFF, 0xFF))
        << "from the console's software id, by channel 1";
    EXPECT_EQ(code(sensor_event, cmd::platform_event, {4, 1, 0x30, 0x81, 0x59}), 0)
        << "its data 2 and 3 left out";
    EXPECT_EQ(code(sensor_event, cmd::platform_event, {5, 1, 0x30, 1, 0x59, 0xFF, 0xFF}), 0xCC);
}

TEST_F(SensorCommands, SendEventsToTheReceiverOnly) {
    EXPECT_THAT(ask(sensor_event, cmd::get_event_receiver), ElementsAre(0, 0x20, 0));
    EXPECT_EQ(code(sensor_event, cmd::set_event_receiver, {0xFF, 0}), 0);
    const auto before = logged();
    EXPECT_EQ(code(sensor_event, cmd::set_reading_and_status, {13, 0x01, 95}), 0);
    EXPECT_EQ(logged(), before) << "nobody receives it";
    EXPECT_EQ(code(sensor_event, cmd::set_event_receiver, {0x20, 1}), 0);
    console.now += 1s;
    EXPECT_THAT(ask(sensor_event, cmd::get_event_receiver), ElementsAre(0, 0x20, 1));
    EXPECT_EQ(logged(), before + 2)
        << "re-armed, the crossed threshold and the supply's presence are told again";
    EXPECT_EQ(code(sensor_event, cmd::set_event_receiver, {0x21, 0}), 0xCC);
    EXPECT_EQ(code(sensor_event, cmd::set_event_receiver, {0x20, 4}), 0xCC);
}

TEST(SensorSection, RefusesWhatMakesNoSense) {
    const auto complaint = [](const std::string& keys) -> std::string {
        try {
            static_cast<void>(
                parse_chassis(test_chassis + ("[[sensor]]\nname = \"X\"\nnumber = 20\ntype = \"fan\"\n"
                                              "entity = \"fan\"\nunit = \"rpm\"\nbase = 9\n" +
                                              keys),
                              "x.toml"));
            return "no complaint";
        } catch (const base::SetupError& error) {
            return error.what();
        }
    };
    EXPECT_THAT(complaint("thresholds = { lower_critical = 5, lower_non_critical = 4 }\n"),
                HasSubstr("more than"));
    EXPECT_THAT(complaint("linearization = \"sine\"\n"), HasSubstr("cube root"));
    EXPECT_THAT(complaint("threshold_access = \"all\"\n"), HasSubstr("settable"));
    EXPECT_THAT(complaint("[[sensor.factors]]\nfrom = 3\n"), HasSubstr("from 0 to 0"));
    EXPECT_THAT(complaint("[[sensor.factors]]\nfrom = 0\n[[sensor.factors]]\nfrom = 0\n"),
                HasSubstr("from 1 to"));
}

}  // namespace
}  // namespace assay::bmc
