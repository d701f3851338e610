#include <gmock/gmock.h>

#include "../src/log_record.hpp"
#include "../src/numeric_sensor.hpp"
#include "../src/sensor.hpp"
#include "hardware_classes.hpp"

namespace assay::ipmi {
namespace {

using ipmi_client::Decimal;
using ipmi_client::LogEntry;
using ipmi_client::Reading;
using Sensor = ipmi_client::Sensor;
using ipmi_client::Thresholds;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// The property as text, the elements of an array one by one; none for null.
std::vector<std::string> values(const cim::Instance& instance, std::string_view property) {
    const cim::Value* const value = instance.find(property);
    if (value == nullptr) return {"no such property"};
    std::vector<std::string> found;
    for (const cim::Value& each : value->elements()) found.push_back(cim::to_text(each));
    if (!value->is_array() && !value->is_null()) found.push_back(cim::to_text(*value));
    return found;
}

const Sensor standby{.record_id = 8,
                     .number = 0x21,
                     .name = "5V Standby",
                     .type = 2,
                     .event_type = 1,
                     .entity_id = 7,
                     .entity_instance = 1,
                     .analog = true,
                     .base_unit = 4,
                     .m = 23,
                     .b = 100,
                     .b_exponent = 1,
                     .r_exponent = -3,
                     .nominal = Decimal{5025, -3},
                     .settable_thresholds = 0x18,
                     .hysteresis = 2};

cim::Instance standby_with(const Reading& reading) {
    Thresholds thresholds;
    thresholds[3] = standby.value_of(187);
    thresholds[4] = standby.value_of(196);
    thresholds[1] = standby.value_of(152);
    return numeric_sensor_of(hardware_class("CIM_NumericSensor"), "the-system", standby, reading, thresholds);
}

Reading available(std::uint8_t raw, std::uint8_t status = 0) {
    return {.available = true, .raw = raw, .value = standby.value_of(raw), .threshold_status = status};
}

TEST(NumericSensor, ScalesToTheValueThatIpmitoolShows) {
    const auto instance = standby_with(available(176));
    EXPECT_THAT(values(instance, "CurrentReading"), ElementsAre("5048"));
    EXPECT_THAT(values(instance, "UnitModifier"), ElementsAre("-3"));
    EXPECT_THAT(values(instance, "BaseUnits"), ElementsAre("5"));  // volts
    EXPECT_THAT(values(instance, "UpperThresholdCritical"), ElementsAre("5508"));
    EXPECT_THAT(values(instance, "LowerThresholdCritical"), ElementsAre("4496"));
    EXPECT_THAT(values(instance, "LowerThresholdNonCritical"), IsEmpty());
    EXPECT_THAT(values(instance, "Hysteresis"), ElementsAre("46"));
    EXPECT_THAT(values(instance, "NominalReading"), ElementsAre("5025"));
}

TEST(NumericSensor, ListsItsThresholdsByCimNumber) {
    const auto instance = standby_with(available(176));
    EXPECT_THAT(values(instance, "SupportedThresholds"), ElementsAre("1", "2", "3"));
    EXPECT_THAT(values(instance, "SettableThresholds"), ElementsAre("1", "3"));
}

TEST(NumericSensor, NamesTheMostSevereThresholdThatIsCrossed) {
    const auto state = [](std::uint8_t status) {
        return values(standby_with(available(176, status)), "CurrentState");
    };
    EXPECT_THAT(state(0x00), ElementsAre("Normal"));
    EXPECT_THAT(state(0x08), ElementsAre("Upper Non-Critical"));
    EXPECT_THAT(state(0x18), ElementsAre("Upper Critical"));
    EXPECT_THAT(state(0x38), ElementsAre("Upper Fatal"));
    EXPECT_THAT(state(0x03), ElementsAre("Lower Critical"));
    EXPECT_THAT(values(standby_with(available(176, 0x18)), "HealthState"), ElementsAre("25"));
}

TEST(NumericSensor, HasANullReadingWhereThereIsNone) {
    const auto instance = standby_with({});
    EXPECT_THAT(values(instance, "CurrentReading"), IsEmpty());
    EXPECT_THAT(values(instance, "CurrentState"), ElementsAre("Unknown"));
}

TEST(NumericSensor, MapsUnitsAndTypes) {
    const auto of = [](std::uint8_t unit, std::uint8_t type, bool percentage, std::string_view property) {
        Sensor sensor = standby;
        sensor.base_unit = unit;
        sensor.type = type;
        sensor.percentage = percentage;
        return values(numeric_sensor_of(hardware_class("CIM_NumericSensor"), "s", sensor, {}, {}), property)
            .at(0);
    };
    EXPECT_EQ(of(1, 1, false, "BaseUnits"), "2");     // degrees C
    EXPECT_EQ(of(18, 4, false, "BaseUnits"), "19");   // RPM
    EXPECT_EQ(of(0, 11, true, "BaseUnits"), "65");    // per cent
    EXPECT_EQ(of(22, 11, false, "BaseUnits"), "21");  // seconds
    EXPECT_EQ(of(20, 11, false, "BaseUnits"), "1");   // microseconds: CIM has none
    EXPECT_EQ(of(1, 1, false, "SensorType"), "2");
    EXPECT_EQ(of(18, 4, false, "SensorType"), "5");   // tachometer
    EXPECT_EQ(of(6, 11, false, "SensorType"), "13");  // power consumption
    EXPECT_EQ(of(0, 11, true, "OtherSensorTypeDescription"), "IPMI sensor type 0Bh");
}

TEST(NumericSensor, TellsItsRangeAndItsPrecision) {
    Sensor sensor = standby;
    sensor.readable_max = standby.value_of(255);
    sensor.tolerance = 3;
    sensor.accuracy = 250;
    const auto instance = numeric_sensor_of(hardware_class("CIM_NumericSensor"), "s", sensor, {}, {});
    EXPECT_THAT(values(instance, "MaxReadable"), ElementsAre("6865"));
    EXPECT_THAT(values(instance, "Resolution"), ElementsAre("23"));
    EXPECT_THAT(values(instance, "Tolerance"), ElementsAre("34"));  // three halves of 23
    EXPECT_THAT(values(instance, "Accuracy"), ElementsAre("250"));
}

TEST(Sensor, NamesTheStatesThatAreSet) {
    const Sensor supply{.number = 0x60, .name = "PSU1 Status", .type = 8, .event_type = 0x6F};
    const auto with = [&](std::uint16_t states) {
        return sensor_of(hardware_class("CIM_Sensor"), "s", supply, {.available = true, .states = states});
    };
    EXPECT_THAT(values(with(0x01), "CurrentState"), ElementsAre("Presence detected"));
    EXPECT_THAT(values(with(0x01), "HealthState"), ElementsAre("5"));
    EXPECT_THAT(values(with(0x0B), "CurrentState"),
                ElementsAre("Presence detected, Failure detected, Input lost"));
    EXPECT_THAT(values(with(0x0B), "HealthState"), ElementsAre("25"));
    EXPECT_THAT(values(with(0x0B), "OperationalStatus"), ElementsAre("6"));
    EXPECT_THAT(values(with(0x4000), "CurrentState"), ElementsAre("State 14"));
    EXPECT_THAT(values(with(0), "CurrentState"), ElementsAre("Normal"));
    EXPECT_THAT(values(sensor_of(hardware_class("CIM_Sensor"), "s", supply, {}), "CurrentState"),
                ElementsAre("Unknown"));
    EXPECT_THAT(values(with(0), "DeviceID"), ElementsAre("96.0.32"));
}

LogEntry entry() {
    LogEntry record{.id = 6,
                    .type = 2,
                    .timestamp = 1793600104,
                    .is_event = true,
                    .sensor_type = 2,
                    .sensor_number = 0x21,
                    .event_type = 1,
                    .deassertion = true,
                    .data = {0x57, 52, 50}};
    record.raw = {6, 0, 2, 0x68, 0x58, 0xE8, 0x6A, 0x20, 0, 4, 2, 0x21, 0x81, 0x57, 52, 50};
    return record;
}

TEST(LogRecord, SaysWhatHappenedAndWhen) {
    const auto instance = record_of(hardware_class("CIM_LogRecord"), "the-log", entry(), {standby});
    EXPECT_THAT(values(instance, "Description"),
                ElementsAre("5V Standby: upper non-critical going high, deasserted"));
    EXPECT_THAT(values(instance, "RecordID"), ElementsAre("6"));
    EXPECT_THAT(values(instance, "MessageTimestamp"), ElementsAre("20261102061504.000000+000"));
}

TEST(LogRecord, CarriesTheRecordInAsManyFieldsAsItsFormatNames) {
    const auto instance = record_of(hardware_class("CIM_LogRecord"), "the-log", entry(), {});
    const std::string format = values(instance, "RecordFormat").at(0),
                      data = values(instance, "RecordData").at(0);
    EXPECT_EQ(std::ranges::count(format, '*'), std::ranges::count(data, '*'));
    EXPECT_EQ(data, "*33.0.32*6 0*2*104 88 232 106*32 0*4*2*33*false*1*87*52*50*");
    EXPECT_THAT(values(instance, "Description").at(0), HasSubstr("sensor 21h"));
}

TEST(LogRecord, OfAnOemIsShownWhole) {
    LogEntry oem{.id = 1, .type = 0xE0};
    oem.raw = {1, 0, 0xE0, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9};
    const auto instance = record_of(hardware_class("CIM_LogRecord"), "the-log", oem, {});
    EXPECT_EQ(values(instance, "RecordData").at(0), "*1 0 224 9 9 9 9 9 9 9 9 9 9 9 9 9*");
    EXPECT_EQ(values(instance, "Description").at(0), "OEM record of type E0h");
}

}  // namespace
}  // namespace assay::ipmi
