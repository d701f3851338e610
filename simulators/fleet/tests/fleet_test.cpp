#include "assay/fleet/fleet.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "assay/bmc/chassis_file.hpp"
#include "assay/bmc/waveform.hpp"
#include "assay/fleet/individual.hpp"
#include "assay/ipmi-wire/rmcp.hpp"

namespace assay::fleet {
namespace {

using namespace std::chrono_literals;

constexpr auto model_text = R"(
name = "box"
[device]
guid = "00112233-4455-6677-8899-aabbcc00fffe"
[lan]
address = "192.0.2.1"
mac = "02:00:00:00:ff:fe"
[system_info]
name = "rack"
[[user]]
id = 2
name = "admin"
password = "secret"
privilege = "administrator"
[[sensor]]
name = "Temp"
number = 1
type = "temperature"
entity = "system board"
unit = "degrees C"
base = 100
swing = 50
period = 10
[[fru]]
id = 0
board = { manufacturer = "Assay", product = "Board", serial_number = "BB1" }
product = { manufacturer = "Assay", name = "Box", serial_number = "SN1" }
[[fru]]
id = 1
board = { manufacturer = "Assay", product = "Riser" }
)";

struct FleetOf : testing::Test {
    explicit FleetOf(std::uint32_t members = 310, std::uint64_t seed = 1)
        : layout{*parse_endpoint("127.0.0.1:623"), members, Spread::addresses},
          fleet{{model, seed, start, {}}, layout, random} {}

    bmc::Chassis& chassis(std::uint32_t member) { return fleet.at(member).chassis(); }

    bmc::ChassisModel model = bmc::parse_chassis(model_text, "box.toml");
    ipmi_wire::SystemRandom random;
    base::Instant start{1h};
    Layout layout;
    Fleet fleet;
};

TEST_F(FleetOf, HasAnIdentityForEachMember) {
    std::set<base::Octets> guids, addresses, serials;
    std::set<std::array<base::Octet, 16>> names;
    for (std::uint32_t member = 0; member < fleet.size(); ++member) {
        const auto& guid = chassis(member).device().guid;
        guids.insert({guid.begin(), guid.end()});
        const auto mac = chassis(member).lan().parameters().value(bmc::lan_parameter::mac_address);
        addresses.insert({mac.begin(), mac.end()});
        serials.insert(chassis(member).frus().find(0)->content());
        names.insert(chassis(member).system_info().read(bmc::SystemName::system_name, 0));
    }
    EXPECT_THAT((std::array{guids.size(), addresses.size(), serials.size(), names.size()}),
                testing::Each(fleet.size()));
}

TEST_F(FleetOf, StartsWithTheModelItself) {
    EXPECT_EQ(chassis(0).device().guid, model.device.guid);
    EXPECT_EQ(chassis(0).frus().find(0)->content(), *model.frus[0].content);
}

TEST_F(FleetOf, CarriesGuidAndAddressFromOctetToOctet) {
    ipmi_wire::Guid guid = chassis(2).device().guid;
    std::ranges::reverse(guid);
    EXPECT_EQ(base::to_hex(guid), "00112233445566778899aabbcc010000");
    EXPECT_EQ(base::to_hex(chassis(2).lan().parameters().value(bmc::lan_parameter::mac_address)),
              "020000010000");
}

TEST_F(FleetOf, TellsEachItsOwnAddress) {
    EXPECT_EQ(base::to_hex(chassis(300).lan().parameters().value(bmc::lan_parameter::ip_address)),
              "7f00012d");
}

TEST_F(FleetOf, NumbersSerialsInLawfulInventories) {
    const base::Octets& content = chassis(42).frus().find(0)->content();
    EXPECT_EQ(ipmi_wire::fru_defect(content), "");
    const std::string text{base::text_of(content)};
    EXPECT_THAT(text, testing::AllOf(testing::HasSubstr("BB1-00042"), testing::HasSubstr("SN1-00042")));
}

TEST_F(FleetOf, SharesTheInventoriesThatHaveNoSerial) {
    EXPECT_EQ(&chassis(42).frus().find(1)->content(), model.frus[1].content.get());
}

TEST_F(FleetOf, LetsOneMemberChangeAlone) {
    ASSERT_TRUE(chassis(1).control(bmc::PowerAction::down, start, bmc::RestartCause::chassis_control));
    chassis(1).frus().find(1)->write(0, base::Octets{9});
    EXPECT_FALSE(chassis(1).powered_on());
    EXPECT_TRUE(chassis(2).powered_on());
    EXPECT_EQ(chassis(2).frus().find(1)->content()[0], 1);
}

TEST_F(FleetOf, ScansEveryMemberOnceASecondAndNeverManyAtOnce) {
    while (fleet.tick_next(start)) {
    }
    std::map<Fleet::Member, int> scans;
    base::Instant now = start;
    for (int step = 1; step <= 100; ++step) {
        now = start + 10ms * step;
        int together = 0;
        while (const auto member = fleet.tick_next(now)) {
            ++scans[*member];
            ++together;
        }
        EXPECT_LE(together, 4) << step;
    }
    EXPECT_EQ(scans.size(), fleet.size());
    EXPECT_THAT(scans, testing::Each(testing::Pair(testing::_, 1)));
    EXPECT_GT(fleet.next_due(), now);
}

TEST_F(FleetOf, MovesTheSensorsOfItsMembersApart) {
    while (fleet.tick_next(start)) {
    }
    std::set<std::uint8_t> readings;
    for (std::uint32_t member = 0; member < 20; ++member) readings.insert(chassis(member).sensor(1)->raw());
    EXPECT_GT(readings.size(), 5U);
}

TEST_F(FleetOf, AnswersForTheMemberThatIsAsked) {
    base::Octets ping;
    ipmi_wire::encode_ping(7, ping);
    EXPECT_FALSE(fleet.receive(309, ping, {0x7F000001, 40000}, start).empty());
    EXPECT_EQ(chassis(309).lan_statistics().ip_received, 1);
    EXPECT_EQ(chassis(308).lan_statistics().ip_received, 0);
}

TEST_F(FleetOf, WakesForAMemberWhosePowerCycleIsOver) {
    while (fleet.tick_next(start)) {
    }
    chassis(5).set_power_cycle_interval(2s);
    ASSERT_TRUE(chassis(5).control(bmc::PowerAction::cycle, start, bmc::RestartCause::chassis_control));
    fleet.settle(5);
    EXPECT_FALSE(chassis(5).powered_on());
    while (fleet.tick_next(start + 2s)) {
    }
    EXPECT_TRUE(chassis(5).powered_on());
}

struct FleetThatStandsStill : FleetOf {
    FleetThatStandsStill() : FleetOf{10, bmc::standstill} {}
};

TEST_F(FleetThatStandsStill, DoesSoInEveryMember) {
    while (fleet.tick_next(start)) {
    }
    for (std::uint32_t member = 0; member < fleet.size(); ++member)
        EXPECT_EQ(chassis(member).sensor(1)->raw(), 100);
}

TEST(Individual, IsNamedAfterTheModelWhereThatNamesNoSystem) {
    bmc::ChassisModel model;
    model.name = "box";
    bmc::ChassisModel member = model;
    individualise(member, model, 3);
    EXPECT_EQ(member.system_names[1], "box-00003");
}

TEST_F(FleetOf, MakesOneMemberAnewWhereItIs) {
    bmc::Bmc* const place = &fleet.at(300);
    ASSERT_TRUE(chassis(300).control(bmc::PowerAction::down, start, bmc::RestartCause::chassis_control));
    ASSERT_TRUE(chassis(299).control(bmc::PowerAction::down, start, bmc::RestartCause::chassis_control));
    const auto guid = chassis(300).device().guid;
    fleet.make_anew(300, start + 1h, base::WallTime{90s});
    EXPECT_EQ(&fleet.at(300), place);
    EXPECT_TRUE(chassis(300).powered_on());
    EXPECT_FALSE(chassis(299).powered_on()) << "the others stay as they are";
    EXPECT_EQ(chassis(300).device().guid, guid);
    EXPECT_EQ(base::to_hex(chassis(300).lan().parameters().value(bmc::lan_parameter::ip_address)),
              "7f00012d");
    EXPECT_EQ(chassis(300).log_time(start + 1h), 90U);
    EXPECT_LE(fleet.next_due(), start + 1h + 1s);
}

}  // namespace
}  // namespace assay::fleet
