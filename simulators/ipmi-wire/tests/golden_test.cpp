// What real consoles sent and accepted, opened with the keys that this module derives.
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "assay/ipmi-wire/lan_message.hpp"
#include "assay/ipmi-wire/rakp.hpp"
#include "assay/ipmi-wire/rmcp.hpp"
#include "assay/ipmi-wire/rmcp_plus.hpp"
#include "assay/testing/source_dir.hpp"

namespace assay::ipmi_wire {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

struct Datagram {
    bool from_console;
    Octets octets;
};

std::vector<Datagram> recorded(const std::string& name) {
    std::ifstream in{ASSAY_SOURCE_DIR "/fixtures/datagrams/" + name};
    std::vector<Datagram> dialogue;
    std::string who, hex;
    while (in >> who >> hex) dialogue.push_back({who == "console", *base::from_hex(hex)});
    return dialogue;
}

/// Follows a dialogue as somebody who knows the password: checks every proof, opens every packet.
class Witness {
public:
    void see(const Datagram& datagram) {
        const auto message = decode_rmcp(datagram.octets);
        ASSERT_TRUE(message);
        if (!is_rmcp_plus(message->body)) {
            const auto inner = decode_sessionless_15(message->body);
            ASSERT_TRUE(inner) << to_text(inner.error());
            take(*inner, datagram.from_console);
            return;
        }
        const auto packet = decode_rmcp_plus(message->body);
        ASSERT_TRUE(packet) << to_text(packet.error());
        if (packet->session_id == 0) return see_login(*packet, datagram.from_console);
        auto& cipher = datagram.from_console ? to_bmc_ : to_console_;
        ASSERT_TRUE(cipher);
        Octets clear;
        const auto opened = cipher->open(*packet, clear);
        ASSERT_TRUE(opened) << to_text(opened.error());
        take(*opened, datagram.from_console);
    }

    std::vector<std::pair<int, int>> commands;
    std::vector<int> completions;
    int proofs = 0;

private:
    void take(OctetView octets, bool request) {
        const auto message = decode_lan_message(octets);
        ASSERT_TRUE(message) << to_text(message.error());
        if (request) {
            commands.emplace_back(message->netfn, message->command);
        } else {
            completions.push_back(message->data[0]);
        }
        Octets again;
        encode_lan_message(*message, again);
        EXPECT_EQ(again, Octets(octets.begin(), octets.end()));
    }

    void see_login(const RmcpPlusPacket& packet, bool from_console) {
        switch (static_cast<PayloadType>(packet.payload_type)) {
            case PayloadType::ipmi: return take(packet.payload, from_console);
            case PayloadType::open_session_request: {
                const auto request = decode_open_session_request(packet.payload);
                ASSERT_TRUE(request);
                return expect_same(encode(*request), packet.payload);
            }
            case PayloadType::open_session_response: return see_open(packet.payload);
            case PayloadType::rakp1: return see_rakp1(packet.payload);
            case PayloadType::rakp2: return see_rakp2(packet.payload);
            case PayloadType::rakp3: return see_rakp3(packet.payload);
            case PayloadType::rakp4: return see_rakp4(packet.payload);
            default: FAIL() << "payload type " << int{packet.payload_type};
        }
    }

    static void expect_same(const Octets& encoded, OctetView seen) {
        EXPECT_EQ(encoded, Octets(seen.begin(), seen.end()));
    }

    void see_open(OctetView payload) {
        const auto response = decode_open_session_response(payload);
        ASSERT_TRUE(response);
        expect_same(encode(*response), payload);
        exchange_.suite = *suite_of(response->algorithms);
        exchange_.console_session = response->console_session;
        exchange_.managed_session = response->managed_session;
    }
    void see_rakp1(OctetView payload) {
        const auto message = decode_rakp1(payload);
        ASSERT_TRUE(message);
        expect_same(encode(*message), payload);
        exchange_.console_random = message->console_random;
        exchange_.role = message->role;
        exchange_.name = message->name;
    }
    void see_rakp2(OctetView payload) {
        const auto message = decode_rakp2(payload);
        ASSERT_TRUE(message);
        expect_same(encode(*message), payload);
        exchange_.managed_random = message->managed_random;
        exchange_.managed_guid = message->managed_guid;
        expect_same(exchange_.rakp2_auth_code(), message->auth_code);
        ++proofs;
    }
    void see_rakp3(OctetView payload) {
        const auto message = decode_rakp3(payload);
        ASSERT_TRUE(message);
        expect_same(encode(*message), payload);
        expect_same(exchange_.rakp3_auth_code(), message->auth_code);
        ++proofs;
    }
    void see_rakp4(OctetView payload) {
        const auto message = decode_rakp4(payload);
        ASSERT_TRUE(message);
        expect_same(encode(*message), payload);
        const Secret key = exchange_.session_integrity_key();
        expect_same(exchange_.rakp4_integrity_check(key.view()), message->integrity_check);
        to_bmc_.emplace(exchange_.suite, key.view());
        to_console_.emplace(exchange_.suite, key.view());
        ++proofs;
    }

    KeyExchange exchange_{.password = Secret{base::octets_of("assay-demo")}};
    std::optional<SessionCipher> to_bmc_, to_console_;
};

class Golden : public testing::TestWithParam<const char*> {};

TEST_P(Golden, DialogueIsReadProvenAndOpenedWhole) {
    const auto dialogue = recorded(GetParam());
    ASSERT_THAT(dialogue, Not(IsEmpty()));
    Witness witness;
    for (const Datagram& datagram : dialogue) witness.see(datagram);
    EXPECT_EQ(witness.proofs, 3);
    EXPECT_THAT(witness.commands, Contains(std::pair{6, 0x38}));  // Get Channel Authentication Capabilities
    EXPECT_THAT(witness.commands, Contains(std::pair{6, 0x3C}));  // Close Session
    EXPECT_EQ(witness.commands.size(), witness.completions.size());
}

INSTANTIATE_TEST_SUITE_P(Consoles, Golden,
                         testing::Values("ipmitool-suite-3-mc-info.txt", "ipmitool-suite-17-mc-info.txt",
                                         "ipmitool-suite-17-sdr-elist-full.txt",
                                         "freeipmi-suite-17-bmc-info.txt", "freeipmi-suite-3-ipmi-sel.txt"),
                         [](const auto& instance) {
                             std::string name{instance.param};
                             std::erase_if(
                                 name, [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); });
                             return name;
                         });

TEST(GoldenDialogue, BreaksWhenOneBitOfAPacketIsChanged) {
    auto dialogue = recorded("ipmitool-suite-17-mc-info.txt");
    Witness honest;
    int opened = 0, seen = 0;
    for (Datagram& datagram : dialogue) {
        const bool in_session = datagram.octets[4] == 6 && (datagram.octets[5] & 0xC0U) == 0xC0U;
        if (!in_session) {
            honest.see(datagram);
            continue;
        }
        ++seen;
        datagram.octets[30] ^= 1U;
        Octets clear;
        const auto packet = decode_rmcp_plus(OctetView{datagram.octets}.subspan(rmcp_header_length));
        SessionCipher stranger{suite_17, Octets(32, 0)};
        opened += stranger.open(*packet, clear).has_value() ? 1 : 0;
    }
    EXPECT_GT(seen, 5);
    EXPECT_EQ(opened, 0);
}

}  // namespace
}  // namespace assay::ipmi_wire
