// What limits do to a chassis, and what the power meter remembers.
#include <gmock/gmock.h>

#include "assay/bmc/chassis.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "assay/bmc/power_statistics.hpp"

namespace assay::bmc {
namespace {

using namespace std::chrono_literals;

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
conversion = { m = 4 }
base = 300
needs_host = true
[[sensor]]
name = "Inlet"
number = 2
type = "temperature"
entity = "air inlet"
unit = "degrees C"
base = 30
[dcmi]
power_sensor = "Power"
throttled_watts = 180
)";

class Limited : public testing::Test {
protected:
    explicit Limited(const std::string& more = "")
        : model{parse_chassis(chassis + more, "test.toml")},
          held{model, standstill, base::Instant{}, base::WallTime{}} {
        pass(0s);
    }
    void pass(base::Duration time) {
        now += time;
        held.advance(now);
    }
    void limit(std::uint16_t watts, PowerException exception) {
        held.dcmi().set_power_limit(
            {.active = true, .exception = exception, .watts = watts, .correction_ms = 5000});
        held.throttle();
    }
    /// Event types of what the log holds.
    std::vector<int> logged() {
        std::vector<int> types;
        for (std::uint16_t id = 1; const auto* record = held.log().find(id); ++id) {
            types.push_back(ipmi_wire::system_event_of(*record)->event_type);
        }
        return types;
    }

    ChassisModel model;
    base::Instant now{};
    Chassis held;
};

TEST_F(Limited, TakesNoMorePowerThanItsLimit) {
    EXPECT_EQ(held.power_drawn(), 300);
    limit(250, PowerException::power_off);
    pass(1s);
    EXPECT_EQ(held.power_drawn(), 248) << "the sensor's step below the limit";
    pass(60s);
    EXPECT_TRUE(held.powered_on());
    held.dcmi().set_power_limit({.active = false, .watts = 250});
    held.throttle();
    pass(1s);
    EXPECT_EQ(held.power_drawn(), 300);
}

TEST_F(Limited, IsSwitchedOffWhenItCannotKeepTheLimit) {
    limit(100, PowerException::power_off);
    pass(5s);
    EXPECT_EQ(held.power_drawn(), 180);
    EXPECT_TRUE(held.powered_on()) << "within the correction time";
    pass(1s);
    EXPECT_FALSE(held.powered_on());
    EXPECT_THAT(logged(), testing::Contains(0x05));
}

TEST_F(Limited, LogsOnceThatItCannotKeepTheLimit) {
    limit(100, PowerException::log);
    pass(30s);
    EXPECT_TRUE(held.powered_on());
    EXPECT_THAT(logged(), testing::ElementsAre(0x05));
    limit(100, PowerException::none);
    pass(30s);
    EXPECT_THAT(logged(), testing::ElementsAre(0x05));
}

class TooHot : public Limited {
protected:
    TooHot() : Limited{"[[dcmi.thermal_limit]]\ncelsius = 29\nexception_seconds = 3\npower_off = true\n"} {}
};

TEST_F(TooHot, IsSwitchedOffAfterTheExceptionTime) {
    pass(2s);
    EXPECT_TRUE(held.powered_on());
    pass(1s);
    EXPECT_FALSE(held.powered_on());
    EXPECT_THAT(logged(), testing::ElementsAre(0x05));
}

TEST(PowerLimit, IsOfNoSensorWhereTheChassisNamesNone) {
    ChassisModel model = parse_chassis(chassis, "test.toml");
    model.dcmi.power_sensor.reset();
    // as it comes in the records of other machines
    ipmi_wire::CompactSensorRecord lid;
    lid.sensor = identity_of(model.sensors.at(1).record);
    lid.sensor.number = 0;
    model.sensors.at(1).record = lid;
    Chassis held{model, standstill, base::Instant{}, base::WallTime{}};
    held.advance(base::Instant{} + 2s);
    EXPECT_EQ(held.dcmi().power_sensor(), std::nullopt);
    EXPECT_TRUE(held.sensor(0)->available());
}

TEST(PowerStatistics, RemembersTheLastSecondsAndMinutes) {
    PowerStatistics statistics;
    EXPECT_EQ(statistics.over(5s).samples, 0U);
    EXPECT_EQ(statistics.over(5s).average(), 0);
    for (std::uint16_t watts = 1; watts <= 200; ++watts) statistics.add(watts);
    const PowerSpan seconds = statistics.over(5s);
    EXPECT_EQ(seconds.least, 196);
    EXPECT_EQ(seconds.most, 200);
    EXPECT_EQ(seconds.average(), 198);
    const PowerSpan minutes = statistics.over(120s);
    EXPECT_EQ(minutes.least, 61) << "two whole minutes, and the begun one";
    EXPECT_EQ(minutes.most, 200);
    EXPECT_EQ(minutes.samples, 140U);
}

TEST(PowerStatistics, ForgetsWhatIsOlderThanAnHour) {
    PowerStatistics statistics;
    for (int second = 0; second < 3600; ++second) statistics.add(900);
    for (int second = 0; second < 3660; ++second) statistics.add(100);
    EXPECT_EQ(statistics.over(3600s).most, 100);
    EXPECT_EQ(statistics.over(24h).most, 100);
}

}  // namespace
}  // namespace assay::bmc
