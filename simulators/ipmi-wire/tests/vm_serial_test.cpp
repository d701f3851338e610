#include "assay/ipmi-wire/vm_serial.hpp"

#include <gmock/gmock.h>

namespace assay::ipmi_wire {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(VmSerial, WritesMessagesAsAMachineDoes) {
    Octets out;
    encode_vm_message({.sequence = 5, .netfn = 6, .command = 1}, out);
    EXPECT_THAT(out, ElementsAre(0x05, 0x18, 0x01, 0xE2, 0xA0));
    out.clear();
    encode_vm_message({.sequence = 0xA0, .netfn = 7, .lun = 2, .command = 0xAA, .data = {0xA1, 0xB0}}, out);
    EXPECT_THAT(out, ElementsAre(0xAA, 0xB0, 0x1E, 0xAA, 0xBA, 0xAA, 0xB1, 0xB0, 0x47, 0xA0));
}

TEST(VmSerial, WritesCommands) {
    Octets out;
    encode_vm_command(VmCommand::version, Octets{vm_protocol_version}, out);
    encode_vm_command(VmCommand::power_off, {}, out);
    EXPECT_THAT(out, ElementsAre(0xFF, 0x01, 0xA1, 0x03, 0xA1));
}

TEST(VmSerial, ReadsBackWhatItWrites) {
    for (unsigned octet = 0; octet <= 0xFF; ++octet) {
        const auto value = static_cast<Octet>(octet);
        Octets out;
        encode_vm_message(
            {.sequence = value, .netfn = 0x2E, .lun = 3, .command = value, .data = {value, value}}, out);
        VmDecoder decoder;
        std::vector<VmFrame> frames;
        for (const Octet each : out) {  // however the stream is cut
            for (VmFrame& frame : decoder.take(Octets{each})) frames.push_back(std::move(frame));
        }
        ASSERT_THAT(frames, SizeIs(1));
        EXPECT_FALSE(frames[0].is_command);
        const auto message = decode_vm_message(frames[0].octets);
        ASSERT_TRUE(message) << octet;
        EXPECT_EQ(message->sequence, value);
        EXPECT_EQ(message->netfn, 0x2E);
        EXPECT_EQ(message->lun, 3);
        EXPECT_THAT(message->data, ElementsAre(value, value));
    }
}

TEST(VmSerial, GoesOnBehindWhatIsBroken) {
    VmDecoder decoder;
    EXPECT_THAT(decoder.take(Octets{0xA0, 0xA1, 0x01, 0xAA, 0xA0, 0x02, 0xAA, 0xA1}), IsEmpty());
    EXPECT_THAT(decoder.take(Octets(100'000, 0x11)), IsEmpty());
    EXPECT_THAT(decoder.take(Octets{0xA0}), IsEmpty());
    const auto frames = decoder.take(Octets{0x04, 0xA1});
    ASSERT_THAT(frames, SizeIs(1));
    EXPECT_TRUE(frames[0].is_command);
    EXPECT_THAT(frames[0].octets, ElementsAre(0x04));
}

TEST(VmSerial, RefusesMessagesThatAreTooShortOrDamaged) {
    EXPECT_EQ(decode_vm_message(Octets{0, 0, 0}).error(), Broken::truncated);
    EXPECT_EQ(decode_vm_message(Octets{0x05, 0x18, 0x01, 0xE3}).error(), Broken::bad_checksum);
    EXPECT_TRUE(decode_vm_message(Octets{0x05, 0x18, 0x01, 0xE2}));
}

}  // namespace
}  // namespace assay::ipmi_wire
