#include <gmock/gmock.h>

#include <set>

#include "console.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using wire::RakpStatus;

constexpr std::uint8_t admin = 4, name_only = 0x10;

std::string with_security(const std::string& keys) {
    return std::string{test_chassis} + "\n[security]\n" + keys + "\n";
}

TEST(Login, OpensASessionUnderEachSuite) {
    for (const wire::CipherSuite& suite : wire::supported_suites) {
        Console console{standstill,
                        with_security("cipher_suites = [0, 1, 2, 3, 6, 7, 8, 11, 12, 15, 16, 17]\n"
                                      "cipher_zero_privilege = \"administrator\"")};
        auto session = console.log_in("admin", "secret", admin, suite);
        EXPECT_THAT(console.command(session, wire::netfn::app, wire::cmd::app::get_device_id),
                    SizeIs(1 + 15));
    }
}

TEST(Login, AnswersRakp4WithAnIntegrityCheckThatTheConsoleCanVerify) {
    Console console;
    const Spoken session = console.agree("admin", "secret", admin);
    const auto key = session.exchange.session_integrity_key();
    EXPECT_EQ(console.prove(session).integrity_check, session.exchange.rakp4_integrity_check(key.view()));
}

// CVE-2013-4782: suite 0 lets anybody in.
TEST(Login, RefusesSuiteZeroAndRc4AndWhatTheChassisDoesNotOffer) {
    EXPECT_EQ(Console{}.open({0, 0, 0}).status, RakpStatus::invalid_authentication_algorithm);
    EXPECT_EQ(Console{}.open({1, 1, 2}).status, RakpStatus::invalid_confidentiality_algorithm);
    EXPECT_EQ(Console{}.open({3, 4, 3}).status, RakpStatus::invalid_confidentiality_algorithm);
    EXPECT_EQ(Console{}.open({3, 1, 1}).status, RakpStatus::no_cipher_suite_match);
    Console console{standstill, with_security("cipher_suites = [3, 17]")};
    EXPECT_EQ(console.open({0, 0, 0}).status, RakpStatus::invalid_authentication_algorithm);
    EXPECT_EQ(console.open({2, 2, 1}).status, RakpStatus::invalid_authentication_algorithm);  // MD5
    EXPECT_EQ(console.open({1, 0, 0}).status, RakpStatus::invalid_integrity_algorithm);
    EXPECT_EQ(console.open({1, 1, 0}).status, RakpStatus::invalid_confidentiality_algorithm);
    EXPECT_EQ(console.open({1, 1, 2}).status, RakpStatus::invalid_confidentiality_algorithm);  // xRC4
    EXPECT_EQ(console.open({3, 1, 1}).status, RakpStatus::no_cipher_suite_match);
}

TEST(Login, AcceptsExactlyTheSuitesThatItAdvertises) {
    Console console;
    std::set<int> accepted;
    for (std::uint8_t authentication = 0; authentication < 4; ++authentication) {
        for (std::uint8_t integrity = 0; integrity < 5; ++integrity) {
            for (std::uint8_t confidentiality = 0; confidentiality < 4; ++confidentiality) {
                const auto response = console.open({authentication, integrity, confidentiality});
                if (response.status != RakpStatus::ok) continue;
                EXPECT_EQ(response.algorithms,
                          (wire::Algorithms{authentication, integrity, confidentiality}));
                accepted.insert(authentication * 100 + integrity * 10 + confidentiality);
            }
        }
    }
    EXPECT_EQ(accepted, (std::set<int>{100, 110, 111, 200, 220, 221, 230, 231, 300, 340, 341}));
}

TEST(Login, TellsWrongPasswordsUnknownNamesAndRolesApartWhereTheChassisSaysSo) {
    Console console{standstill, with_security("reveal_unknown_users = true")};
    EXPECT_EQ(console.prove(console.agree("admin", "guess", admin)).status,
              RakpStatus::invalid_integrity_check);
    const auto refusal = [&](const std::string& name, std::uint8_t role) {
        return console.identify(console.open().managed_session, name, role).status;
    };
    EXPECT_EQ(refusal("nobody", admin), RakpStatus::unauthorized_name);
    EXPECT_EQ(refusal("former", admin), RakpStatus::unauthorized_name);
    EXPECT_EQ(refusal("viewer", admin), RakpStatus::unauthorized_role);
    EXPECT_EQ(refusal("viewer", admin | name_only), RakpStatus::unauthorized_role);
    EXPECT_EQ(refusal("admin", 5), RakpStatus::invalid_role);
    EXPECT_EQ(refusal("admin", 0x0F), RakpStatus::invalid_role);
    EXPECT_EQ(refusal("admin", 0), RakpStatus::invalid_role);
    EXPECT_EQ(refusal("admin", admin), RakpStatus::ok);
}

TEST(Login, AnswersAnUnknownUserAsItAnswersAWrongPassword) {
    Console console;
    for (const std::string name : {"nobody", "former", "", "viewer", "admin"}) {
        const Spoken spoken = console.agree(name, "guess", admin);
        EXPECT_NE(spoken.exchange.managed_random, wire::Nonce{}) << name << ": RAKP 2 is a lawful one";
        EXPECT_EQ(console.prove(spoken).status, RakpStatus::invalid_integrity_check) << name;
    }
    EXPECT_EQ(console.prove(console.agree("viewer", "look", admin)).status, RakpStatus::unauthorized_role)
        << "who proved the password is told";
}

TEST(Login, MakesAnotherDecoyForEveryNameAndEveryBmc) {
    const auto code = [](Console& console, const std::string& name) {
        return console.identify(console.open().managed_session, name, 2).auth_code;
    };
    Console console, other;
    EXPECT_THAT(code(console, "nobody"), SizeIs(32));
    EXPECT_NE(code(console, "nobody"), code(console, "noone"));
    EXPECT_NE(code(console, "nobody"), code(other, "nobody"));
}

TEST(Login, LocksAUserOutAfterTooManyWrongPasswords) {
    Console console{standstill, with_security("bad_password_threshold = 3\nlockout = 30")};
    // half-open at the same time: no more guesses than in a row
    const Spoken early = console.agree("admin", "secret", admin);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(console.prove(console.agree("admin", "guess", admin)).status,
                  RakpStatus::invalid_integrity_check);
    }
    EXPECT_EQ(console.prove(early).status, RakpStatus::invalid_integrity_check);
    EXPECT_EQ(console.prove(console.agree("admin", "secret", admin)).status,
              RakpStatus::invalid_integrity_check);
    EXPECT_EQ(console.prove(console.agree("oper", "switch", 3)).status, RakpStatus::ok);
    console.now += 30s;
    EXPECT_EQ(console.prove(console.agree("admin", "secret", admin)).status, RakpStatus::ok);
}

TEST(Login, NeedsTheBmcKeyWhereOneIsSet) {
    Console console{standstill, with_security("kg = \"0x0102030405\"")};
    Spoken session = console.agree("admin", "secret", admin);
    session.exchange.bmc_key = wire::Secret{base::Octets{1, 2, 3, 4, 5}};
    const auto key = session.exchange.session_integrity_key();
    EXPECT_EQ(console.prove(session).integrity_check, session.exchange.rakp4_integrity_check(key.view()));
    session.cipher.emplace(wire::suite_17, key.view());
    EXPECT_THAT(console.command(session, wire::netfn::app, wire::cmd::app::get_device_id), SizeIs(1 + 15));

    auto without = console.log_in();
    EXPECT_THAT(console.command(without, wire::netfn::app, wire::cmd::app::get_device_id), IsEmpty());
}

TEST(Login, GivesASuiteZeroSessionNoMoreThanTheChassisAllows) {
    Console console{standstill, with_security("cipher_suites = [0, 17]")};
    EXPECT_EQ(console.open(wire::suite_0.algorithms).max_privilege, wire::Privilege::user);
    EXPECT_EQ(console.open(wire::suite_0.algorithms, wire::Privilege::administrator).status,
              RakpStatus::unauthorized_role);
    EXPECT_EQ(console.identify(console.open(wire::suite_0.algorithms).managed_session, "admin", admin).status,
              RakpStatus::unauthorized_role);
}

TEST(Login, StopsAtTheSessionLimitOfTheChassis) {
    Console console{standstill, with_security("session_limit = 2\nsession_timeout = 10")};
    console.log_in();
    console.log_in();
    EXPECT_EQ(console.open().status, RakpStatus::insufficient_resources);
    console.now += 10s;
    EXPECT_EQ(console.open().status, RakpStatus::ok);
}

TEST(Login, AnswersARepeatedRakp1Again) {
    Console console;
    const auto opened = console.open();
    const auto first = console.identify(opened.managed_session, "admin", admin);
    EXPECT_EQ(console.identify(opened.managed_session, "admin", admin).auth_code, first.auth_code);
}

TEST(Login, LetsOthersInWhileManySourcesFlood) {
    Console console;
    const auto flood = [&](int count) {
        base::Octets request;
        wire::encode_sessionless(wire::PayloadType::open_session_request,
                                 encode(wire::OpenSessionRequest{.algorithms = wire::suite_3.algorithms}),
                                 request);
        for (int i = 0; i < count; ++i)
            console.exchange(request, {0x0A000000U + static_cast<unsigned>(i), 99});
    };
    flood(5000);
    const auto opened = console.open();
    flood(200);
    EXPECT_EQ(console.identify(opened.managed_session, "admin", admin).status, RakpStatus::ok);
}

TEST(Login, LetsAFloodingSocketPushOutItselfOnly) {
    Console console;
    const auto opened = console.open();
    base::Octets request;
    wire::encode_sessionless(wire::PayloadType::open_session_request,
                             encode(wire::OpenSessionRequest{.algorithms = wire::suite_3.algorithms}),
                             request);
    for (int i = 0; i < 5000; ++i) console.exchange(request, {0x0A000001, 99});
    EXPECT_EQ(console.identify(opened.managed_session, "admin", admin).status, RakpStatus::ok);
}

TEST(Login, RefusesAnonymousAndOverlongNames) {
    Console console{standstill, with_security("reveal_unknown_users = true")};
    EXPECT_EQ(console.identify(console.open().managed_session, "", 2).status, RakpStatus::unauthorized_name);
    EXPECT_EQ(console.identify(console.open().managed_session, std::string(17, 'a'), 2).status,
              RakpStatus::invalid_name_length);
    EXPECT_EQ(console.identify(console.open().managed_session, std::string(255, 'a'), 2).status,
              RakpStatus::invalid_name_length);
}

TEST(Login, HoldsTheConsoleToThePrivilegeOfItsOpenSession) {
    Console console;
    const auto opened = console.open(wire::suite_17.algorithms, wire::Privilege::user);
    EXPECT_EQ(opened.max_privilege, wire::Privilege::user);
    EXPECT_EQ(console.identify(opened.managed_session, "admin", admin).status, RakpStatus::unauthorized_role);
}

TEST(Login, SaysWhatTheHighestPrivilegeIs) {
    Console console;
    EXPECT_EQ(console.open().max_privilege, wire::Privilege::administrator);
    EXPECT_EQ(console.open(wire::suite_17.algorithms, static_cast<wire::Privilege>(9)).status,
              RakpStatus::invalid_role);
}

TEST(Login, AnswersARepeatedWrongRakp3AsBeforeAndCountsItOnce) {
    Console console{standstill, with_security("bad_password_threshold = 2")};
    Spoken wrong = console.agree("admin", "guess", admin);
    const base::Octets datagram = console.rakp3_datagram(wrong);
    const base::Octets refusal = console.exchange(datagram);
    EXPECT_EQ(console.exchange(datagram), refusal);
    EXPECT_EQ(console.exchange(datagram), refusal);
    wrong.exchange.password = wire::Secret{base::octets_of("secret")};
    EXPECT_EQ(console.prove(wrong).status, RakpStatus::invalid_session_id) << "one guess a session";
    EXPECT_EQ(console.identify(wrong.exchange.managed_session, "admin", admin).status,
              RakpStatus::invalid_session_id);
    EXPECT_EQ(console.prove(console.agree("admin", "secret", admin)).status, RakpStatus::ok)
        << "one wrong password was counted";
}

TEST(Login, AnswersARepeatedRakp3WithTheSameRakp4) {
    Console console;
    const Spoken session = console.agree("admin", "secret", admin);
    const base::Octets datagram = console.rakp3_datagram(session);
    const base::Octets first = console.exchange(datagram);
    EXPECT_EQ(console.exchange(datagram), first);
}

TEST(Login, DoesNotLetAForeignRakp3DisturbAnOpenSession) {
    Console console;
    auto session = console.log_in();
    session.exchange.password = wire::Secret{base::octets_of("x")};
    EXPECT_EQ(console.prove(session).status, RakpStatus::invalid_session_id);
    EXPECT_THAT(console.command(session, wire::netfn::app, wire::cmd::app::get_device_id), SizeIs(1 + 15));
}

TEST(Login, TakesAWrongPasswordOnceOnlyPerHalfOpenSession) {
    Console console;
    Spoken session = console.agree("admin", "guess", admin);
    EXPECT_EQ(console.prove(session).status, RakpStatus::invalid_integrity_check);
    session.exchange.password = wire::Secret{base::octets_of("secret")};
    EXPECT_EQ(console.prove(session).status, RakpStatus::invalid_session_id);
}

TEST(Login, HandsOutSessionIdsThatDoNotFollowEachOther) {
    Console console;
    std::set<std::uint32_t> ids, distances;
    std::uint32_t before = 0;
    for (int i = 0; i < 50; ++i) {
        const auto id = console.open().managed_session;
        EXPECT_NE(id, 0U);
        ids.insert(id);
        distances.insert(id - before);
        before = id;
    }
    EXPECT_THAT(ids, SizeIs(50));
    EXPECT_THAT(distances, SizeIs(50));
}

TEST(Login, StaysOpenForOthersDuringAFloodOfOpenSessions) {
    Console console;
    for (int i = 0; i < 5000; ++i) EXPECT_EQ(console.open().status, RakpStatus::ok);
    auto session = console.log_in();
    EXPECT_THAT(console.command(session, wire::netfn::app, wire::cmd::app::get_device_id), SizeIs(1 + 15));
}

TEST(Login, ForgetsAHalfOpenSessionAfterThreeSeconds) {
    Console console;
    const auto opened = console.open();
    console.now += half_open_life - 1ns;
    EXPECT_EQ(console.identify(opened.managed_session, "admin", admin).status, RakpStatus::ok);
    console.now += 1ns;
    EXPECT_EQ(console.identify(opened.managed_session, "admin", admin).status,
              RakpStatus::invalid_session_id);
}

TEST(Login, SaysWhenAllSessionsAreTakenAndGivesUpIdleOnesAfterAMinute) {
    Console console;
    for (std::size_t i = 0; i < max_sessions; ++i) console.log_in();
    EXPECT_EQ(console.open().status, RakpStatus::insufficient_resources);
    console.now += session_idle_life;
    EXPECT_EQ(console.open().status, RakpStatus::ok);
}

TEST(Login, DropsRequestsThatAreCutShortAtAnyLength) {
    Console console;
    const auto whole = encode(wire::OpenSessionRequest{.algorithms = wire::suite_3.algorithms});
    const auto rakp1 = encode(wire::Rakp1{.role = admin, .name_length = 5, .name = "admin"});
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const base::Octets cut{whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)};
        EXPECT_THAT(console.exchange_sessionless(wire::PayloadType::open_session_request, cut), IsEmpty())
            << length;
    }
    for (std::size_t length = 0; length < rakp1.size(); ++length) {
        const base::Octets cut{rakp1.begin(), rakp1.begin() + static_cast<std::ptrdiff_t>(length)};
        EXPECT_THAT(console.exchange_sessionless(wire::PayloadType::rakp1, cut), IsEmpty()) << length;
    }
}

TEST(Login, PicksTheAlgorithmsThatAreLeftToIt) {
    Console console;
    const auto open = [&](const wire::Proposal& proposal, wire::Privilege privilege = wire::Privilege::none) {
        const wire::OpenSessionRequest request{
            .max_privilege = privilege, .console_session = 5, .algorithms = proposal};
        return *wire::decode_open_session_response(
            console.exchange_sessionless(wire::PayloadType::open_session_request, encode(request)));
    };
    EXPECT_EQ(open({}).algorithms, wire::suite_17.algorithms) << "the strongest";
    wire::Proposal some;
    some.authentication = 1;
    EXPECT_EQ(open(some).algorithms, wire::suite_3.algorithms);
    some.confidentiality = 0;
    EXPECT_EQ(open(some).algorithms, (wire::Algorithms{1, 1, 0})) << "suite 2";
    some.confidentiality = 0x2F;
    EXPECT_EQ(open(some).status, RakpStatus::invalid_confidentiality_algorithm);
    some = {};
    some.authentication = 1;
    some.integrity = 4;
    EXPECT_EQ(open(some).status, RakpStatus::no_cipher_suite_match);
    // suite 17 for users only: one of a higher level goes before it
    base::Octets limits(9, 0x44);
    limits[0] = 0;
    limits[6] = 0x02;
    limits[5] = 0x44;
    ASSERT_EQ(console.bmc.chassis().lan().set(24, limits), wire::Completion::ok);
    EXPECT_EQ(open({}).algorithms, (wire::Algorithms{3, 4, 0})) << "suite 16";
    EXPECT_EQ(open({}).max_privilege, wire::Privilege::administrator);
    EXPECT_EQ(open(wire::suite_17.algorithms).max_privilege, wire::Privilege::user);
    EXPECT_EQ(open(wire::suite_17.algorithms, wire::Privilege::operator_).status,
              RakpStatus::unauthorized_role);
}

TEST(Login, AnswersMalformedAlgorithmRecordsWithIllegalParameter) {
    Console console;
    auto request =
        encode(wire::OpenSessionRequest{.console_session = 5, .algorithms = wire::suite_3.algorithms});
    request[8 + 3] = 7;  // a record length other than 8
    const auto reply = console.exchange_sessionless(wire::PayloadType::open_session_request, request);
    EXPECT_THAT(reply, ElementsAre(0, 0x12, 0, 0, 5, 0, 0, 0));
}

}  // namespace
}  // namespace assay::bmc
