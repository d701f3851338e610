#include "assay/load/target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/base/setup_error.hpp"

namespace assay::load {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string message_for(std::string_view url) {
    try {
        (void)parse_target(url);
    } catch (const base::SetupError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(Target, ReadsEveryPartOfAUrl) {
    const Target target = parse_target("http://assay:p%40ss%3aword@bmc.example:8080/wsman?x=1");
    EXPECT_EQ(target.host, "bmc.example");
    EXPECT_EQ(target.port, 8080);
    EXPECT_EQ(target.path, "/wsman?x=1");
    EXPECT_EQ(target.user, "assay");
    EXPECT_EQ(target.password, "p@ss:word");
    EXPECT_EQ(target.url(), "http://bmc.example:8080/wsman?x=1");
}

TEST(Target, HasTheDefaultsOfWsManagement) {
    const Target target = parse_target("http://127.0.0.1");
    EXPECT_EQ(target.port, 5985);
    EXPECT_EQ(target.path, "/wsman");
    EXPECT_EQ(target.user, "");
}

TEST(Target, BracketsAnIpv6Address) {
    const Target target = parse_target("http://[::1]:99/");
    EXPECT_EQ(target.host, "::1");
    EXPECT_EQ(target.authority(), "[::1]:99");
}

TEST(Target, RefusesWhatItCannotSpeak) {
    EXPECT_THAT(message_for("https://bmc/"), HasSubstr("not HTTPS"));
    EXPECT_THAT(message_for("bmc:5985"), HasSubstr("http://"));
    EXPECT_THAT(message_for("http://"), HasSubstr("no host"));
    EXPECT_THAT(message_for("http://:80/"), HasSubstr("no host"));
    EXPECT_THAT(message_for("http://bmc:0/"), HasSubstr("not a port"));
    EXPECT_THAT(message_for("http://bmc:70000/"), HasSubstr("not a port"));
    EXPECT_THAT(message_for("http://bmc:8o/"), HasSubstr("not a port"));
    EXPECT_THAT(message_for("http://[::1/"), HasSubstr("bracket"));
    EXPECT_THAT(message_for("http://[::1]x/"), HasSubstr("port"));
    EXPECT_THAT(message_for("http://a%4@bmc/"), HasSubstr("hexadecimal"));
    EXPECT_THAT(message_for("http://bmc/\r\nX: y"), HasSubstr("white space"));
}

TEST(Target, NeverShowsThePasswordInAMessage) {
    EXPECT_THAT(message_for("http://user:hunter2@bmc:xx/"), Not(HasSubstr("hunter2")));
    EXPECT_THAT(message_for("https://user:hunter2@bmc/"), Not(HasSubstr("hunter2")));
    EXPECT_THAT(message_for("user:hunter2@bmc"), Not(HasSubstr("hunter2")));
}

TEST(Target, ResolvesAnAddressWithoutAskingAnybody) {
    const auto addresses = resolve(parse_target("http://127.0.0.1:7/"));
    ASSERT_EQ(addresses.size(), 1U);
    EXPECT_EQ(addresses[0].ip, "127.0.0.1");
    EXPECT_EQ(addresses[0].port, 7);
}

}  // namespace
}  // namespace assay::load
