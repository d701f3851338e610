// The driver's side of a session, held against what ipmitool sent and was told (fixtures/datagrams).
#include "bmc_conversation.hpp"

#include <gmock/gmock.h>

#include <deque>
#include <fstream>

#include "assay/testing/source_dir.hpp"

namespace assay::drive {
namespace {

using record::Integrity;
using script::BmcMessage;
using script::BmcSend;
using script::Table;
using script::Value;

std::vector<std::string> recorded(const std::string& name, const std::string& whose) {
    std::ifstream in{ASSAY_SOURCE_DIR "/fixtures/datagrams/" + name};
    std::vector<std::string> datagrams;
    std::string who, hex;
    while (in >> who >> hex) {
        if (who == whose) datagrams.emplace_back(base::text_of(*base::from_hex(hex)));
    }
    return datagrams;
}

/// Gives the octets that it was told to give, so that a recording can be made again.
class KnownRandom final : public ipmi_wire::RandomSource {
public:
    void will_be(std::string_view octets) { octets_.insert(octets_.end(), octets.begin(), octets.end()); }
    void fill(std::span<base::Octet> out) override {
        for (base::Octet& octet : out) {
            octet = octets_.empty() ? base::Octet{7} : static_cast<base::Octet>(octets_.front());
            if (!octets_.empty()) octets_.pop_front();
        }
    }

private:
    std::deque<char> octets_;
};

Value number(std::int64_t value) { return {value}; }

BmcSend send(BmcMessage message, Table fields = {}) {
    BmcSend send;
    send.message = message;
    send.session = 1;
    send.fields = std::move(fields);
    return send;
}

BmcSend get_device_id(Table fields = {}) {
    fields.insert_or_assign("netfn", number(6));
    fields.insert_or_assign("command", number(1));
    return send(BmcMessage::request, std::move(fields));
}

/// The conversation that ipmitool had, up to its first command.
class Golden : public testing::Test {
protected:
    static constexpr std::size_t open_session = 1, rakp1 = 2, rakp3 = 3, first_command = 4;

    static constexpr std::size_t header = 16, random_offset = header + 8, random_length = 16;

    std::string composed(const BmcSend& what) {
        const auto packet = conversation.compose(what);
        return packet ? std::string{base::text_of(packet->octets)} : std::string{};
    }

    void take_up_to_rakp2() {
        const Table fields{{"tag", number(0)}};
        EXPECT_EQ(composed(send(BmcMessage::open_session, {{"tag", number(0)},
                                                           {"privilege", number(0)},
                                                           {"console_session", number(0xA0A2A3A4)}})),
                  console.at(open_session));
        EXPECT_FALSE(conversation.take(bmc.at(open_session)).is_late);
        random.will_be(console.at(rakp1).substr(random_offset, random_length));
        EXPECT_EQ(composed(send(BmcMessage::rakp1, fields)), console.at(rakp1));
        EXPECT_EQ(conversation.take(bmc.at(rakp1)).opened.integrity, Integrity::verified);
    }

    void open() {
        take_up_to_rakp2();
        EXPECT_EQ(composed(send(BmcMessage::rakp3, {{"tag", number(0)}})), console.at(rakp3));
        EXPECT_EQ(conversation.take(bmc.at(rakp3)).opened.integrity, Integrity::verified);
    }

    /// What ipmitool numbered its first command with, as the BMC repeats it.
    std::int64_t first_request_sequence() {
        const auto taken = conversation.take(bmc.at(first_command));
        return observe::read_lan_message(taken.opened.clear.value()).request_sequence.value();
    }

    std::vector<std::string> console = recorded("ipmitool-suite-17-mc-info.txt", "console");
    std::vector<std::string> bmc = recorded("ipmitool-suite-17-mc-info.txt", "bmc");
    KnownRandom random;
    BmcConversation conversation{{"assay", "assay-demo", "", 17}, {}, random};
};

TEST_F(Golden, MakesTheHandshakeOctetForOctetAndVerifiesTheAnswers) { open(); }

TEST_F(Golden, MakesTheSamePacketInTheSession) {
    open();
    random.will_be(console.at(first_command).substr(header, 16));
    const std::string raised =
        composed(send(BmcMessage::request, {{"netfn", number(6)},
                                            {"command", number(0x3B)},
                                            {"data", Value{std::string{"\x04"}}},
                                            {"sequence", number(3)},
                                            {"request_sequence", number(first_request_sequence())}}));
    EXPECT_EQ(base::to_hex(base::octets_of(raised)),
              base::to_hex(base::octets_of(console.at(first_command))));
}

TEST_F(Golden, OpensAndVerifiesTheBmcsPackets) {
    open();
    const auto taken = conversation.take(bmc.at(first_command));
    EXPECT_EQ(taken.opened.integrity, Integrity::verified);
    ASSERT_TRUE(taken.opened.clear);
    const auto response = observe::read_lan_message(*taken.opened.clear);
    EXPECT_EQ(response.command, 0x3BU);
    EXPECT_EQ(response.completion, 0U);
    EXPECT_TRUE(response.checksums_fit);
}

TEST_F(Golden, TellsAWrongAuthCodeInAPacketOfTheBmc) {
    open();
    std::string forged = bmc.at(first_command);
    forged.back() = static_cast<char>(forged.back() ^ 1);
    EXPECT_EQ(conversation.take(forged).opened.integrity, Integrity::wrong);
}

TEST_F(Golden, TellsAWrongCodeInRakp2) {
    composed(send(BmcMessage::open_session, {{"console_session", number(0xA0A2A3A4)}}));
    (void)conversation.take(bmc.at(open_session));
    composed(send(BmcMessage::rakp1, {{"tag", number(0)}}));
    EXPECT_EQ(conversation.take(bmc.at(rakp1)).opened.integrity, Integrity::wrong)
        << "our random number is another one";
}

TEST_F(Golden, KeepsNothingThatLetsThePasswordBeGuessed) {
    take_up_to_rakp2();
    const auto first = conversation.compose(send(BmcMessage::rakp1));
    EXPECT_EQ(first->kept().substr(random_offset, random_length), std::string(random_length, '*'));
    const auto third = conversation.compose(send(BmcMessage::rakp3));
    EXPECT_EQ(third->kept().substr(random_offset), std::string(32, '*'));
}

TEST_F(Golden, AWrongCodeOfTheCasesOwnIsKept) {
    take_up_to_rakp2();
    const auto third = conversation.compose(send(BmcMessage::rakp3, {{"code", Value{std::string{"mine"}}}}));
    EXPECT_THAT(third->kept(), testing::EndsWith("mine"));
}

TEST_F(Golden, SendsARequestAgainWithASequenceNumberOfItsOwn) {
    open();
    const auto read = [](const BmcPacket& packet) {
        return observe::read_datagram(base::text_of(packet.octets));
    };
    const auto first = conversation.compose(get_device_id());
    const auto second = conversation.recompose(get_device_id());
    EXPECT_EQ(read(*first).sequence, 1U);
    EXPECT_EQ(read(second).sequence, 2U);
    EXPECT_EQ(first->clear, second.clear) << "it is the same request";
}

TEST_F(Golden, RepeatsWhatItSentOctetForOctet) {
    open();
    const std::string first = composed(get_device_id());
    const std::string second = composed(get_device_id());
    EXPECT_EQ(composed(send(BmcMessage::again)), second);
    EXPECT_EQ(composed(send(BmcMessage::again, {{"back", number(1)}})), first);
    EXPECT_EQ(composed(send(BmcMessage::again, {{"back", number(1000)}})), "") << "so much was never sent";
}

TEST_F(Golden, ANumberThatACaseChoseIsNotUsedAgain) {
    open();
    const auto sequence_of = [&](const BmcSend& what) {
        return observe::read_datagram(composed(what)).sequence;
    };
    EXPECT_EQ(sequence_of(get_device_id({{"sequence_step", number(2)}})), 2U);
    EXPECT_EQ(sequence_of(get_device_id()), 1U);
    EXPECT_EQ(sequence_of(get_device_id()), 3U);
}

TEST_F(Golden, AnAnswerToAnEarlierMessageIsLate) {
    open();
    composed(send(BmcMessage::request, {{"netfn", number(6)},
                                        {"command", number(0x3B)},
                                        {"request_sequence", number(first_request_sequence())}}));
    composed(get_device_id());
    EXPECT_TRUE(conversation.take(bmc.at(first_command)).is_late);
}

TEST_F(Golden, EveryFieldOfTheWrappingCanBeWrong) {
    open();
    const auto packet = conversation.compose(get_device_id({{"rmcp_version", number(5)},
                                                            {"payload_type", number(0x3F)},
                                                            {"encrypted", Value{false}},
                                                            {"session_id", number(9)},
                                                            {"length", number(500)},
                                                            {"next_header", number(1)},
                                                            {"auth_code", Value{std::string{"code"}}},
                                                            {"append", Value{std::string{"more"}}}}));
    const auto reading = observe::read_datagram(base::text_of(packet->octets));
    EXPECT_EQ(reading.rmcp_version, 5U);
    EXPECT_EQ(reading.payload_type, 0x3FU);
    EXPECT_FALSE(reading.encrypted);
    EXPECT_TRUE(reading.authenticated);
    EXPECT_EQ(reading.session_id, 9U);
    EXPECT_EQ(reading.length, 500U);
    EXPECT_FALSE(reading.whole);
    EXPECT_THAT(base::text_of(packet->octets), testing::EndsWith("\1codemore"));
}

TEST(BmcConversation, WithoutASessionSpeaksTheFormatThatIsAskedFor) {
    KnownRandom random;
    BmcConversation conversation{{"assay", "assay-demo", "", 17}, {}, random};
    const auto format_of = [&](Table fields) {
        fields.insert_or_assign("netfn", number(6));
        fields.insert_or_assign("command", number(0x38));
        const auto packet = conversation.compose(send(BmcMessage::request, std::move(fields)));
        return observe::read_datagram(base::text_of(packet->octets)).auth_type;
    };
    EXPECT_EQ(format_of({}), 0U);
    EXPECT_EQ(format_of({{"format", Value{std::string{"2.0"}}}}), 6U);
}

TEST(BmcConversation, OfIpmi15SignsWithThePasswordAndKeepsNoCode) {
    // a session-less answer to Get Session Challenge: id 01020304h, then the challenge
    const std::string data =
        std::string{"\x81\x1C\x63\x20\x04\x39\x00\x04\x03\x02\x01", 11} + std::string(16, 'c');
    std::string message = data;
    std::uint8_t sum = 0;
    for (const char octet : std::string_view{data}.substr(3)) sum = static_cast<std::uint8_t>(sum - octet);
    message += static_cast<char>(sum);
    const std::string answer =
        std::string{"\x06\x00\xFF\x07\x00\0\0\0\0\0\0\0\0", 13} + static_cast<char>(message.size()) + message;
    for (const auto& [auth, type] : {std::pair{"md2", 1U}, std::pair{"md5", 2U}}) {
        KnownRandom random;
        const Table terms{{"version", Value{std::string{"1.5"}}}, {"auth", Value{std::string{auth}}}};
        BmcConversation conversation{{"assay", "assay-demo", "", 17}, terms, random};
        (void)conversation.compose(send(BmcMessage::challenge));
        EXPECT_FALSE(conversation.take(answer).is_late);
        const auto packet = conversation.compose(send(BmcMessage::activate));
        const auto reading = observe::read_datagram(base::text_of(packet->octets));
        EXPECT_EQ(reading.auth_type, type);
        EXPECT_EQ(reading.session_id, 0x01020304U);
        EXPECT_THAT(reading.payload, testing::HasSubstr(std::string(16, 'c')));
        EXPECT_NE(reading.code, std::string(16, '*'));
        EXPECT_EQ(observe::read_datagram(packet->kept()).code, std::string(16, '*'));
    }
}

}  // namespace
}  // namespace assay::drive
