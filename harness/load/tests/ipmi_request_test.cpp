#include "assay/load/ipmi_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/base/usage_error.hpp"

namespace assay::load {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::ThrowsMessage;

std::string place(const Address& address) { return address.ip + ":" + std::to_string(address.port); }

TEST(IpmiTarget, IsOneBmc) {
    const IpmiTarget target = parse_ipmi_target("ipmi://assay:p%40ss@127.0.0.1:6230");
    EXPECT_EQ(target.user, "assay");
    EXPECT_EQ(target.password, "p@ss");
    EXPECT_EQ(target.url(), "ipmi://127.0.0.1:6230");
    ASSERT_EQ(target.addresses.size(), 1U);
    EXPECT_EQ(place(target.addresses[0]), "127.0.0.1:6230");
}

TEST(IpmiTarget, HasTheRmcpPortWhereNoneIsSaid) {
    EXPECT_EQ(parse_ipmi_target("ipmi://127.0.0.1").addresses[0].port, 623);
    EXPECT_EQ(parse_ipmi_target("ipmi://127.0.0.1-127.0.0.2").addresses[1].port, 623);
}

TEST(IpmiTarget, IsARangeOfAddresses) {
    const IpmiTarget target = parse_ipmi_target("ipmi://u@127.0.0.254-127.0.1.1:700");
    ASSERT_EQ(target.addresses.size(), 4U);
    EXPECT_EQ(place(target.addresses[0]), "127.0.0.254:700");
    EXPECT_EQ(place(target.addresses[3]), "127.0.1.1:700");
    EXPECT_EQ(target.url(), "ipmi://127.0.0.254-127.0.1.1:700");
}

TEST(IpmiTarget, IsARangeOfPorts) {
    const IpmiTarget target = parse_ipmi_target("ipmi://u@[::1]:6230-6232");
    ASSERT_EQ(target.addresses.size(), 3U);
    EXPECT_EQ(place(target.addresses[2]), "::1:6232");
}

TEST(IpmiTarget, IsAListOfAllThese) {
    const IpmiTarget target = parse_ipmi_target("ipmi://u:p@127.0.0.1:7,127.0.0.2-127.0.0.3,[::1]:8-9");
    std::vector<std::string> places;
    for (const Address& each : target.addresses) places.push_back(place(each));
    EXPECT_THAT(places,
                testing::ElementsAre("127.0.0.1:7", "127.0.0.2:623", "127.0.0.3:623", "::1:8", "::1:9"));
    EXPECT_EQ(target.user + target.password, "up");
    EXPECT_EQ(target.url(), "ipmi://127.0.0.1:7,127.0.0.2-127.0.0.3,[::1]:8-9");
}

TEST(IpmiTarget, SaysWhatIsWrongAndKeepsTheCredentials) {
    const auto complaint = [](const char* url) {
        try {
            (void)parse_ipmi_target(url);
        } catch (const base::UsageError& error) {
            return std::string{error.what()};
        }
        return std::string{};
    };
    EXPECT_THAT(complaint("ipmi://u:hunter2@127.0.0.9-127.0.0.1:1"),
                AllOf(HasSubstr("ends before it begins"), Not(HasSubstr("hunter2"))));
    EXPECT_THAT(complaint("ipmi://u:hunter2@127.0.0.1:9-1"), HasSubstr("ends before it begins"));
    EXPECT_THAT(complaint("ipmi://127.0.0.1-127.9.0.1:1"), HasSubstr("50000 BMCs"));
    EXPECT_THAT(complaint("ipmi://127.0.0.1:1-x"), HasSubstr("'x' is not a port"));
    EXPECT_THAT(complaint("ipmi://127.0.0.1-nowhere:1"), HasSubstr("not an IPv4 address"));
    EXPECT_THAT(complaint("ipmi://127.0.0.1:1/path"), HasSubstr("nothing behind"));
    EXPECT_THAT(complaint("ipmi://"), HasSubstr("no host"));
    EXPECT_THAT(complaint("ipmi://127.0.0.1,"), HasSubstr("beside a comma"));
    EXPECT_THAT(complaint("ipmi://,127.0.0.1"), HasSubstr("beside a comma"));
    EXPECT_THAT(complaint("ipmi://127.0.0.1-127.0.100.0,127.1.0.0-127.1.100.0"), HasSubstr("50000 BMCs"));
}

}  // namespace
}  // namespace assay::load
