#include "assay/observe/bmc_reading.hpp"

#include <gmock/gmock.h>

#include "assay/base/octets.hpp"

namespace assay::observe {
namespace {

std::string octets(std::string_view hex) { return std::string{base::text_of(*base::from_hex(hex))}; }

// ipmitool's first words with bmcsim, and its Open Session, of fixtures/datagrams.
const std::string capabilities = octets("0600ff0700000000000000000010811c6320003800018004020000000021");
const std::string opened = octets(
    "0600ff0706110000000000000000240000000400a4a3a2a06a66320700000008030000000100000804000000020000080100000"
    "0");

TEST(BmcReading, TellsTheFormatOfIpmi15) {
    const DatagramReading reading = read_datagram(capabilities);
    EXPECT_TRUE(reading.whole);
    EXPECT_FALSE(reading.is_rmcp_plus);
    EXPECT_EQ(reading.rmcp_version, 6U);
    EXPECT_EQ(reading.rmcp_sequence, 0xFFU);
    EXPECT_EQ(reading.session_id, 0U);
    const LanReading response = read_lan_message(reading.payload);
    EXPECT_TRUE(response.whole);
    EXPECT_TRUE(response.checksums_fit);
    EXPECT_EQ(response.netfn, 7U);
    EXPECT_EQ(response.command, 0x38U);
    EXPECT_EQ(response.completion, 0U);
    EXPECT_EQ(response.data.size(), 8U);
}

TEST(BmcReading, TellsAnOpenSessionResponse) {
    const DatagramReading reading = read_datagram(opened);
    EXPECT_TRUE(reading.is_rmcp_plus);
    EXPECT_EQ(reading.payload_type, open_session_response);
    const SetupReading setup = read_setup(open_session_response, reading.payload);
    EXPECT_TRUE(setup.whole);
    EXPECT_EQ(setup.status, 0U);
    EXPECT_EQ(setup.privilege, 4U);
    EXPECT_EQ(setup.console_session, 0xA0A2A3A4U);
    EXPECT_EQ(setup.managed_session, 0x0732666AU);
    EXPECT_EQ(setup.authentication, 3U);
    EXPECT_EQ(setup.integrity, 4U);
    EXPECT_EQ(setup.confidentiality, 1U);
}

TEST(BmcReading, ARefusalEndsAfterTheSessionId) {
    const SetupReading setup = read_setup(open_session_response, octets("0911000004030201"));
    EXPECT_TRUE(setup.whole);
    EXPECT_EQ(setup.status, 0x11U);
    EXPECT_EQ(setup.managed_session, std::nullopt);
}

TEST(BmcReading, CutAnywhereItIsNotWholeAndHasNothingBeyond) {
    for (std::size_t length = 0; length < opened.size(); ++length) {
        const DatagramReading reading = read_datagram(opened.substr(0, length));
        EXPECT_TRUE(length <= 4 || !reading.whole) << length;
        EXPECT_LE(reading.payload.size(), length);
        (void)read_setup(open_session_response, reading.payload);
    }
    for (std::size_t length = 0; length < capabilities.size(); ++length)
        EXPECT_FALSE(read_lan_message(read_datagram(capabilities.substr(0, length)).payload).checksums_fit)
            << length;
}

TEST(BmcReading, AWrongChecksumIsTold) {
    std::string message = read_datagram(capabilities).payload;
    message.back() = static_cast<char>(message.back() + 1);
    EXPECT_FALSE(read_lan_message(message).checksums_fit);
}

TEST(BmcReading, SpeaksOfCodesInWords) {
    EXPECT_EQ(status_text(0x0F), "0Fh (invalid integrity check value)");
    EXPECT_EQ(completion_text(0xC7), "C7h (request data length invalid)");
    EXPECT_EQ(completion_text(0x81), "81h");
}

}  // namespace
}  // namespace assay::observe
