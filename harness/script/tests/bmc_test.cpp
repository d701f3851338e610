// Cases of BMCs: what they ask for, and what they make of answers.
#include <gmock/gmock.h>

#include "scripted.hpp"

namespace assay::script {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

std::string bmc_suite_with(const std::string& body) {
    return fmt::format(
        "bmc_case {{ id = 'a.case', title = 'T', proves = {{ 'must.do', 'must.too', 'may.do' }},\nrun = "
        "function(t)\n{}\nend }}\n",
        body);
}

/// A datagram of RMCP+ with this payload, not encrypted.
std::string datagram_with(char payload_type, const std::string& payload) {
    return std::string{"\x06\x00\xFF\x07\x06", 5} + payload_type + std::string(8, '\0') +
           static_cast<char>(payload.size()) + '\0' + payload;
}

/// A response of netfn 07h with this command, completion code and data.
std::string response_with(char command, const std::string& data) {
    return datagram_with('\0',
                         std::string{"\x81\x1C\x63\x20\x04", 5} + command + data + std::string(1, '\0'));
}

record::Exchange answered_with(const std::string& octets) {
    record::Exchange exchange = answered(octets);
    exchange.bmc = record::BmcFacts{};
    return exchange;
}

record::Exchange silence() {
    record::Exchange exchange = answered("", record::Ending::timed_out);
    exchange.bmc = record::BmcFacts{};
    return exchange;
}

std::vector<std::string> asked_by(const Played& played) {
    std::vector<std::string> all;
    for (const Ask& ask : played.asks) all.push_back(asked(std::get<BmcSend>(ask)));
    return all;
}

Played play_bmc(const std::string& body, const record::Exchange& answer = silence()) {
    return play(bmc_suite_with(body), answer);
}

TEST(BmcCase, IsForBmcs) {
    const Library library = library_with(bmc_suite_with(""));
    const auto cases = read_cases(library, "a.lua", rules);
    EXPECT_EQ(cases.at(0).subject, Subject::bmc);
    EXPECT_TRUE(cases.at(0).is_of_bmcs());
    EXPECT_FALSE(cases.at(0).is_of_clients());
}

TEST(BmcCase, HasNoHttp) {
    EXPECT_THAT(play_bmc("t:send(1)").outcome.reason, HasSubstr("'send'"));
    EXPECT_THAT(play(suite_with("t.bmc:request(6, 1)")).outcome.reason, HasSubstr("'bmc'"));
}

TEST(BmcCase, AsksForWhatItSays) {
    const Played played =
        play_bmc("t.bmc:request(6, 0x38, { 0x8E, 4 }, { once = true, rmcp_version = 5, timeout = 100 })");
    EXPECT_THAT(asked_by(played), ElementsAre("request; command=56 data='8e04' netfn=6 rmcp_version=5"));
    const auto& send = std::get<BmcSend>(played.asks.at(0));
    EXPECT_TRUE(send.once);
    EXPECT_EQ(send.timeout, Milliseconds{100});
    EXPECT_EQ(send.label, "06/38");
}

TEST(BmcCase, RefusesWhatItDoesNotKnow) {
    EXPECT_THAT(play_bmc("t.bmc:request(6, 1, nil, { sequense = 1 })").outcome.reason,
                HasSubstr("'sequense'"));
    EXPECT_THAT(play_bmc("t.bmc:request(6, 256)").outcome.reason, HasSubstr("command: 0 to 255"));
    EXPECT_THAT(play_bmc("t.bmc:request(6, 1, { 256 })").outcome.reason, HasSubstr("256 is no octet"));
    EXPECT_THAT(play_bmc("t.bmc:request(6, 1, nil, { once = 1 })").outcome.reason,
                HasSubstr("once: true or false"));
    EXPECT_THAT(play_bmc("t.bmc:handshake{ privilege = 'root' }").outcome.reason,
                HasSubstr("unknown privilege 'root'"));
    EXPECT_THAT(play_bmc("t.bmc:handshake{ version = '3' }").outcome.reason, HasSubstr("'2.0' or '1.5'"));
    EXPECT_THAT(play_bmc("t.bmc:handshake{ auth = 'md4' }").outcome.reason, HasSubstr("'md4'"));
}

TEST(BmcCase, ASessionThatIsNotToBeHadIsNoFinding) {
    const Played played =
        play_bmc("t.bmc:session{}", answered_with(datagram_with(0x11, {"\1\x11\0\0\0\0\0\0", 8})));
    EXPECT_EQ(played.outcome.end, End::setup_failed);
    EXPECT_THAT(played.outcome.reason, HasSubstr("open_session was answered with status 11h"));
    EXPECT_THAT(asked_by(played), ElementsAre("open_session session 1: privilege=4;"));
}

/// Says yes to every step of a session of IPMI 1.5, which all have the same kind of answer.
TEST(BmcCase, ASessionThatIsLeftOpenIsClosed) {
    const Played played = play_bmc("t.bmc:session{ version = '1.5', privilege = 'operator' }",
                                   answered_with(response_with(0x39, std::string(1, '\0'))));
    EXPECT_EQ(played.outcome.end, End::finished) << played.outcome.reason;
    const std::string terms = " session 1: privilege=3 version='312e35';";
    EXPECT_THAT(asked_by(played),
                ElementsAre("challenge" + terms, "activate" + terms,
                            "request" + terms + " command=59 data='03' netfn=6", "close" + terms));
}

TEST(BmcCase, ASessionThatItClosedIsNotClosedAgain) {
    const Played played = play_bmc("t.bmc:session{ version = '1.5', privilege = 'user' }:close()",
                                   answered_with(response_with(0x39, std::string(1, '\0'))));
    EXPECT_EQ(played.asks.size(), 3U);
}

TEST(BmcCase, ReadsAnswersAsTheTablesOfTheSpecificationCount) {
    const Played played = play_bmc(
        "local a = t.bmc:request(6, 1)\n"
        "assert(a.completion == 0 and a.netfn == 7 and a.command == 1 and a.ended == 'answered')\n"
        "assert(a:u8(1) == 0 and a:u8(2) == 0x12 and a:u16(2) == 0x3412 and a:u32(2) == 0x78563412)\n"
        "assert(a:u24(3) == 0x785634 and a:u16(5) == nil and a:u8(6) == nil)\n"
        "assert(a:bits(2, 7, 4) == 1 and a:bits(2, 3, 0) == 2 and a:octets(2, 2) == '\\x12\\x34')\n"
        "assert(a.data == '\\x12\\x34\\x56\\x78' and a.status == nil and not a.checksums_fit)",
        answered_with(response_with(0x01, {"\0\x12\x34\x56\x78", 5})));
    EXPECT_EQ(played.outcome.end, End::finished) << played.outcome.reason;
}

TEST(BmcCase, ReadsTheAnswersOfASetup) {
    const std::string opened{
        "\x5A\0\4\0\4\3\2\1\x44\x33\x22\x11\0\0\0\x08\x03\0\0\0\1\0\0\x08\4\0\0\0\2\0\0\x08\1\0\0\0", 36};
    const Played played = play_bmc(
        "local a = t.bmc:handshake{}:open_session()\n"
        "assert(a.tag == 0x5A and a.status == 0 and a.privilege == 4 and a.console_session == 0x01020304)\n"
        "assert(a.managed_session == 0x11223344 and a.authentication == 3 and a.integrity_algorithm == 4)\n"
        "assert(a.confidentiality == 1 and a.completion == nil and a.random == nil)",
        answered_with(datagram_with(0x11, opened)));
    EXPECT_EQ(played.outcome.end, End::finished) << played.outcome.reason;
}

TEST(BmcCase, WhatCannotBeDecryptedHasNoCompletionCode) {
    std::string encrypted = response_with(0x01, std::string(1, '\0'));
    encrypted[5] = static_cast<char>(0xC0);
    EXPECT_THAT(
        play_bmc("assert(t.bmc:request(6, 1).completion == nil)", answered_with(encrypted)).outcome.reason,
        IsEmpty());
    record::Exchange opened = answered_with(encrypted);
    opened.bmc->clear_response = std::string{"\x81\x1C\x63\x20\x04\x01\xC1\x00", 8};
    EXPECT_THAT(play_bmc("assert(t.bmc:request(6, 1).completion == 0xC1)", opened).outcome.reason, IsEmpty());
}

TEST(BmcCase, DemandsWhatAnAnswerHas) {
    const auto refused = answered_with(response_with(0x01, {"\xC7", 1}));
    const auto data = answered_with(response_with(0x01, {"\0\1\2\3", 4}));
    const auto setup = answered_with(datagram_with(0x11, {"\1\x11\0\0\0\0\0\0", 8}));
    const auto met = [](const char* check, const record::Exchange& answer) {
        return play_bmc(fmt::format("local a = t.bmc:request(6, 1) {}", check), answer)
            .outcome.findings.empty();
    };
    EXPECT_TRUE(met("t:expect_completion(a, { 0xC7, 0xC9 })", refused));
    EXPECT_FALSE(met("t:expect_completion(a)", refused));
    EXPECT_FALSE(met("t:expect_completion(a)", silence()));
    EXPECT_TRUE(met("t:expect_silence(a)", silence()));
    EXPECT_FALSE(met("t:expect_silence(a)", refused));
    EXPECT_TRUE(met("t:expect_status(a, 0x11)", setup));
    EXPECT_FALSE(met("t:expect_status(a, 0)", setup));
    EXPECT_FALSE(met("t:expect_status(a, 0)", data)) << "it is no answer of a setup";
    EXPECT_TRUE(met("t:expect_data_length(a, 3)", data));
    EXPECT_TRUE(met("t:expect_data_length(a, 1, { at_most = 3 })", data));
    EXPECT_FALSE(met("t:expect_data_length(a, 4)", data));
    EXPECT_FALSE(met("t:expect_data_length(a, 0)", silence()));
    EXPECT_FALSE(met("t:expect(false, { message = 'M', at = a })", data));
}

TEST(BmcCase, AFindingSaysWhatCameInWords) {
    const Played played = play_bmc("t:expect_completion(t.bmc:request(6, 1), 0xCC, { rule = 'must.too' })",
                                   answered_with(response_with(0x01, {"\xC7", 1})));
    ASSERT_EQ(played.outcome.findings.size(), 1U);
    const record::Finding& finding = played.outcome.findings.front();
    EXPECT_EQ(finding.rule, "must.too");
    EXPECT_THAT(finding.expected, HasSubstr("CCh (invalid data field in request)"));
    EXPECT_THAT(finding.actual, HasSubstr("C7h (request data length invalid)"));
    EXPECT_EQ(finding.place->exchange, 3U);
}

}  // namespace
}  // namespace assay::script
