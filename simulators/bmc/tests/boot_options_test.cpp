#include "host_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
namespace cmd = wire::cmd::chassis;
constexpr auto chassis = wire::netfn::chassis;

class SystemBootOptions : public HostBench {
protected:
    std::uint8_t set(const base::Octets& data) { return code(chassis, cmd::set_boot_options, data); }
    base::Octets get(std::uint8_t parameter, std::uint8_t set_selector = 0) {
        return ask(chassis, cmd::get_boot_options, {parameter, set_selector, 0});
    }
    void control(base::Octet action) { ASSERT_EQ(code(chassis, cmd::control, {action}), 0); }

    const base::Octets once_from_network{5, 0x80, 0x04, 0, 0, 0};
};

TEST_F(SystemBootOptions, ReadBackWhatWasWritten) {
    const std::vector<base::Octets> lawful{
        {1, 3}, {2, 2}, {3, 0x1F}, {5, 0xE0, 0x3D, 0x6B, 0x09, 0x1F}, {6, 1, 2, 3, 4, 5, 6, 7, 8, 9}};
    for (const base::Octets& data : lawful) {
        EXPECT_EQ(set(data), 0);
        base::Octets expected{0, 1};
        expected.insert(expected.end(), data.begin(), data.end());
        EXPECT_EQ(get(data[0]), expected);
    }
}

TEST_F(SystemBootOptions, LoseTheirValidFlagAfterAMinute) {
    EXPECT_EQ(set(once_from_network), 0);
    console.now += 59s;
    EXPECT_THAT(get(5), ElementsAre(0, 1, 5, 0x80, 0x04, 0, 0, 0));
    console.now += 1s;
    EXPECT_THAT(get(5), ElementsAre(0, 1, 5, 0x00, 0x04, 0, 0, 0));
}

TEST_F(SystemBootOptions, KeepTheirValidFlagWhenParameterThreeSaysSo) {
    EXPECT_EQ(set(once_from_network), 0);
    EXPECT_EQ(set({3, 0x08}), 0);
    for (int i = 0; i < 5; ++i) {
        console.now += 50s;
        EXPECT_EQ(get(5)[3], 0x80);
    }
}

TEST_F(SystemBootOptions, AreObeyedByTheNextStartAndNotByTheOneAfter) {
    EXPECT_EQ(set({4, 0xFF, 0xFF}), 0);
    EXPECT_EQ(set(once_from_network), 0);
    control(3);
    EXPECT_EQ(get(5)[3], 0x00);
    EXPECT_THAT(get(4), ElementsAre(0, 1, 4, 0x00, 0xFE)) << "the BIOS has seen to it";
}

TEST_F(SystemBootOptions, PersistWhenAskedTo) {
    EXPECT_EQ(set({5, 0xC0, 0x08, 0, 0, 0}), 0);
    control(2);
    console.now += 1s;
    EXPECT_EQ(get(5)[3], 0xC0);
    for (int i = 0; i < 2; ++i) console.now += 50s, get(5);
    EXPECT_EQ(get(5)[3], 0xC0);
}

TEST_F(SystemBootOptions, AreClearedByAWatchdogRestartUnlessParameterThreeForbids) {
    for (const base::Octet keep : base::Octets{0x00, 0x04}) {
        EXPECT_EQ(set({3, keep}), 0);
        EXPECT_EQ(set({5, 0xC0, 0x08, 0, 0, 0}), 0);
        EXPECT_EQ(code(wire::netfn::app, wire::cmd::app::set_watchdog, {4, 1, 0, 0, 10, 0}), 0);
        EXPECT_EQ(code(wire::netfn::app, wire::cmd::app::reset_watchdog), 0);
        console.now += 1s;
        EXPECT_EQ(get(5)[3], keep != 0 ? 0xC0 : 0x40);
    }
}

TEST_F(SystemBootOptions, AreSetByOneAtATime) {
    EXPECT_EQ(set({0, 1}), 0);
    EXPECT_EQ(set({0, 1}), 0x81);
    EXPECT_THAT(get(0), ElementsAre(0, 1, 0, 1));
    EXPECT_EQ(set({0, 2}), 0xCC) << "there is no roll back to commit";
    EXPECT_EQ(set({0, 0}), 0);
    EXPECT_EQ(set({0, 1}), 0);
    control(3);
    EXPECT_THAT(get(0), ElementsAre(0, 1, 0, 0)) << "a restart ends it";
}

TEST_F(SystemBootOptions, AcknowledgeThroughAMask) {
    EXPECT_EQ(set({4, 0x1F, 0x1F}), 0);
    EXPECT_EQ(set({4, 0x02, 0x00}), 0);
    EXPECT_THAT(get(4), ElementsAre(0, 1, 4, 0, 0x1D));
}

TEST_F(SystemBootOptions, KeepAMailboxOfFiveBlocks) {
    base::Octets data{7, 4};
    for (base::Octet i = 0; i < 16; ++i) data.push_back(i);
    EXPECT_EQ(set(data), 0);
    EXPECT_EQ(set({7, 4, 0xAA}), 0) << "a write may be short";
    EXPECT_THAT(get(7, 4), ElementsAre(0, 1, 7, 4, 0xAA, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
    EXPECT_EQ(get(7, 0)[4], 0);
    EXPECT_EQ(set({7, 5, 1}), 0xC9);
    EXPECT_EQ(set({7, 4}), 0xC7);
    EXPECT_THAT(get(7, 5), ElementsAre(0xC9));
}

TEST_F(SystemBootOptions, CanBeMarkedAsInvalidWithoutAChange) {
    EXPECT_EQ(set({1, 7}), 0);
    EXPECT_EQ(set({0x81}), 0);
    EXPECT_THAT(get(1), ElementsAre(0, 1, 0x81, 7));
    EXPECT_EQ(set({0x01}), 0);
    EXPECT_THAT(get(1), ElementsAre(0, 1, 0x01, 7));
}

TEST_F(SystemBootOptions, RefuseWhatTheyDoNotKnow) {
    for (const base::Octet parameter : base::Octets{8, 95, 96, 127}) {
        EXPECT_EQ(set({parameter, 0}), 0x80);
        EXPECT_THAT(get(parameter), ElementsAre(0x80));
    }
    for (const auto& [parameter, length] : std::vector<std::pair<base::Octet, std::size_t>>{
             {0, 1}, {1, 1}, {2, 1}, {3, 1}, {4, 2}, {5, 5}, {6, 9}}) {
        for (std::size_t given = 1; given < 18; ++given) {
            if (given == length) continue;
            base::Octets data(1 + given);
            data[0] = parameter;
            EXPECT_EQ(set(data), 0xC7) << int{parameter} << ' ' << given;
        }
        EXPECT_THAT(get(parameter, 1), ElementsAre(0xC9));
        EXPECT_EQ(code(chassis, cmd::get_boot_options, {parameter, 0, 1}), 0xC9);
    }
    const std::vector<base::Octets> reserved{
        {0, 3}, {2, 3}, {2, 4}, {3, 0x20}, {5, 1, 0, 0, 0, 0}, {5, 0, 0, 0, 0x10, 0}, {5, 0, 0, 0, 0, 0x20}};
    for (const base::Octets& data : reserved) EXPECT_EQ(set(data), 0xCC);
    expect_lengths(chassis, cmd::set_boot_options, 1, 18);
    expect_lengths(chassis, cmd::get_boot_options, 3, 3);
    EXPECT_EQ(code_as("viewer", "look", 2, chassis, cmd::set_boot_options, once_from_network), 0xD4);
    EXPECT_EQ(code_as("viewer", "look", 2, chassis, cmd::get_boot_options, {5, 0, 0}), 0xD4);
    EXPECT_EQ(code_as("oper", "switch", 3, chassis, cmd::get_boot_options, {5, 0, 0}), 0);
}

}  // namespace
}  // namespace assay::bmc
