#include "asking.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
namespace cmd = wire::cmd::app;

class UserCommands : public Asking {
protected:
    base::Octets app(std::uint8_t number, const base::Octets& data) {
        return ask(wire::netfn::app, number, data);
    }
    std::uint8_t app_code(std::uint8_t number, const base::Octets& data) { return app(number, data).at(0); }

    static base::Octets named(std::uint8_t id, std::string_view name) {
        base::Octets data{id};
        data.insert(data.end(), name.begin(), name.end());
        data.resize(17);
        return data;
    }
    static base::Octets password(unsigned id, std::uint8_t operation, std::string_view text,
                                 std::size_t size = 16) {
        base::Octets data{static_cast<std::uint8_t>(id | (size == 20 ? 0x80U : 0U)), operation};
        data.insert(data.end(), text.begin(), text.end());
        data.resize(2 + size);
        return data;
    }
    wire::RakpStatus login_status(const std::string& name, std::uint8_t role) {
        return console.identify(console.open().managed_session, name, role).status;
    }
};

TEST_F(UserCommands, ListUsers) {
    EXPECT_THAT(app(cmd::get_user_access, {1, 2}), ElementsAre(0, 16, 0x43, 1, 0x34));
    EXPECT_THAT(app(cmd::get_user_access, {1, 5}), ElementsAre(0, 16, 0x83, 1, 0x34));
    EXPECT_THAT(app(cmd::get_user_access, {1, 9}), ElementsAre(0, 16, 0x83, 1, 0x0F)) << "never set";
    EXPECT_EQ(app_code(cmd::get_user_access, {1, 17}), 0xC9);
    EXPECT_EQ(app_code(cmd::get_user_access, {1, 0}), 0xC9);
    EXPECT_EQ(app_code(cmd::get_user_access, {5, 2}), 0xCC) << "no such channel";
    EXPECT_THAT(app(cmd::get_user_name, {2}),
                ElementsAre(0, 'a', 'd', 'm', 'i', 'n', 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    EXPECT_EQ(app_code(cmd::get_user_name, {17}), 0xC9);
}

TEST_F(UserCommands, MakeAUserWhoCanLogIn) {
    EXPECT_EQ(app_code(cmd::set_user_name, named(7, "fresh")), 0);
    EXPECT_EQ(app_code(cmd::set_user_password, password(7, 2, "fresh-secret")), 0);
    EXPECT_EQ(app_code(cmd::set_user_access, {0x91, 7, 3, 0}), 0);
    EXPECT_EQ(login_status("fresh", 3), wire::RakpStatus::unauthorized_name) << "not enabled yet";
    EXPECT_EQ(app_code(cmd::set_user_password, {7, 1}), 0);
    EXPECT_EQ(login_status("fresh", 4), wire::RakpStatus::unauthorized_role) << "an operator only";
    auto fresh = console.log_in("fresh", "fresh-secret", 3);
    EXPECT_THAT(console.command(fresh, wire::netfn::app, cmd::get_user_access, {1, 7}),
                ElementsAre(0, 16, 0x44, 1, 0x13));
    EXPECT_EQ(app_code(cmd::set_user_password, password(7, 0, "")), 0);
    EXPECT_EQ(login_status("fresh", 3), wire::RakpStatus::unauthorized_name) << "disabled again";
}

TEST_F(UserCommands, TestPasswordsBySizeAndContent) {
    EXPECT_EQ(app_code(cmd::set_user_password, password(2, 3, "secret")), 0);
    EXPECT_EQ(app_code(cmd::set_user_password, password(2, 3, "Secret")), 0x80);
    EXPECT_EQ(app_code(cmd::set_user_password, password(2, 3, "secret", 20)), 0x81);
    EXPECT_EQ(app_code(cmd::set_user_password, password(2, 2, "twenty-octets-of-it!", 20)), 0);
    EXPECT_EQ(app_code(cmd::set_user_password, password(2, 3, "twenty-octets-of-it!", 20)), 0);
    EXPECT_EQ(app_code(cmd::set_user_password, password(2, 3, "twenty-octets-of")), 0x81);
    EXPECT_EQ(app_code(cmd::set_user_password, password(9, 3, "")), 0x80) << "no such user";
    auto again = console.log_in("admin", "twenty-octets-of-it!");
    EXPECT_EQ(console.command(again, wire::netfn::app, cmd::get_device_id).at(0), 0);
}

TEST_F(UserCommands, WantThePasswordTheyNameTheSizeOf) {
    for (std::size_t length = 0; length < 25; ++length) {
        for (const unsigned size : {0U, 0x80U}) {
            base::Octets data(length, 2);  // operation: set
            if (length > 0) data[0] = static_cast<std::uint8_t>(7 | size);
            const bool right = length == (size == 0 ? 18U : 22U);
            EXPECT_EQ(app_code(cmd::set_user_password, data), right ? 0 : 0xC7) << length << ' ' << size;
        }
    }
    EXPECT_EQ(app_code(cmd::set_user_password, {17, 1}), 0xC9);
    EXPECT_EQ(app_code(cmd::set_user_password, {0, 1}), 0xC9);
}

TEST_F(UserCommands, RefuseWhatTheTableCannotHold) {
    EXPECT_EQ(app_code(cmd::set_user_name, named(1, "null")), 0xCC) << "user 1 keeps the null name";
    EXPECT_EQ(app_code(cmd::set_user_name, named(0, "zero")), 0xC9);
    EXPECT_EQ(app_code(cmd::set_user_name, named(17, "many")), 0xC9);
    EXPECT_EQ(app_code(cmd::set_user_access, {0x91, 0, 3}), 0xC9);
    EXPECT_EQ(app_code(cmd::set_user_access, {0x95, 7, 3}), 0xCC) << "no such channel";
    for (const std::uint8_t limit : base::Octets{0, 5, 9}) {
        EXPECT_EQ(app_code(cmd::set_user_access, {0x91, 7, limit}), 0xCC) << int{limit};
    }
    EXPECT_THAT(lengths_taken(wire::netfn::app, cmd::set_user_access, 24), ElementsAre(3, 4));
    EXPECT_THAT(lengths_taken(wire::netfn::app, cmd::get_user_access, 24), ElementsAre(2));
    EXPECT_THAT(lengths_taken(wire::netfn::app, cmd::set_user_name, 24), ElementsAre(17));
    EXPECT_THAT(lengths_taken(wire::netfn::app, cmd::get_user_name, 24), ElementsAre(1));
}

TEST_F(UserCommands, ChangeTheEnablesOnlyWhenAsked) {
    EXPECT_EQ(app_code(cmd::set_user_access, {0x01, 4, 2}), 0);
    EXPECT_THAT(app(cmd::get_user_access, {1, 4}), ElementsAre(0, 16, 0x43, 1, 0x32));
    EXPECT_EQ(app_code(cmd::set_user_access, {0xC1, 4, 0x0F}), 0);
    EXPECT_THAT(app(cmd::get_user_access, {1, 4}), ElementsAre(0, 16, 0x43, 1, 0x4F));
    EXPECT_EQ(login_status("viewer", 1), wire::RakpStatus::unauthorized_name);
}

TEST_F(UserCommands, LimitTheSessionsOfAUser) {
    EXPECT_EQ(app_code(cmd::set_user_access, {0x91, 4, 2, 1}), 0);
    console.log_in("viewer", "look", 2);
    EXPECT_EQ(console.prove(console.agree("viewer", "look", 2)).status,
              wire::RakpStatus::insufficient_resources);
    console.log_in("oper", "switch", 3);
}

TEST_F(UserCommands, AreForThoseWhoMay) {
    auto operating = console.log_in("oper", "switch", 3);
    auto viewing = console.log_in("viewer", "look", 2);
    const auto refused = [&](Spoken& who, std::uint8_t number, const base::Octets& data) {
        return console.command(who, wire::netfn::app, number, data).at(0) == 0xD4;
    };
    EXPECT_TRUE(refused(operating, cmd::set_user_access, {0x91, 3, 4}));
    EXPECT_TRUE(refused(operating, cmd::set_user_name, named(3, "king")));
    EXPECT_TRUE(refused(operating, cmd::set_user_password, password(2, 2, "mine")));
    EXPECT_TRUE(refused(operating, cmd::set_channel_access, {1, 0x80, 0x84}));
    EXPECT_FALSE(refused(operating, cmd::get_user_access, {1, 2}));
    EXPECT_TRUE(refused(viewing, cmd::get_user_access, {1, 2}));
    EXPECT_TRUE(refused(viewing, cmd::get_user_name, {2}));
}

TEST_F(UserCommands, DescribeTheChannels) {
    EXPECT_THAT(app(cmd::get_channel_info, {0x0E}), ElementsAre(0, 1, 4, 1, 0x81, 0xF2, 0x1B, 0, 0, 0));
    EXPECT_THAT(app(cmd::get_channel_info, {0x0F}), ElementsAre(0, 15, 12, 5, 0, 0xF2, 0x1B, 0, 0, 0));
    EXPECT_THAT(app(cmd::get_channel_info, {0}), ElementsAre(0, 0, 1, 1, 0, 0xF2, 0x1B, 0, 0, 0));
    EXPECT_EQ(app_code(cmd::get_channel_info, {5}), 0xCC);
    EXPECT_THAT(app(cmd::get_channel_access, {1, 0x40}), ElementsAre(0, 0x02, 4));
    EXPECT_EQ(app_code(cmd::get_channel_access, {1, 0x00}), 0xCC);
    EXPECT_EQ(app_code(cmd::get_channel_access, {1, 0xC0}), 0xCC);
    EXPECT_EQ(app_code(cmd::get_channel_access, {0x0F, 0x40}), 0x82) << "it has no sessions";
    EXPECT_EQ(app_code(cmd::get_channel_access, {0, 0x40}), 0x82) << "nor has the IPMB";
    EXPECT_EQ(app_code(cmd::get_channel_access, {3, 0x40}), 0xCC);
}

TEST_F(UserCommands, KeepWhatHoldsNowAndWhatIsStoredApart) {
    EXPECT_EQ(app_code(cmd::set_channel_access, {1, 0x40 | 0x3A, 0x40 | 3}), 0);
    EXPECT_THAT(app(cmd::get_channel_access, {1, 0x40}), ElementsAre(0, 0x3A, 3));
    EXPECT_THAT(app(cmd::get_channel_access, {1, 0x80}), ElementsAre(0, 0x02, 4));
    EXPECT_EQ(app_code(cmd::set_channel_access, {1, 0x00, 0x80 | 2}), 0);
    EXPECT_THAT(app(cmd::get_channel_access, {1, 0x80}), ElementsAre(0, 0x02, 2));
    EXPECT_EQ(login_status("oper", 3), wire::RakpStatus::unauthorized_role) << "beyond the channel's limit";
    EXPECT_EQ(login_status("viewer", 2), wire::RakpStatus::ok);
}

TEST_F(UserCommands, CloseTheChannelByItsAccessMode) {
    EXPECT_EQ(app_code(cmd::set_channel_access, {1, 0x80, 0}), 0);
    EXPECT_EQ(login_status("admin", 4), wire::RakpStatus::unauthorized_role);
    EXPECT_EQ(app_code(cmd::set_channel_access, {1, 0x81, 0}), 0);
    EXPECT_EQ(login_status("admin", 4), wire::RakpStatus::unauthorized_role) << "pre-boot only, host is on";
    EXPECT_EQ(ask(wire::netfn::chassis, wire::cmd::chassis::control, {0}).at(0), 0);
    EXPECT_EQ(login_status("admin", 4), wire::RakpStatus::ok);
    EXPECT_EQ(app_code(cmd::set_channel_access, {1, 0x84, 0}), 0x83) << "no such mode";
    EXPECT_EQ(app_code(cmd::set_channel_access, {1, 0xC2, 0}), 0xCC);
    EXPECT_EQ(app_code(cmd::set_channel_access, {1, 0x00, 0x85}), 0xCC);
    EXPECT_EQ(app_code(cmd::set_channel_access, {0x0F, 0x82, 0}), 0x82);
    EXPECT_THAT(lengths_taken(wire::netfn::app, cmd::set_channel_access, 24), ElementsAre(3));
}

}  // namespace
}  // namespace assay::bmc
