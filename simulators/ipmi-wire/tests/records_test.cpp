#include <gmock/gmock.h>

#include "assay/ipmi-wire/sdr.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::ipmi_wire {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

TEST(Conversion, IsLinearInTheRawNumber) {
    const Conversion volts{.m = 62, .r_exponent = -3};
    EXPECT_THAT(volts.value_of(195), DoubleEq(12.09));
    EXPECT_EQ(volts.raw_of(12.09), 195);
    const Conversion offset{.m = 23, .b = 100, .b_exponent = 1, .r_exponent = -3};
    EXPECT_NEAR(offset.value_of(175), 5.025, 1e-9);
    EXPECT_EQ(offset.raw_of(5.025), 175);
}

TEST(Conversion, KnowsNegativeNumbers) {
    const Conversion twos{.format = AnalogFormat::twos_complement};
    EXPECT_EQ(twos.value_of(0xFB), -5);
    EXPECT_EQ(twos.raw_of(-5), 0xFB);
    EXPECT_EQ(twos.raw_of(-500), 0x80);
    EXPECT_EQ(twos.raw_of(500), 0x7F);
    const Conversion ones{.format = AnalogFormat::ones_complement};
    EXPECT_EQ(ones.value_of(0xFE), -1);
    EXPECT_EQ(ones.raw_of(-1), 0xFE);
}

TEST(Conversion, ComesBackToEveryOctet) {
    for (const Conversion& conversion :
         {Conversion{}, Conversion{.m = -2, .b = 100},
          Conversion{.m = 511, .b = -512, .b_exponent = 2, .r_exponent = -8},
          Conversion{.m = 3, .r_exponent = 7, .format = AnalogFormat::twos_complement}}) {
        for (int raw = 0; raw < 256; ++raw) {
            const auto octet = static_cast<std::uint8_t>(raw);
            EXPECT_EQ(conversion.raw_of(conversion.value_of(octet)), octet);
        }
    }
}

FullSensorRecord full_record() {
    FullSensorRecord record;
    record.record_id = 0x1234;
    record.sensor = {.lun = 1,
                     .number = 9,
                     .entity_id = 7,
                     .entity_instance = 2,
                     .initialization = 0x7F,
                     .capabilities = 0x68,
                     .sensor_type = 2,
                     .assertion_mask = 0x7ABC,
                     .deassertion_mask = 0x7DEF,
                     .reading_mask = 0x3F3F,
                     .units = 0x80,
                     .base_unit = 4,
                     .name = "Sixteen letters!"};
    record.tolerance = 0x2A;
    record.accuracy = 0x155;
    record.accuracy_exponent = 2;
    record.conversion = {
        .m = -300, .b = 500, .b_exponent = -8, .r_exponent = 7, .format = AnalogFormat::twos_complement};
    record.analog_flags = 7;
    record.nominal = 1, record.normal_max = 2, record.normal_min = 3, record.sensor_max = 4,
    record.sensor_min = 5;
    record.thresholds = {10, 11, 12, 13, 14, 15};
    record.positive_hysteresis = 16, record.negative_hysteresis = 17;
    return record;
}

TEST(FullSensorRecord, IsReadAsItIsWritten) {
    const FullSensorRecord record = full_record();
    const Octets octets = encode(record);
    EXPECT_EQ(octets.size(), 64U);
    const auto decoded = decode_sensor_record(octets);
    ASSERT_TRUE(decoded) << to_text(decoded.error());
    EXPECT_EQ(std::get<FullSensorRecord>(*decoded), record);
}

TEST(FullSensorRecord, HasItsThresholdsWhereTheStandardPutsThem) {
    const Octets octets = encode(full_record());
    const OctetView thresholds = OctetView{octets}.subspan(36, 6);  // octets 37 to 42, counted from 1
    EXPECT_THAT(thresholds, ElementsAre(15, 14, 13, 12, 11, 10));
    EXPECT_EQ(octets[47], 0xC0 | 16);
}

TEST(FullSensorRecord, HasItsAccuracyWhereTheStandardPutsIt) {
    const Octets octets = encode(full_record());
    EXPECT_EQ(octets[25] & 0x3F, 0x2A);  // octet 26, counted from 1
    EXPECT_EQ(octets[27] & 0x3F, 0x15);
    EXPECT_EQ(octets[28], 0x50 | 2 << 2);
}

TEST(CompactSensorRecord, IsReadAsItIsWritten) {
    CompactSensorRecord record;
    record.record_id = 5;
    record.sensor = {.number = 3, .sensor_type = 8, .event_reading_type = 0x6F, .units = 0xC0, .name = "PSU"};
    record.positive_hysteresis = 1;
    const Octets octets = encode(record);
    EXPECT_EQ(octets[3], 2);
    EXPECT_EQ(octets[31], 0xC0 | 3);
    const auto decoded = decode_sensor_record(octets);
    ASSERT_TRUE(decoded);
    EXPECT_EQ(std::get<CompactSensorRecord>(*decoded), record);
}

TEST(SensorRecord, IsRefusedWhenItIsCutOrOfAnotherKind) {
    const Octets octets = encode(full_record());
    for (std::size_t length = 0; length < octets.size(); ++length) {
        EXPECT_EQ(decode_sensor_record(OctetView{octets}.first(length)).error(), Broken::truncated) << length;
    }
    Octets lying = octets;
    lying[4] = 20;
    EXPECT_EQ(decode_sensor_record(lying).error(), Broken::overlong);
    lying.resize(sdr_header_length + 20);
    EXPECT_EQ(decode_sensor_record(lying).error(), Broken::truncated);
    Octets locator = octets;
    locator[3] = 0x12;
    EXPECT_EQ(decode_sensor_record(locator).error(), Broken::unsupported);
}

TEST(SelRecord, IsReadAsItIsWritten) {
    const SystemEvent event{.timestamp = 0x69573525,
                            .sensor_type = 1,
                            .sensor_number = 4,
                            .deassertion = true,
                            .event_type = 1,
                            .data = {0x57, 52, 50}};
    const SelRecord record = record_of(event, 7);
    Octets octets;
    encode(record, octets);
    EXPECT_EQ(base::to_hex(octets),
              "0700022535576920000401048157"
              "3432");
    EXPECT_EQ(*decode_sel_record(octets), record);
    EXPECT_EQ(system_event_of(record), event);
    EXPECT_EQ(event.offset(), 7);
}

TEST(SelRecord, HasATimeBelowTypeE0Only) {
    SelRecord record{.type = 0xDF};
    record.set_timestamp(99);
    EXPECT_EQ(record.timestamp(), 99U);
    record.type = 0xE0;
    EXPECT_EQ(record.timestamp(), 0U);
    EXPECT_EQ(system_event_of(record), std::nullopt);
}

TEST(SelRecord, IsRefusedUnlessItHasSixteenOctets) {
    EXPECT_EQ(decode_sel_record(Octets(15)).error(), Broken::truncated);
    EXPECT_EQ(decode_sel_record(Octets(17)).error(), Broken::overlong);
}

}  // namespace
}  // namespace assay::ipmi_wire
