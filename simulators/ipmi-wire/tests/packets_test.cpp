#include <gmock/gmock.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "assay/ipmi-wire/lan_message.hpp"
#include "assay/ipmi-wire/lan_session.hpp"
#include "assay/ipmi-wire/rakp.hpp"
#include "assay/ipmi-wire/rmcp.hpp"
#include "assay/ipmi-wire/rmcp_plus.hpp"
#include "assay/ipmi-wire/sequence_window.hpp"

namespace assay::ipmi_wire {
namespace {

using testing::ElementsAre;

Octets hex(std::string_view digits) { return *base::from_hex(digits); }

TEST(Reader, YieldsNothingPastTheEndAndRemembersIt) {
    const Octets octets{1, 2, 3};
    Reader in{octets};
    EXPECT_EQ(in.u16(), 0x0201);
    EXPECT_TRUE(in.ok());
    EXPECT_FALSE(in.finished());
    EXPECT_EQ(in.u32(), 0U);
    EXPECT_FALSE(in.ok());
    EXPECT_EQ(in.u8(), 0) << "what is left is not read after a failure";
}

TEST(Rmcp, PingAndPongHaveTheLayoutOfTheStandard) {
    Octets ping, pong;
    encode_ping(0x09, ping);
    EXPECT_EQ(ping, hex("0600ff06 000011be 80 09 00 00"));
    encode_pong(0x09, pong);
    EXPECT_EQ(pong, hex("0600ff06 000011be 40 09 00 10 000011be 00000000 81 00 000000000000"));
    EXPECT_TRUE(is_ipmi_pong(decode_rmcp(pong)->body, 9));
    EXPECT_FALSE(is_ipmi_pong(decode_rmcp(pong)->body, 8));
}

TEST(Rmcp, RefusesForeignVersionsClassesAndCutHeaders) {
    EXPECT_EQ(decode_rmcp(hex("0500ff07")).error(), Broken::bad_version);
    EXPECT_EQ(decode_rmcp(hex("0600ff86")).error(), Broken::unsupported);
    EXPECT_EQ(decode_rmcp(hex("0600ff")).error(), Broken::truncated);
    EXPECT_EQ(decode_ping(hex("000011be 80 09 00 01 55")).error(), Broken::overlong);
    EXPECT_EQ(decode_ping(hex("000011bf 80 09 00 00")).error(), Broken::unsupported);
}

TEST(LanMessage, IsReadAsItIsWritten) {
    // Get Channel Authentication Capabilities as ipmitool sends it
    const Octets octets = hex("20 18 c8 81 00 38 8e 04 b5");
    const auto message = decode_lan_message(octets);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->netfn, 6);
    EXPECT_EQ(message->command, 0x38);
    EXPECT_THAT(message->data, ElementsAre(0x8E, 4));
    Octets again;
    encode_lan_message(*message, again);
    EXPECT_EQ(again, octets);
}

TEST(LanMessage, RefusesWrongChecksumsAndShortOnes) {
    EXPECT_EQ(decode_lan_message(hex("20 18 c9 81 00 38 8e 04 b5")).error(), Broken::bad_checksum);
    EXPECT_EQ(decode_lan_message(hex("20 18 c8 81 00 38 8e 05 b5")).error(), Broken::bad_checksum);
    EXPECT_EQ(decode_lan_message(hex("20 18 c8 81 00 38")).error(), Broken::truncated);
    EXPECT_EQ(decode_lan_message({}).error(), Broken::truncated);
}

TEST(Ipmi15Wrapper, CarriesSessionlessMessagesOnly) {
    EXPECT_TRUE(decode_sessionless_15(hex("00 00000000 00000000 02 aabb")));
    EXPECT_TRUE(decode_sessionless_15(hex("00 00000000 00000000 02 aabb 00"))) << "the legacy pad";
    EXPECT_EQ(decode_sessionless_15(hex("00 00000000 00000000 02 aabb 0000")).error(), Broken::overlong);
    EXPECT_EQ(decode_sessionless_15(hex("00 00000000 00000000 ff aabb")).error(), Broken::truncated);
    EXPECT_EQ(decode_sessionless_15(hex("02 00000000 00000000 02 aabb")).error(), Broken::unsupported);
    EXPECT_EQ(decode_sessionless_15(hex("00 00000000 01000000 02 aabb")).error(), Broken::unsupported);
}

/// SIK, then a packet of so many octets under it.
class Sealed : public testing::TestWithParam<std::size_t> {
protected:
    static Octets sealed(const CipherSuite& suite, const Octets& payload) {
        SystemRandom random;
        Octets datagram;
        SessionCipher{suite, Octets(32, 7), Octets(20, 7)}.seal(0x11223344, 5, PayloadType::ipmi, payload,
                                                                random, datagram);
        return {datagram.begin() + rmcp_header_length, datagram.end()};
    }
};

TEST_P(Sealed, PacketIsOpenedByTheSameKeysOnly) {
    for (const CipherSuite& suite : supported_suites) {
        const Octets payload(GetParam(), 0xAB);
        const Octets body = sealed(suite, payload);
        const auto packet = decode_rmcp_plus(body);
        ASSERT_TRUE(packet);
        EXPECT_EQ(packet->session_id, 0x11223344U);
        EXPECT_EQ(packet->sequence, 5U);
        Octets clear;
        const auto opened = SessionCipher{suite, Octets(32, 7), Octets(20, 7)}.open(*packet, clear);
        ASSERT_TRUE(opened) << int{suite.id};
        EXPECT_EQ(Octets(opened->begin(), opened->end()), payload);
        if (suite.integrity_length() == 0) continue;
        EXPECT_EQ((body.size() - suite.integrity_length()) % 4, 0U) << "padded to a multiple of four";
        const auto by_others = SessionCipher{suite, Octets(32, 8), Octets(20, 8)}.open(*packet, clear);
        ASSERT_FALSE(by_others);
        EXPECT_EQ(by_others.error(), Broken::bad_integrity);
    }
}

INSTANTIATE_TEST_SUITE_P(EveryPadding, Sealed, testing::Range<std::size_t>(0, 34));

TEST(RmcpPlus, RefusesPacketsThatAreCutAtAnyOctet) {
    SystemRandom random;
    Octets datagram;
    SessionCipher cipher{suite_17, Octets(32, 7)};
    cipher.seal(1, 1, PayloadType::ipmi, Octets(20, 1), random, datagram);
    const OctetView body = OctetView{datagram}.subspan(rmcp_header_length);
    Octets clear;
    for (std::size_t length = 0; length < body.size(); ++length) {
        const auto packet = decode_rmcp_plus(body.first(length));
        EXPECT_FALSE(packet && cipher.open(*packet, clear)) << length;
    }
}

TEST(RmcpPlus, RefusesClearPacketsUnderASession) {
    Octets datagram, clear;
    encode_sessionless(PayloadType::ipmi, Octets(20, 1), datagram);
    const auto packet = decode_rmcp_plus(OctetView{datagram}.subspan(rmcp_header_length));
    SessionCipher cipher{suite_17, Octets(32, 7)};
    EXPECT_EQ(cipher.open(*packet, clear).error(), Broken::not_protected);
}

TEST(RmcpPlus, RefusesOemPayloadsAndTrailingOctets) {
    EXPECT_EQ(decode_rmcp_plus(hex("06 02 00000000 00000000 0000")).error(), Broken::unsupported);
    EXPECT_EQ(decode_rmcp_plus(hex("06 00 00000000 00000000 0100 aa bb")).error(), Broken::overlong);
    EXPECT_EQ(decode_rmcp_plus(hex("05 00 00000000 00000000 0000")).error(), Broken::bad_version);
}

TEST(RmcpPlus, RefusesPacketsUnderMoreOrLessProtectionThanTheSuiteHas) {
    SystemRandom random;
    for (const CipherSuite& theirs : supported_suites) {
        for (const CipherSuite& ours : supported_suites) {
            if ((theirs.encrypts() == ours.encrypts()) &&
                (theirs.integrity_length() > 0) == (ours.integrity_length() > 0)) {
                continue;
            }
            Octets datagram, clear;
            SessionCipher{theirs, Octets(32, 7)}.seal(1, 1, PayloadType::ipmi, Octets(20, 1), random,
                                                      datagram);
            const auto packet = decode_rmcp_plus(OctetView{datagram}.subspan(rmcp_header_length));
            EXPECT_EQ((SessionCipher{ours, Octets(32, 7)}.open(*packet, clear).error()),
                      Broken::not_protected);
        }
    }
}

TEST(CipherSuites, AreTheOnesOfTheTableWithoutRc4) {
    EXPECT_EQ(suite_of(3)->algorithms, (Algorithms{1, 1, 1}));
    EXPECT_EQ(suite_of(12)->algorithms, (Algorithms{2, 3, 1}));
    EXPECT_EQ(suite_of(17)->algorithms, (Algorithms{3, 4, 1}));
    for (const std::uint8_t id : Octets{4, 5, 9, 10, 13, 14, 18, 19}) EXPECT_FALSE(suite_of(id)) << int{id};
    EXPECT_FALSE(suite_of(Algorithms{3, 1, 1}));
    EXPECT_FALSE(suite_of(Algorithms{1, 1, 2}));
}

TEST(LanSession, SignsWhatOnlyTheSamePasswordVerifies) {
    const Octets message(9, 0x5A);
    for (const AuthType type : {AuthType::md2, AuthType::md5, AuthType::password}) {
        Octets datagram;
        LanAuthenticator ours{type, base::octets_of("secret")};
        ours.seal(0x11223344, 5, message, true, datagram);
        const auto packet = decode_lan_packet(OctetView{datagram}.subspan(rmcp_header_length));
        ASSERT_TRUE(packet);
        EXPECT_EQ(packet->session_id, 0x11223344U);
        EXPECT_EQ(packet->sequence, 5U);
        EXPECT_EQ(Octets(packet->message.begin(), packet->message.end()), message);
        EXPECT_TRUE(ours.verifies(*packet));
        EXPECT_FALSE((LanAuthenticator{type, base::octets_of("guess")}.verifies(*packet)));
        EXPECT_FALSE((LanAuthenticator{AuthType::none, {}}.verifies(*packet)));
    }
}

TEST(LanSession, RefusesPacketsThatAreCutOrOfATypeThatIsNotSpoken) {
    Octets datagram;
    LanAuthenticator{AuthType::md5, {}}.seal(1, 1, Octets(7, 1), true, datagram);
    const OctetView body = OctetView{datagram}.subspan(rmcp_header_length);
    for (std::size_t length = 0; length < body.size(); ++length)
        EXPECT_FALSE(decode_lan_packet(body.first(length)));
    for (const int type : {3, 5, 6, 255}) {
        Octets foreign(body.begin(), body.end());
        foreign[0] = static_cast<Octet>(type);
        EXPECT_EQ(decode_lan_packet(foreign).error(), Broken::unsupported) << type;
    }
}

TEST(SequenceWindow, OfAnIpmi15SessionIsEightEitherWay) {
    SequenceWindow window = SequenceWindow::from(100);
    EXPECT_FALSE(window.take(99));
    EXPECT_FALSE(window.take(108));
    EXPECT_TRUE(window.take(107));
    EXPECT_TRUE(window.take(100));
    EXPECT_FALSE(window.take(100));
    EXPECT_TRUE(window.has_taken(100));
    EXPECT_FALSE(window.has_taken(101));
    EXPECT_FALSE(window.take(0));
}

// RFC 2202 test case 2 and RFC 4231 test case 2
TEST(Hmac, GivesTheDigestsOfTheRfcs) {
    const Octets key{'J', 'e', 'f', 'e'};
    const auto text = base::octets_of("what do ya want for nothing?");
    EXPECT_EQ(base::to_hex(hmac(Hash::sha1, key, {text})), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    Octets digest(32);
    Mac mac{Hash::sha256, key};
    for (int again = 0; again < 2; ++again) {
        mac.sum({text.first(10), text.subspan(10)}, digest);
        EXPECT_EQ(base::to_hex(digest), "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }
}

TEST(Hmac, IsWhatOpenSslComputesUnderKeysOfEveryLength) {
    const Octets text(100, 't');
    const std::array digests{std::pair{Hash::md5, EVP_md5()}, std::pair{Hash::sha1, EVP_sha1()},
                             std::pair{Hash::sha256, EVP_sha256()}};
    for (const auto& [hash, digest] : digests) {
        for (std::size_t length = 0; length <= 130; ++length) {
            const Octets key(length, 0xAA);
            Octets expected(digest_length(hash));
            HMAC(digest, key.data(), static_cast<int>(length), text.data(), text.size(), expected.data(),
                 nullptr);
            EXPECT_EQ(hmac(hash, key, {text}), expected) << length;
            Octets kept(expected.size());
            Mac{hash, key}.sum({OctetView{text}.first(63), OctetView{text}.subspan(63)}, kept);
            EXPECT_EQ(kept, expected) << length;
        }
    }
}

TEST(Hmac, TakesAnEmptyKey) { EXPECT_EQ(hmac(Hash::sha1, {}, {}), hmac(Hash::sha1, Octets(20, 0), {})); }

TEST(Rakp, KeepsAnOverlongNameLengthSoThatItCanBeRefused) {
    auto octets = encode(Rakp1{.name_length = 17, .name = std::string(17, 'x')});
    const auto message = decode_rakp1(octets);
    ASSERT_TRUE(message);
    EXPECT_EQ(message->name_length, 17);
    EXPECT_EQ(message->name, "");
    octets[27] = 16;
    octets.pop_back();
    EXPECT_TRUE(decode_rakp1(octets));
    octets.pop_back();
    EXPECT_EQ(decode_rakp1(octets).error(), Broken::truncated);
}

TEST(SequenceWindow, TakesEachNumberOnceWithinItsReach) {
    SequenceWindow window;
    EXPECT_FALSE(window.take(0));
    EXPECT_FALSE(window.take(16));
    EXPECT_FALSE(window.take(0xFFFFFFFF)) << "before the start";
    EXPECT_TRUE(window.take(15));
    EXPECT_TRUE(window.take(1));
    EXPECT_FALSE(window.take(1));
    EXPECT_TRUE(window.take(30));
    EXPECT_TRUE(window.take(14));
    EXPECT_FALSE(window.take(13)) << "17 behind";
    EXPECT_FALSE(window.take(30));
}

}  // namespace
}  // namespace assay::ipmi_wire
