#include "assay/fleet/layout.hpp"

#include <gtest/gtest.h>

namespace assay::fleet {
namespace {

Layout layout(const char* first, std::uint32_t members, Spread spread = Spread::addresses) {
    return {*parse_endpoint(first), members, spread};
}

TEST(Layout, CountsAddressesOnAcrossOctets) {
    const Layout fleet = layout("127.0.0.250:623", 1000);
    EXPECT_EQ(text_of(fleet.endpoint_of(0)), "127.0.0.250:623");
    EXPECT_EQ(text_of(fleet.endpoint_of(6)), "127.0.1.0:623");
    EXPECT_EQ(text_of(fleet.endpoint_of(999)), "127.0.4.225:623");
}

TEST(Layout, CountsPortsOn) {
    EXPECT_EQ(text_of(layout("[::1]:6230", 100, Spread::ports).endpoint_of(99)), "[::1]:6329");
}

TEST(Layout, CountsIpv6AddressesOn) {
    EXPECT_EQ(text_of(layout("[fd00::ffff]:623", 2).endpoint_of(1)), "[fd00::1:0]:623");
}

TEST(Layout, FindsTheMemberOfAnAddressAndNobodyOutside) {
    const Layout fleet = layout("127.1.0.1:623", 300);
    const auto at = [&](const char* text) { return fleet.member_at(boost::asio::ip::make_address_v4(text)); };
    EXPECT_EQ(at("127.1.0.1"), 0U);
    EXPECT_EQ(at("127.1.1.44"), 299U);
    EXPECT_FALSE(at("127.1.1.45"));
    EXPECT_FALSE(at("127.1.0.0"));
    EXPECT_FALSE(at("10.0.0.1"));
}

TEST(Layout, IsWrittenInOneWordHoweverManyThereAre) {
    EXPECT_EQ(layout("127.0.0.1:623", 1).text(), "127.0.0.1:623");
    EXPECT_EQ(layout("127.0.0.1:623", 10000).text(), "127.0.0.1-127.0.39.16:623");
    EXPECT_EQ(layout("127.0.0.1:6230", 100, Spread::ports).text(), "127.0.0.1:6230-6329");
    EXPECT_EQ(layout("[fd00::1]:623", 2).text(), "[fd00::1]-[fd00::2]:623");
}

TEST(Layout, SharesASocketAmongLoopbackAddressesOnly) {
    EXPECT_TRUE(layout("127.0.0.1:0", 2).shares_a_socket());
    EXPECT_FALSE(layout("127.0.0.1:0", 1).shares_a_socket());
    EXPECT_FALSE(layout("127.0.0.1:0", 2, Spread::ports).shares_a_socket());
    EXPECT_FALSE(layout("192.0.2.1:0", 2).shares_a_socket());
}

TEST(Layout, SaysHowManyThereCanBe) {
    EXPECT_EQ(layout("127.0.0.1:623", 16'777'214).excess(), "");
    EXPECT_EQ(layout("127.0.0.1:623", 16'777'215).excess(),
              "there are only 16777214 addresses from 127.0.0.1 on");
    EXPECT_EQ(layout("127.0.0.1:65000", 536, Spread::ports).excess(), "");
    EXPECT_EQ(layout("127.0.0.1:65000", 537, Spread::ports).excess(),
              "there are only 536 ports from 65000 on");
    EXPECT_EQ(layout("127.0.0.1:0", 65536, Spread::ports).excess(), "there are only 65535 ports from 0 on");
    EXPECT_EQ(layout("255.255.255.255:623", 2).excess(),
              "there are only 1 addresses from 255.255.255.255 on");
}

TEST(Layout, ReadsEndpointsAndNothingElse) {
    for (const char* text : {"127.0.0.1", "127.0.0.1:", "127.0.0.1:x", "127.0.0.1:70000", "nowhere:1", ":1"})
        EXPECT_FALSE(parse_endpoint(text)) << text;
}

}  // namespace
}  // namespace assay::fleet
