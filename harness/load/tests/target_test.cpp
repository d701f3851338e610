#include "assay/load/target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/base/usage_error.hpp"

namespace assay::load {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

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

TEST(Target, MayBeReachedWithTls) {
    const Target target = parse_target("https://127.0.0.1");
    EXPECT_TRUE(target.tls);
    EXPECT_EQ(target.port, 5986);
    EXPECT_EQ(target.path, "/wsman");
}

TEST(Target, HasToBeHttp) {
    EXPECT_THAT([] { (void)parse_target("ftp://user:hunter2@bmc/"); },
                ThrowsMessage<base::UsageError>(AllOf(HasSubstr("http"), Not(HasSubstr("hunter2")))));
}

TEST(Target, ResolvesAnAddressWithoutAskingAnybody) {
    const auto addresses = resolve(parse_target("http://127.0.0.1:7/"));
    ASSERT_EQ(addresses.size(), 1U);
    EXPECT_EQ(addresses[0].ip, "127.0.0.1");
    EXPECT_EQ(addresses[0].port, 7);
}

}  // namespace
}  // namespace assay::load
