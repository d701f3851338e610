#include "assay/bmc/sensor.hpp"

#include <gmock/gmock.h>

#include "assay/bmc/chassis.hpp"
#include "assay/bmc/chassis_file.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using namespace std::chrono_literals;

std::string chassis_with(const std::string& sensor) {
    return R"(name = "test"
[device]
guid = "00112233-4455-6677-8899-aabbccddeeff"
[[user]]
id = 2
name = "a"
password = "b"
[[sensor]]
name = "S"
number = 1
)" + sensor;
}

ChassisModel model_with(const std::string& sensor) {
    return parse_chassis(chassis_with(sensor), "test.toml");
}

constexpr auto swinging = R"(type = "temperature"
entity = "system board"
unit = "degrees C"
base = 50
swing = 10
period = 60
noise = 1
thresholds = { upper_non_critical = 57 }
hysteresis = 2
)";

TEST(Waveform, IsTheSameForTheSameSeedAndAnotherForAnother) {
    const Motion motion{.base = 50, .swing = 10, .period_s = 60, .noise = 1};
    const Waveform first{motion, 7, 1}, again{motion, 7, 1}, other_seed{motion, 8, 1},
        other_sensor{motion, 7, 2};
    int same_as_other_seed = 0, same_as_other_sensor = 0;
    for (auto at = 0s; at < 100s; at += 1s) {
        EXPECT_EQ(first.at(at), again.at(at));
        same_as_other_seed += first.at(at) == other_seed.at(at) ? 1 : 0;
        same_as_other_sensor += first.at(at) == other_sensor.at(at) ? 1 : 0;
    }
    EXPECT_LT(same_as_other_seed, 5);
    EXPECT_LT(same_as_other_sensor, 5);
}

TEST(Waveform, StaysWithinSwingAndNoiseAndUsesThem) {
    const Waveform waveform{{.base = 50, .swing = 10, .period_s = 60, .noise = 1}, 7, 1};
    double least = 100, most = 0;
    for (auto at = 0s; at < 600s; at += 1s) {
        least = std::min(least, waveform.at(at));
        most = std::max(most, waveform.at(at));
    }
    EXPECT_GE(least, 39);
    EXPECT_LE(most, 61);
    EXPECT_LT(least, 41);
    EXPECT_GT(most, 59);
}

TEST(Waveform, StandsStillWithSeedZero) {
    const Waveform waveform{{.base = 50, .swing = 10, .period_s = 60, .noise = 1}, standstill, 1};
    EXPECT_EQ(waveform.at(0s), 50);
    EXPECT_EQ(waveform.at(17s), 50);
}

/// A sensor whose value a test sets through its threshold.
struct Probe {
    Probe() : sensor{model_with(swinging).sensors.front(), standstill} {}
    std::vector<ipmi_wire::SystemEvent> threshold(std::uint8_t raw) {
        sensor.set_threshold(ipmi_wire::Threshold::upper_non_critical, raw);
        return sensor.sample(0s, true);
    }
    Sensor sensor;
};

TEST(Sensor, AssertsAtItsThresholdAndDeassertsPastTheHysteresis) {
    Probe probe;  // the value is 50, the hysteresis 2
    EXPECT_THAT(probe.threshold(51), IsEmpty());
    const auto asserted = probe.threshold(50);
    ASSERT_THAT(asserted, SizeIs(1));
    EXPECT_FALSE(asserted[0].deassertion);
    EXPECT_THAT(asserted[0].data, ElementsAre(0x57, 50, 50));  // upper non-critical going high
    EXPECT_THAT(probe.threshold(52), IsEmpty()) << "two below the threshold is still within the hysteresis";
    EXPECT_EQ(probe.sensor.threshold_status(), 0) << "the reading itself knows no hysteresis";
    const auto deasserted = probe.threshold(53);
    ASSERT_THAT(deasserted, SizeIs(1));
    EXPECT_TRUE(deasserted[0].deassertion);
    EXPECT_THAT(probe.threshold(53), IsEmpty());
}

TEST(Sensor, SendsNoEventThatIsDisabled) {
    Probe probe;
    probe.sensor.set_enables({.events = true, .scanning = true, .assertion = 0, .deassertion = 0x80});
    EXPECT_THAT(probe.threshold(10), IsEmpty());
    EXPECT_EQ(probe.sensor.asserted(), 0x80);
    EXPECT_THAT(probe.threshold(90), SizeIs(1));
    probe.sensor.set_enables({.events = false, .scanning = true, .assertion = 0x80, .deassertion = 0x80});
    EXPECT_THAT(probe.threshold(10), IsEmpty());
}

TEST(Sensor, ComparesNegativeReadingsAsNumbers) {
    const auto model = model_with(R"(type = "temperature"
entity = "air inlet"
unit = "degrees C"
conversion = { signed = true }
base = -10
thresholds = { lower_critical = -5, upper_critical = 40 }
)");
    Sensor sensor{model.sensors.front(), standstill};
    EXPECT_THAT(sensor.sample(0s, true), SizeIs(1));
    EXPECT_EQ(sensor.raw(), 0xF6);
    EXPECT_EQ(sensor.threshold_status(), 0x02);
}

TEST(Sensor, OfADiscreteKindReportsChangesOnly) {
    const auto model = model_with(R"(type = "acpi power"
entity = "system board"
possible = [0, 5]
states = [0]
states_when_off = [5]
)");
    Sensor sensor{model.sensors.front(), standstill};
    EXPECT_THAT(sensor.sample(0s, true), IsEmpty()) << "what is found at the start is no change";
    EXPECT_THAT(sensor.sample(1s, true), IsEmpty());
    const auto events = sensor.sample(2s, false);
    ASSERT_THAT(events, SizeIs(2));
    EXPECT_TRUE(events[0].deassertion);
    EXPECT_EQ(events[0].offset(), 0);
    EXPECT_EQ(events[1].offset(), 5);
    EXPECT_EQ(sensor.states(), 1U << 5U);
}

TEST(Chassis, LogsTheCrossingsOfAMovingSensorAlikeWhateverTheTicks) {
    const auto model = model_with(swinging);
    const base::Instant start{};
    Chassis fine{model, 7, start, {}}, coarse{model, 7, start, {}};
    for (auto at = 0ms; at <= 120'000ms; at += 130ms) fine.advance(start + at);
    fine.advance(start + 120s);
    coarse.advance(start + 120s);
    EXPECT_GE(fine.log().size(), 4U) << "two periods cross the threshold twice each";
    ASSERT_EQ(fine.log().size(), coarse.log().size());
    const auto last = static_cast<std::uint16_t>(fine.log().size());
    for (std::uint16_t id = 1; id <= last; ++id) {
        EXPECT_EQ(*fine.log().find(id), *coarse.log().find(id));
    }
}

TEST(Chassis, DoesNotOweMoreThanAnHourOfSamples) {
    const auto model = model_with(swinging);
    Chassis chassis{model, 7, base::Instant{}, {}};
    chassis.advance(base::Instant{24h * 365});
    EXPECT_LE(chassis.log().size(), 512U);
}

TEST(Sensor, AtRestWhileTheHostIsOffCrossesNoThreshold) {
    const auto model = model_with(R"(type = "fan"
entity = "fan"
unit = "rpm"
conversion = { m = 40 }
base = 4000
when_off = 0
thresholds = { lower_critical = 1000 }
)");
    Sensor fan{model.sensors.front(), standstill};
    EXPECT_THAT(fan.sample(0s, true), IsEmpty());
    EXPECT_EQ(fan.raw(), 100);
    EXPECT_THAT(fan.sample(1s, false), IsEmpty()) << "it was told to stop";
    EXPECT_TRUE(fan.available());
    EXPECT_EQ(fan.raw(), 0);
    EXPECT_EQ(fan.threshold_status(), 0);
    EXPECT_THAT(fan.sample(2s, true), IsEmpty());
    EXPECT_EQ(fan.raw(), 100);
}

}  // namespace
}  // namespace assay::bmc
