#include "assay/bmc/scenario.hpp"

#include <gmock/gmock.h>

#include "assay/base/setup_error.hpp"
#include "assay/bmc/chassis.hpp"
#include "assay/bmc/scenario_file.hpp"
#include "host_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

constexpr auto more_sensors = R"(
[[sensor]]
name = "Lid"
number = 11
type = "intrusion"
entity = "system chassis"
possible = [0]
states = []

[[sensor]]
name = "Front Panel"
number = 12
type = "button"
entity = "system chassis"
possible = [0, 2]
states = []

[[fru]]
id = 1
product = { name = "Supply" }
)";

ChassisModel model_with(const std::string& scenario) {
    return parse_chassis("log_capacity = 64\n" +
                             std::string{test_chassis}.replace(
                                 std::string_view{test_chassis}.find("log_capacity = 4"), 16, "") +
                             more_sensors + scenario,
                         "test.toml");
}

/// The SEL in octets, oldest first.
std::vector<std::string> log_of(Chassis& chassis) {
    std::vector<std::string> records;
    const EventLog& log = chassis.log();
    for (const wire::SelRecord* record = log.find(wire::first_record); record != nullptr;) {
        base::Octets octets;
        encode(*record, octets);
        records.push_back(base::to_hex(octets));
        const auto next = log.id_after(*record);
        record = next == wire::last_record ? nullptr : log.find(next);
    }
    return records;
}

class Played : public testing::Test {
protected:
    Chassis& play(const std::string& scenario, std::uint64_t seed = standstill) {
        chassis_.emplace(model_with(scenario), seed, base::Instant{}, base::WallTime{});
        chassis_->log().clear(0);  // what happened before the scenario
        return *chassis_;
    }
    static base::Instant at(double seconds) {
        return base::Instant{
            std::chrono::duration_cast<base::Duration>(std::chrono::duration<double>{seconds})};
    }

private:
    std::optional<Chassis> chassis_;
};

TEST_F(Played, AFanFailsWhenItIsItsTimeAndTheEventIsLogged) {
    Chassis& chassis = play(R"(
[[scenario]]
name = "a fan fails"
[[scenario.step]]
at = 30
do = "drive"
sensor = "Temp"
value = 60
)");
    chassis.advance(at(29.9));
    EXPECT_EQ(chassis.sensor(1)->raw(), 30);
    EXPECT_EQ(chassis.log().size(), 0U);
    chassis.advance(at(30));
    EXPECT_EQ(chassis.sensor(1)->raw(), 60);
    EXPECT_EQ(chassis.log().size(), 2U) << "upper non-critical and upper critical";
}

TEST_F(Played, ARampIsEvenAndEndsWhereItShould) {
    Chassis& chassis = play(R"(
[[scenario]]
name = "heat"
[[scenario.step]]
at = 10
do = "drive"
sensor = "Temp"
value = 50
over = 20
)");
    chassis.advance(at(20));
    EXPECT_EQ(chassis.sensor(1)->raw(), 40);
    chassis.advance(at(100));
    EXPECT_EQ(chassis.sensor(1)->raw(), 50);
}

TEST_F(Played, EqualSeedsGiveEqualLogsAtAnySpeed) {
    const std::string storm = R"(
[[scenario]]
name = "storm"
[[scenario.step]]
at = 5
times = 20
every = 3.5
jitter = 2
do = "event"
sensor = "Lid"
offset = 0
[[scenario.step]]
at = 20.25
do = "power"
action = "cycle"
[[scenario.step]]
at = 30
do = "drive"
sensor = "Temp"
value = 60
over = 30
)";
    const auto logged = [&](std::uint64_t seed, double step) {
        Chassis& chassis = play(storm, seed);
        for (double now = 0; now < 120; now += step) chassis.advance(at(now));
        chassis.advance(at(120));
        return log_of(chassis);
    };
    const auto slow = logged(7, 0.05);
    EXPECT_THAT(slow, SizeIs(testing::Gt(20U)));
    EXPECT_EQ(slow, logged(7, 0.7));
    EXPECT_EQ(slow, logged(7, 120));
    EXPECT_NE(slow, logged(8, 120)) << "another seed moves the jitter";
}

TEST_F(Played, AHeldSensorStaysAndAReleasedOneMovesAgain) {
    Chassis& chassis = play("");
    chassis.advance(at(1));
    EXPECT_TRUE(chassis.perform(act::Drive{.sensor = 1, .value = 35, .over = {}}, at(1)));
    chassis.advance(at(2));
    EXPECT_TRUE(chassis.perform(act::Hold{1}, at(2)));
    chassis.advance(at(9));
    EXPECT_EQ(chassis.sensor(1)->raw(), 35);
    EXPECT_FALSE(chassis.sensor(1)->is_released());
    EXPECT_TRUE(chassis.perform(act::Release{1}, at(9)));
    chassis.advance(at(10));
    EXPECT_EQ(chassis.sensor(1)->raw(), 30);
    EXPECT_FALSE(chassis.perform(act::Hold{99}, at(10))) << "there is no such sensor";
}

TEST_F(Played, StatesOfADiscreteSensorAreSetAndLogged) {
    Chassis& chassis = play("");
    chassis.advance(at(0));
    EXPECT_TRUE(chassis.perform(act::SetStates{.sensor = 11, .states = 1}, at(1)));
    chassis.advance(at(1));
    EXPECT_TRUE(chassis.is_intruded());
    EXPECT_EQ(chassis.log().size(), 1U);
}

TEST_F(Played, ThePowerButtonShutsDownAndStartsUnlessItIsDisabled) {
    Chassis& chassis = play("");
    EXPECT_TRUE(chassis.press(Button::power, at(0)));
    chassis.advance(at(5));
    EXPECT_FALSE(chassis.powered_on());
    EXPECT_TRUE(chassis.press(Button::power, at(6)));
    EXPECT_TRUE(chassis.powered_on());
    EXPECT_EQ(chassis.restart_cause(), RestartCause::power_button);
    EXPECT_EQ(chassis.log().size(), 2U) << "the button's own events";
    chassis.disable_buttons(1U << static_cast<unsigned>(Button::power));
    EXPECT_FALSE(chassis.press(Button::power, at(7)));
}

TEST_F(Played, AFullLogHasOverflowed) {
    Chassis& chassis = play(R"(
[[scenario]]
name = "full"
[[scenario.step]]
at = 1
do = "fill log"
sensor = "Lid"
offset = 0
)");
    chassis.advance(at(1));
    EXPECT_EQ(chassis.log().size(), 64U);
    EXPECT_TRUE(chassis.log().overflowed());
}

TEST_F(Played, AFruDeviceThatIsTakenOutIsNotFound) {
    Chassis& chassis = play("");
    EXPECT_NE(chassis.frus().find(1), nullptr);
    EXPECT_TRUE(chassis.perform(act::SetFruPresence{.id = 1, .present = false}, at(0)));
    EXPECT_EQ(chassis.frus().find(1), nullptr);
    EXPECT_TRUE(chassis.perform(act::SetFruPresence{.id = 1, .present = true}, at(0)));
    EXPECT_NE(chassis.frus().find(1), nullptr);
    EXPECT_FALSE(chassis.perform(act::SetFruPresence{.id = 77, .present = true}, at(0)));
}

TEST_F(Played, AScenarioOnCommandWaitsAndARepeatedOneGoesOn) {
    Chassis& chassis = play(R"(
[[scenario]]
name = "waits"
automatic = false
[[scenario.step]]
at = 1
do = "event"
sensor = "Lid"
offset = 0
[[scenario]]
name = "again"
repeat = 10
[[scenario.step]]
at = 0
do = "event"
sensor = "Lid"
offset = 0
)");
    chassis.advance(at(25));
    EXPECT_EQ(chassis.log().size(), 3U) << "at 0, 10 and 20";
    EXPECT_TRUE(chassis.scenarios().stop("again"));
    EXPECT_FALSE(chassis.scenarios().stop("again"));
    EXPECT_TRUE(chassis.scenarios().start("waits", at(25)));
    EXPECT_TRUE(chassis.scenarios().is_running("waits"));
    EXPECT_FALSE(chassis.scenarios().start("nothing", at(25)));
    chassis.advance(at(60));
    EXPECT_EQ(chassis.log().size(), 4U);
    EXPECT_FALSE(chassis.scenarios().is_running("waits"));
}

/// ASF presence ping: RMCP header, IANA 4542, type 80h, tag, reserved, no data.
base::Octets ping() { return {0x06, 0x00, 0xFF, 0x06, 0x00, 0x00, 0x11, 0xBE, 0x80, 0x01, 0x00, 0x00}; }

TEST(Hang, KeepsTheBmcSilentAndItsSensorsUnread) {
    CommandBench bench;
    Console& console = bench.console;
    EXPECT_TRUE(console.bmc.chassis().perform(act::Hang{10s}, console.now));
    EXPECT_TRUE(console.bmc.chassis().perform(act::Drive{.sensor = 1, .value = 35, .over = {}}, console.now));
    console.now += 9s;
    EXPECT_TRUE(console.bmc.receive(ping(), {}, console.now).empty());
    EXPECT_EQ(console.bmc.chassis().sensor(1)->raw(), 30);
    console.now += 2s;
    EXPECT_FALSE(console.bmc.receive(ping(), {}, console.now).empty());
    EXPECT_EQ(console.bmc.chassis().sensor(1)->raw(), 35);
}

std::string complaint(const std::string& scenario) {
    try {
        static_cast<void>(model_with(scenario));
        return "no complaint";
    } catch (const base::SetupError& error) {
        return error.what();
    }
}

TEST(ScenarioFile, SaysWhatIsWrongAndWhere) {
    const std::string head = "[[scenario]]\nname = \"x\"\n[[scenario.step]]\nat = 1\n";
    EXPECT_THAT(complaint("[[scenario]]\nname = \"x\"\n"), HasSubstr("1 to 10000 steps"));
    EXPECT_THAT(complaint(head + "do = \"explode\"\n"), HasSubstr("one of: drive, states"));
    EXPECT_THAT(complaint(head + "do = \"drive\"\nsensor = \"Nose\"\nvalue = 1\n"),
                HasSubstr("name of one of"));
    EXPECT_THAT(complaint(head + "do = \"drive\"\nsensor = \"Lid\"\nvalue = 1\n"),
                HasSubstr("an analog sensor"));
    EXPECT_THAT(complaint(head + "do = \"states\"\nsensor = \"Lid\"\nstates = [3]\n"), HasSubstr("can have"));
    EXPECT_THAT(
        complaint(head +
                  "times = 9999\nevery = 0\ndo = \"hold\"\nsensor = \"Lid\"\n[[scenario.step]]\nat = 1\n"
                  "times = 9999\nevery = 1\ndo = \"hold\"\nsensor = \"Lid\"\n"),
        HasSubstr("10000"));
    EXPECT_THAT(complaint("[clock]\nspeed = 1e9\n"), HasSubstr("0.1 to 3600"));
}

}  // namespace
}  // namespace assay::bmc
