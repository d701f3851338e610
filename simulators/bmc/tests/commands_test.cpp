#include <gmock/gmock.h>

#include "console.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
namespace cmd = wire::cmd;
namespace netfn = wire::netfn;

class Commands : public testing::Test {
protected:
    base::Octets ask(std::uint8_t function, std::uint8_t number, const base::Octets& data = {}) {
        return console.command(session, function, number, data);
    }
    std::uint8_t code(std::uint8_t function, std::uint8_t number, const base::Octets& data = {}) {
        return ask(function, number, data).at(0);
    }

    Console console;
    Spoken session = console.log_in();
};

TEST_F(Commands, DescribeTheDevice) {
    EXPECT_THAT(ask(netfn::app, cmd::app::get_device_id),
                ElementsAre(0, 0x21, 0x01, 0x03, 0x07, 0x02, 0x87, 0, 0, 0, 0x34, 0x12, 0, 0, 0, 0));
    EXPECT_THAT(ask(netfn::app, cmd::app::get_self_test_results), ElementsAre(0, 0x55, 0));
}

TEST_F(Commands, OfUnknownNumbersAreInvalid) {
    EXPECT_EQ(code(netfn::app, 0x7E), 0xC1);
    EXPECT_EQ(code(0x2C, 0x3E), 0xC1);
}

TEST_F(Commands, OfWrongLengthsAreRefusedWhateverTheLength) {
    const base::Octets long_data(30, 1);
    for (const auto& [function, number, least, most] :
         std::vector<std::tuple<std::uint8_t, std::uint8_t, int, int>>{
             {netfn::app, cmd::app::get_device_id, 0, 0},
             {netfn::app, cmd::app::set_session_privilege, 1, 1},
             {netfn::chassis, cmd::chassis::control, 1, 1},
             {netfn::sensor_event, cmd::sensor_event::get_reading, 1, 1},
             {netfn::sensor_event, cmd::sensor_event::set_thresholds, 8, 8},
             {netfn::storage, cmd::storage::get_sdr, 6, 6},
             {netfn::storage, cmd::storage::add_sel_entry, 16, 16},
             {netfn::storage, cmd::storage::clear_sel, 6, 6},
             {netfn::transport, cmd::transport::get_lan_config, 4, 4}}) {
        for (int length = 0; length < 24; ++length) {
            if (length >= least && length <= most) continue;
            const base::Octets data(static_cast<std::size_t>(length), 1);
            EXPECT_EQ(code(function, number, data), 0xC7)
                << int{function} << '/' << int{number} << ' ' << length;
        }
    }
}

TEST_F(Commands, SwitchThePower) {
    EXPECT_EQ(ask(netfn::chassis, cmd::chassis::get_status)[1] & 1, 1);
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {0}), 0);
    EXPECT_EQ(ask(netfn::chassis, cmd::chassis::get_status)[1] & 1, 0);
    EXPECT_THAT(ask(netfn::app, cmd::app::get_acpi_power_state), ElementsAre(0, 5, 3));
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {3}), 0xD5) << "reset while off";
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::reset), 0xD5) << "reset while off";
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {9}), 0xCC);
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {1}), 0);
    EXPECT_THAT(ask(netfn::chassis, cmd::chassis::get_restart_cause), ElementsAre(0, 1, 1));
}

TEST_F(Commands, CycleThePowerThroughOff) {
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {2}), 0);
    EXPECT_EQ(ask(netfn::chassis, cmd::chassis::get_status)[1] & 1, 0);
    console.now += 1s;
    EXPECT_EQ(ask(netfn::chassis, cmd::chassis::get_status)[1] & 1, 1);
}

TEST_F(Commands, ShutDownSoftlyAfterAWhile) {
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {5}), 0);
    EXPECT_EQ(ask(netfn::chassis, cmd::chassis::get_status)[1] & 1, 1);
    console.now += 2s;
    EXPECT_EQ(ask(netfn::chassis, cmd::chassis::get_status)[1] & 1, 0);
}

TEST_F(Commands, LightTheIdentifyLampForAWhileOrForEver) {
    const auto lamp = [&] { return ask(netfn::chassis, cmd::chassis::get_status)[3] >> 4 & 3; };
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::identify, {5}), 0);
    EXPECT_EQ(lamp(), 1);
    console.now += 5s;
    EXPECT_EQ(lamp(), 0);
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::identify, {0, 1}), 0);
    console.now += 40s;
    EXPECT_EQ(lamp(), 2);
}

TEST_F(Commands, WalkTheSdrRepositoryWholeAndInPieces) {
    base::Octets whole;
    base::Octets id{0, 0};
    int records = 0;
    while (id != base::Octets{0xFF, 0xFF}) {
        const auto reply = ask(netfn::storage, cmd::storage::get_sdr, {0, 0, id[0], id[1], 0, 0xFF});
        ASSERT_EQ(reply[0], 0);
        const auto record = wire::decode_sensor_record(base::OctetView{reply}.subspan(3));
        ASSERT_TRUE(record);
        if (records++ == 0) whole.assign(reply.begin() + 3, reply.end());
        id = {reply[1], reply[2]};
    }
    EXPECT_EQ(records, 3);

    const auto reservation = ask(netfn::storage, cmd::storage::reserve_sdr_repository);
    base::Octets pieced;
    while (pieced.size() < whole.size()) {
        const auto count = static_cast<std::uint8_t>(std::min<std::size_t>(16, whole.size() - pieced.size()));
        const auto reply =
            ask(netfn::storage, cmd::storage::get_sdr,
                {reservation[1], reservation[2], 1, 0, static_cast<std::uint8_t>(pieced.size()), count});
        ASSERT_EQ(reply[0], 0);
        pieced.insert(pieced.end(), reply.begin() + 3, reply.end());
    }
    EXPECT_EQ(pieced, whole);
}

TEST_F(Commands, RefuseSdrReadsThatAreNotPossible) {
    EXPECT_EQ(code(netfn::storage, cmd::storage::get_sdr, {9, 9, 1, 0, 5, 4}), 0xC5);
    EXPECT_EQ(code(netfn::storage, cmd::storage::get_sdr, {0, 0, 77, 0, 0, 0xFF}), 0xCB);
    const auto reservation = ask(netfn::storage, cmd::storage::reserve_sdr_repository);
    EXPECT_EQ(code(netfn::storage, cmd::storage::get_sdr, {reservation[1], reservation[2], 1, 0, 200, 1}),
              0xC9);
    EXPECT_EQ(code(netfn::storage, cmd::storage::get_sdr, {0, 0, 1, 0, 0, 200}), 0xC9);
    ask(netfn::storage, cmd::storage::reserve_sdr_repository);
    EXPECT_EQ(code(netfn::storage, cmd::storage::get_sdr, {reservation[1], reservation[2], 1, 0, 5, 4}), 0xC5)
        << "a later reservation cancels the earlier one";
}

TEST_F(Commands, ReadSensors) {
    EXPECT_THAT(ask(netfn::sensor_event, cmd::sensor_event::get_reading, {1}),
                ElementsAre(0, 30, 0xC0, 0xC0));
    EXPECT_THAT(ask(netfn::sensor_event, cmd::sensor_event::get_reading, {3}),
                ElementsAre(0, 0, 0xC0, 0x01, 0x80));
    EXPECT_EQ(code(netfn::sensor_event, cmd::sensor_event::get_reading, {99}), 0xCB);
    EXPECT_THAT(ask(netfn::sensor_event, cmd::sensor_event::get_type, {2}), ElementsAre(0, 4, 1));
    EXPECT_EQ(code(netfn::chassis, cmd::chassis::control, {0}), 0);
    EXPECT_EQ(ask(netfn::sensor_event, cmd::sensor_event::get_reading, {2})[2] & 0x20, 0x20)
        << "fan without host";
}

TEST_F(Commands, ReadAndSetThresholdsAndHysteresis) {
    EXPECT_THAT(ask(netfn::sensor_event, cmd::sensor_event::get_thresholds, {1}),
                ElementsAre(0, 0x1A, 0, 0xFB, 0, 40, 50, 0));
    EXPECT_EQ(code(netfn::sensor_event, cmd::sensor_event::set_thresholds, {1, 0x08, 0, 0, 0, 25, 0, 0}), 0);
    EXPECT_THAT(ask(netfn::sensor_event, cmd::sensor_event::get_reading, {1}),
                ElementsAre(0, 30, 0xC0, 0xC8));
    EXPECT_EQ(code(netfn::sensor_event, cmd::sensor_event::set_thresholds, {1, 0x20, 0, 0, 0, 0, 0, 60}),
              0xCC)
        << "that threshold does not exist";
    EXPECT_EQ(code(netfn::sensor_event, cmd::sensor_event::get_thresholds, {3}), 0xCD);
    EXPECT_THAT(ask(netfn::sensor_event, cmd::sensor_event::get_hysteresis, {1, 0xFF}), ElementsAre(0, 2, 2));
    EXPECT_EQ(code(netfn::sensor_event, cmd::sensor_event::set_hysteresis, {1, 0xFF, 3, 4}), 0);
    EXPECT_THAT(ask(netfn::sensor_event, cmd::sensor_event::get_hysteresis, {1, 0xFF}), ElementsAre(0, 3, 4));
}

TEST_F(Commands, EnableAndDisableEvents) {
    EXPECT_THAT(ask(netfn::sensor_event, cmd::sensor_event::get_event_enable, {1}),
                ElementsAre(0, 0xC0, 0x84, 0x02, 0x84, 0x02));
    EXPECT_EQ(code(netfn::sensor_event, cmd::sensor_event::set_event_enable, {1, 0xE0, 0x80, 0, 0, 0}), 0);
    EXPECT_THAT(ask(netfn::sensor_event, cmd::sensor_event::get_event_enable, {1}),
                ElementsAre(0, 0xC0, 0x04, 0x02, 0x84, 0x02));
    EXPECT_EQ(code(netfn::sensor_event, cmd::sensor_event::set_event_enable, {1, 0xF0}), 0xCC);
    EXPECT_THAT(ask(netfn::sensor_event, cmd::sensor_event::get_event_status, {1}),
                ElementsAre(0, 0xC0, 0, 0, 0, 0));
}

TEST_F(Commands, KeepTheEventLog) {
    EXPECT_THAT(
        ask(netfn::storage, cmd::storage::get_sel_entry, {0, 0, 0, 0, 0, 0xFF}),
        ElementsAre(0, 0xFF, 0xFF, 1, 0, 2, 0xA5, 0x35, 0x57, 0x69, 0x20, 0, 4, 8, 3, 0x6F, 0, 0xFF, 0xFF));
    base::Octets record;
    encode(wire::record_of({.sensor_type = 1, .sensor_number = 1}, 0), record);
    EXPECT_THAT(ask(netfn::storage, cmd::storage::add_sel_entry, record), ElementsAre(0, 2, 0));
    EXPECT_EQ(code(netfn::storage, cmd::storage::get_sel_entry, {0, 0, 9, 0, 0, 0xFF}), 0xCB);
    EXPECT_EQ(code(netfn::storage, cmd::storage::get_sel_entry, {0, 0, 1, 0, 4, 4}), 0xC5);
    record[2] = 0x55;
    EXPECT_EQ(code(netfn::storage, cmd::storage::add_sel_entry, record), 0x80) << "no such record type";
}

TEST_F(Commands, ChangeTheEventLogUnderAReservationOnly) {
    EXPECT_EQ(code(netfn::storage, cmd::storage::delete_sel_entry, {0, 0, 1, 0}), 0xC5);
    EXPECT_EQ(code(netfn::storage, cmd::storage::clear_sel, {0, 0, 'C', 'L', 'R', 0xAA}), 0xC5);
    auto reservation = ask(netfn::storage, cmd::storage::reserve_sel);
    EXPECT_EQ(
        code(netfn::storage, cmd::storage::clear_sel, {reservation[1], reservation[2], 'C', 'L', 'S', 0xAA}),
        0xCC);
    EXPECT_THAT(ask(netfn::storage, cmd::storage::delete_sel_entry, {reservation[1], reservation[2], 1, 0}),
                ElementsAre(0, 1, 0));
    EXPECT_EQ(code(netfn::storage, cmd::storage::delete_sel_entry, {reservation[1], reservation[2], 1, 0}),
              0xC5)
        << "a deletion cancels the reservation";
    reservation = ask(netfn::storage, cmd::storage::reserve_sel);
    EXPECT_THAT(
        ask(netfn::storage, cmd::storage::clear_sel, {reservation[1], reservation[2], 'C', 'L', 'R', 0xAA}),
        ElementsAre(0, 1));
}

TEST_F(Commands, SayThatAFullLogOverflowed) {
    base::Octets record;
    encode(wire::record_of({}, 0), record);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(code(netfn::storage, cmd::storage::add_sel_entry, record), 0);
    EXPECT_EQ(ask(netfn::storage, cmd::storage::get_sel_info).back() & 0x80, 0);
    EXPECT_EQ(code(netfn::storage, cmd::storage::add_sel_entry, record), 0xC4);
    EXPECT_EQ(ask(netfn::storage, cmd::storage::get_sel_info).back() & 0x80, 0x80);
}

TEST_F(Commands, SetTheClockOfTheLog) {
    EXPECT_EQ(code(netfn::storage, cmd::storage::set_sel_time, {0x00, 0x00, 0x00, 0x10}), 0);
    console.now += 5s;
    EXPECT_THAT(ask(netfn::storage, cmd::storage::get_sel_time), ElementsAre(0, 5, 0, 0, 0x10));
}

TEST(CommandTable, KeepsUsersFromWhatOperatorsMay) {
    Console console;
    auto viewer = console.log_in("viewer", "look", 2);
    const std::vector<std::tuple<std::uint8_t, std::uint8_t, base::Octets>> operations{
        {netfn::chassis, cmd::chassis::control, {0}},
        {netfn::sensor_event, cmd::sensor_event::set_thresholds, {1, 8, 0, 0, 0, 25, 0, 0}},
        {netfn::storage, cmd::storage::clear_sel, {0, 0, 'C', 'L', 'R', 0xAA}},
        {netfn::storage, cmd::storage::add_sel_entry, base::Octets(16)},
        {netfn::storage, cmd::storage::set_sel_time, {0, 0, 0, 0}},
        {netfn::app, cmd::app::get_user_name, {2}},
        {netfn::transport, cmd::transport::get_lan_config, {1, 3, 0, 0}}};
    for (const auto& [function, number, data] : operations) {
        EXPECT_THAT(console.command(viewer, function, number, data), ElementsAre(0xD4)) << int{number};
    }
    EXPECT_TRUE(console.bmc.chassis().powered_on());
}

TEST(CommandTable, SurvivesEveryCommandWithEveryLengthOfEveryData) {
    Console console(1);
    auto session = console.log_in();
    for (const std::uint8_t function : base::Octets{0x00, 0x04, 0x06, 0x0A, 0x0C, 0x2C, 0x3E}) {
        for (int number = 0; number < 0x60; ++number) {
            if (function == netfn::app && number == cmd::app::close_session) continue;
            if (function == netfn::app && (number == cmd::app::cold_reset || number == cmd::app::warm_reset))
                continue;  // they end the session as well
            for (const std::uint8_t filling : base::Octets{0x00, 0x01, 0x0E, 0x7F, 0xFF}) {
                for (const std::size_t length : {0U, 1U, 2U, 4U, 6U, 8U, 16U, 200U}) {
                    const auto reply = console.command(session, function, static_cast<std::uint8_t>(number),
                                                       base::Octets(length, filling));
                    ASSERT_FALSE(reply.empty()) << int{function} << '/' << number << ' ' << length;
                    if (reply[0] == 0xD4) {  // a Set Session Privilege among them lowered the session
                        console.command(session, netfn::app, cmd::app::set_session_privilege, {4});
                    }
                }
            }
        }
    }
}

}  // namespace
}  // namespace assay::bmc
