// SEL device commands (IPMI 2.0 §31).
#include "command_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
namespace cmd = wire::cmd::storage;
constexpr auto storage = wire::netfn::storage;

std::string chassis_with(const std::string& keys) {
    std::string text = test_chassis;
    return text.insert(text.find("log_capacity"), keys + "\n");
}

base::Octets record_octets(std::uint8_t type = 0x02) {
    base::Octets octets;
    encode(wire::record_of({.sensor_type = 1, .sensor_number = 1}, 0), octets);
    octets[2] = type;
    return octets;
}

class EventLogCommands : public testing::Test, public CommandBench {
protected:
    base::Octets reserved(const base::Octets& rest) {
        const auto reply = ask(storage, cmd::reserve_sel);
        base::Octets data{reply.at(1), reply.at(2)};
        data.insert(data.end(), rest.begin(), rest.end());
        return data;
    }
};

TEST_F(EventLogCommands, CheckLengthAndPrivilege) {
    expect_lengths(storage, cmd::partial_add_sel_entry, 7, 22);
    expect_lengths(storage, cmd::get_auxiliary_log_status, 1, 1);
    expect_lengths(storage, cmd::set_auxiliary_log_status, 9, 16);
    expect_lengths(storage, cmd::get_sel_utc_offset, 0, 0);
    expect_lengths(storage, cmd::set_sel_utc_offset, 2, 2);
    expect_privilege(storage, cmd::partial_add_sel_entry, 7, 3);
    expect_privilege(storage, cmd::set_auxiliary_log_status, 9, 4);
    expect_privilege(storage, cmd::set_sel_utc_offset, 2, 3);
}

TEST_F(EventLogCommands, TakeARecordInParts) {
    const auto record = record_octets();
    auto first = reserved({0, 0, 0, 0});
    first.insert(first.end(), record.begin(), record.begin() + 10);
    EXPECT_THAT(ask(storage, cmd::partial_add_sel_entry, first), ElementsAre(0, 2, 0));
    EXPECT_EQ(console.bmc.chassis().log().size(), 1U) << "not before its last part";
    base::Octets second{first[0], first[1], 2, 0, 10, 1};
    second.insert(second.end(), record.begin() + 10, record.end());
    EXPECT_THAT(ask(storage, cmd::partial_add_sel_entry, second), ElementsAre(0, 2, 0));
    EXPECT_EQ(ask(storage, cmd::get_sel_entry, {0, 0, 2, 0, 0, 0xFF}).at(3), 2);
    EXPECT_EQ(code(storage, cmd::partial_add_sel_entry, second), 0xCC) << "nothing is on its way any more";
}

TEST_F(EventLogCommands, RefusePartsThatDoNotFit) {
    const auto record = record_octets();
    auto part = reserved({0, 0, 0, 1});
    part.insert(part.end(), record.begin(), record.begin() + 15);
    EXPECT_EQ(code(storage, cmd::partial_add_sel_entry, part), 0x80) << "too short for a record";
    part[5] = 2;
    EXPECT_EQ(code(storage, cmd::partial_add_sel_entry, part), 0xCC) << "no such progress";
    part[5] = 0;
    EXPECT_EQ(code(storage, cmd::partial_add_sel_entry, part), 0);
    part[2] = 2, part[4] = 14;
    EXPECT_EQ(code(storage, cmd::partial_add_sel_entry, part), 0xCC) << "not where the last part ended";
    part[0] = static_cast<base::Octet>(part[0] + 1);
    EXPECT_EQ(code(storage, cmd::partial_add_sel_entry, part), 0xC5);
}

TEST_F(EventLogCommands, KeepOemRecordsAsTheyAre) {
    auto untimed = record_octets(0xE3);
    untimed[3] = 0x99;
    EXPECT_EQ(code(storage, cmd::add_sel_entry, untimed), 0);
    EXPECT_EQ(ask(storage, cmd::get_sel_entry, {0, 0, 2, 0, 3, 1}).size(), 1U)
        << "a part needs a reservation";
    EXPECT_THAT(ask(storage, cmd::get_sel_entry, reserved({2, 0, 3, 1})), ElementsAre(0, 0xFF, 0xFF, 0x99));
    EXPECT_EQ(code(storage, cmd::add_sel_entry, record_octets(0xC1)), 0);
    EXPECT_NE(ask(storage, cmd::get_sel_entry, {0, 0, 3, 0, 0, 0xFF}).at(9), 0) << "stamped";
    EXPECT_EQ(code(storage, cmd::add_sel_entry, record_octets(0x03)), 0x80);
}

TEST_F(EventLogCommands, KeepTheOffsetFromUtc) {
    EXPECT_THAT(ask(storage, cmd::get_sel_utc_offset), ElementsAre(0, 0xFF, 0x07)) << "unspecified";
    EXPECT_EQ(code(storage, cmd::set_sel_utc_offset, {0xC4, 0xFF}), 0);
    EXPECT_THAT(ask(storage, cmd::get_sel_utc_offset), ElementsAre(0, 0xC4, 0xFF)) << "an hour west";
    EXPECT_EQ(code(storage, cmd::set_sel_utc_offset, {0xA1, 0x05}), 0xC9) << "1441 minutes";
    EXPECT_EQ(code(storage, cmd::set_sel_utc_offset, {0x5F, 0xFA}), 0xC9) << "-1441 minutes";
    EXPECT_EQ(code(storage, cmd::set_sel_utc_offset, {0xFF, 0x07}), 0);
}

TEST_F(EventLogCommands, KeepTheStatusOfOtherLogs) {
    EXPECT_THAT(ask(storage, cmd::get_auxiliary_log_status, {0}), ElementsAre(0, 0, 0, 0, 0, 0, 0, 0, 0));
    EXPECT_EQ(code(storage, cmd::set_auxiliary_log_status, {0, 1, 2, 3, 4, 5, 0, 0, 0}), 0);
    EXPECT_THAT(ask(storage, cmd::get_auxiliary_log_status, {0}), ElementsAre(0, 1, 2, 3, 4, 5, 0, 0, 0));
    EXPECT_EQ(code(storage, cmd::set_auxiliary_log_status, {1, 1, 2, 3, 4, 5, 0, 0, 0}), 0xC7);
    EXPECT_EQ(code(storage, cmd::set_auxiliary_log_status, {2, 1, 2, 3, 4, 9, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8}),
              0);
    EXPECT_EQ(ask(storage, cmd::get_auxiliary_log_status, {2}).back(), 8);
    EXPECT_EQ(code(storage, cmd::get_auxiliary_log_status, {3}), 0xCC);
}

TEST(EventLogDevice, IsBusyWhileItErases) {
    CommandBench bench{chassis_with("log_erase_seconds = 2")};
    const auto reservation = bench.ask(storage, cmd::reserve_sel);
    base::Octets clear{reservation[1], reservation[2], 'C', 'L', 'R', 0xAA};
    EXPECT_THAT(bench.ask(storage, cmd::clear_sel, clear), ElementsAre(0, 0)) << "in progress";
    for (const std::uint8_t number : base::Octets{cmd::get_sel_info, cmd::reserve_sel}) {
        EXPECT_EQ(bench.code(storage, number), 0x81);
    }
    EXPECT_EQ(bench.code(storage, cmd::add_sel_entry, record_octets()), 0x81);
    EXPECT_EQ(bench.code(storage, cmd::get_sel_entry, {0, 0, 0, 0, 0, 0xFF}), 0x81);
    EXPECT_EQ(bench.code(storage, cmd::delete_sel_entry, {0, 0, 1, 0}), 0x81);
    bench.console.now += 2s;
    clear[5] = 0;
    EXPECT_THAT(bench.ask(storage, cmd::clear_sel, clear), ElementsAre(0, 1))
        << "asking needs no reservation";
    EXPECT_EQ(bench.code(storage, cmd::add_sel_entry, record_octets()), 0);
}

TEST(EventLogDevice, OverwritesItsOldestWhereTheChassisSaysSo) {
    CommandBench bench{chassis_with("log_when_full = \"overwrite\"")};
    for (int i = 0; i < 3; ++i) EXPECT_EQ(bench.code(storage, cmd::add_sel_entry, record_octets()), 0);
    const auto reservation = bench.ask(storage, cmd::reserve_sel);
    EXPECT_THAT(bench.ask(storage, cmd::add_sel_entry, record_octets()), ElementsAre(0, 5, 0));
    EXPECT_EQ(bench.console.bmc.chassis().log().size(), 4U);
    EXPECT_EQ(bench.code(storage, cmd::get_sel_entry, {0, 0, 1, 0, 0, 0xFF}), 0xCB) << "the oldest is gone";
    EXPECT_EQ(bench.ask(storage, cmd::get_sel_entry, {0, 0, 0, 0, 0, 0xFF}).at(3), 2);
    EXPECT_EQ(bench.code(storage, cmd::delete_sel_entry, {reservation[1], reservation[2], 3, 0}), 0xC5)
        << "what is gone cancels the reservation";
    EXPECT_EQ(bench.ask(storage, cmd::get_sel_info).back() & 0x80, 0) << "no event was refused";
}

}  // namespace
}  // namespace assay::bmc
