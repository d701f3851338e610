#include "assay/ipmi-client/decode.hpp"

#include <gmock/gmock.h>

#include "assay/ipmi-wire/sdr.hpp"
#include "assay/ipmi-wire/sel.hpp"

namespace assay::ipmi_client {
namespace {

using base::Octets;
using testing::Optional;

/// Every proper prefix of `whole` has to be malformed.
template <class Decode>
void expect_malformed_when_cut(const Octets& whole, Decode decode) {
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto result = decode(base::OctetView{whole}.first(length));
        ASSERT_FALSE(result) << length;
        EXPECT_EQ(result.error().trouble, Trouble::malformed);
    }
}

TEST(Decode, ReadsADeviceId) {
    const Octets data{0x20, 0x81, 0x02, 0x14, 0x02, 0x87, 0x57, 0x01, 0x00, 0x0A, 0x55};
    const auto device = decode_device_id(data);
    ASSERT_TRUE(device);
    EXPECT_EQ(device->firmware, "2.14");
    EXPECT_EQ(device->ipmi_version, "2.0");
    EXPECT_EQ(device->revision, 1);
    EXPECT_EQ(device->manufacturer, 343U);
    EXPECT_EQ(device->product, 0x550A);
    expect_malformed_when_cut(data, decode_device_id);
}

TEST(Decode, TurnsAGuidRound) {
    Octets data(16);
    for (std::size_t i = 0; i < 16; ++i) data[i] = static_cast<base::Octet>(0xFF - 0x11 * i);
    EXPECT_EQ(*decode_guid(data), "00112233-4455-6677-8899-aabbccddeeff");
    expect_malformed_when_cut(data, decode_guid);
}

TEST(Decode, ReadsAChassisStatus) {
    const auto status = decode_chassis_status(Octets{0x41, 0x00, 0x09});
    ASSERT_TRUE(status);
    EXPECT_TRUE(status->powered_on);
    EXPECT_EQ(status->restore_policy, RestorePolicy::always_on);
    EXPECT_TRUE(status->intrusion);
    EXPECT_TRUE(status->cooling_fault);
    EXPECT_FALSE(status->drive_fault);
    EXPECT_FALSE(decode_chassis_status(Octets{0x41, 0x00}));
}

TEST(Decode, ScalesExactly) {
    Sensor sensor{.analog = true, .m = 23, .b = 100, .b_exponent = 1, .r_exponent = -3};
    EXPECT_EQ(sensor.value_of(176), (Decimal{5048, -3}));
    EXPECT_DOUBLE_EQ(sensor.value_of(176).value(), 5.048);
    sensor.b_exponent = -2;  // (23·176 + 1)·10^-3 = 4049·10^-3, told in hundredths of the raw step
    EXPECT_EQ(sensor.value_of(176), (Decimal{404900, -5}));
    sensor = {.analog = true, .m = 40};
    EXPECT_EQ(sensor.value_of(140), (Decimal{5600, 0}));
    sensor = {.analog = true, .m = 1, .format = 2};
    EXPECT_EQ(sensor.value_of(0xF9), (Decimal{-7, 0}));
}

TEST(Decode, GivesOneExponentToAllOctetsOfASensor) {
    const Sensor sensor{.analog = true, .m = 62, .b = 5, .b_exponent = -1, .r_exponent = -3};
    for (int raw = 0; raw < 256; ++raw) {
        EXPECT_EQ(sensor.value_of(static_cast<std::uint8_t>(raw)).exponent, sensor.value_of(0).exponent);
    }
}

TEST(Decode, ReadsAReading) {
    const Sensor analog{.analog = true, .m = 2};
    const auto reading = decode_reading(analog, Octets{50, 0xC0, 0xC8});
    ASSERT_TRUE(reading);
    EXPECT_THAT(reading->value, Optional(Decimal{100, 0}));
    EXPECT_EQ(reading->threshold_status, 0x08);
    const auto discrete = decode_reading(Sensor{}, Octets{0, 0xC0, 0x21, 0x80});
    EXPECT_EQ(discrete->states, 0x0021);
    EXPECT_EQ(discrete->value, std::nullopt);
}

TEST(Decode, KnowsAReadingThatIsNotAvailableOrNotScanned) {
    const Sensor analog{.analog = true};
    for (const base::Octet flags : Octets{0xE0, 0x80, 0x20}) {
        const auto reading = decode_reading(analog, Octets{50, flags, 0xC8});
        EXPECT_FALSE(reading->available) << int{flags};
        EXPECT_EQ(reading->value, std::nullopt);
        EXPECT_EQ(reading->threshold_status, 0);
    }
    EXPECT_EQ(decode_reading(analog, Octets{50}).error().trouble, Trouble::malformed);
}

TEST(Decode, ReadsTheThresholdsThatCanBeRead) {
    const Sensor analog{.analog = true};
    const Octets data{0x18, 1, 2, 3, 40, 50, 60};
    const auto thresholds = decode_thresholds(analog, data);
    ASSERT_TRUE(thresholds);
    EXPECT_THAT((*thresholds)[3], Optional(Decimal{40, 0}));
    EXPECT_THAT((*thresholds)[4], Optional(Decimal{50, 0}));
    EXPECT_EQ((*thresholds)[0], std::nullopt);
    EXPECT_EQ((*thresholds)[5], std::nullopt);
    expect_malformed_when_cut(data, [&](base::OctetView cut) { return decode_thresholds(analog, cut); });
}

TEST(Decode, ReadsAUser) {
    Octets name(16, 0);
    std::ranges::copy(base::octets_of("viewer"), name.begin());
    const auto user = decode_user(4, Octets{10, 0x43, 0, 0x32}, name);
    ASSERT_TRUE(user);
    EXPECT_EQ(user->name, "viewer");
    EXPECT_TRUE(user->enabled);
    EXPECT_EQ(user->privilege, 2);
    EXPECT_FALSE(decode_user(4, Octets{10, 0x83, 0, 0x32}, name)->enabled);
    EXPECT_EQ(decode_user(4, Octets{10, 0x43, 0}, name).error().trouble, Trouble::malformed);
    EXPECT_EQ(decode_user(4, Octets{10, 0x43, 0, 0x32}, Octets(15, 0)).error().trouble, Trouble::malformed);
}

TEST(Decode, ReadsTheLog) {
    const Octets info{0x51, 5, 0, 0xB0, 0x1F, 1, 0, 0, 0, 2, 0, 0, 0, 0x8B};
    const auto log = decode_log_info(info);
    ASSERT_TRUE(log);
    EXPECT_EQ(log->entries, 5);
    EXPECT_EQ(log->free_octets, 0x1FB0);
    EXPECT_TRUE(log->overflow);
    expect_malformed_when_cut(info, decode_log_info);

    Octets record;
    encode(ipmi_wire::record_of({.timestamp = 77, .sensor_number = 4, .deassertion = true}, 9), record);
    const auto entry = decode_log_entry(record);
    ASSERT_TRUE(entry);
    EXPECT_EQ(entry->id, 9);
    EXPECT_EQ(entry->timestamp, 77U);
    EXPECT_TRUE(entry->is_event);
    EXPECT_TRUE(entry->deassertion);
    expect_malformed_when_cut(record, decode_log_entry);
}

TEST(Decode, ReadsSensorsAndPassesOverOtherRecords) {
    ipmi_wire::FullSensorRecord record;
    record.record_id = 3;
    record.sensor.number = 7;
    record.sensor.name = "T";
    record.analog_flags = 1;
    record.nominal = 20;
    const Octets octets = encode(record);
    const auto sensor = decode_sensor(octets);
    ASSERT_TRUE(sensor && *sensor);
    EXPECT_TRUE((*sensor)->analog);
    EXPECT_THAT((*sensor)->nominal, Optional(Decimal{20, 0}));
    expect_malformed_when_cut(octets, decode_sensor);

    Octets locator = octets;
    locator[3] = 0x12;
    EXPECT_EQ(*decode_sensor(locator), std::nullopt);
    record.sensor.owner = 0x22;  // a satellite controller's
    EXPECT_FALSE(decode_sensor(encode(record))->has_value());
    record.sensor.owner = 0x20;
    record.linearization = 1;  // ln: the linear formula would lie
    EXPECT_FALSE((*decode_sensor(encode(record)))->analog);
}

}  // namespace
}  // namespace assay::ipmi_client
