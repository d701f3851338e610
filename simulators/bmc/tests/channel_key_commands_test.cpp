#include "command_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
namespace app = wire::cmd::app;

constexpr std::uint8_t read = 0, set = 1, lock = 2, bmc_key = 1;

class ChannelKeys : public testing::Test, protected CommandBench {
protected:
    base::Octets keys(const base::Octets& data) {
        return ask(wire::netfn::app, app::set_channel_security_keys, data);
    }
    std::uint8_t keys_code(const base::Octets& data) { return keys(data).at(0); }
    static base::Octets setting(std::size_t length, std::uint8_t value) {
        base::Octets data{1, set, bmc_key};
        data.resize(3 + length, value);
        return data;
    }
    /// Is one set, as Get Channel Authentication Capabilities tells?
    bool told_as_set() {
        return (ask(wire::netfn::app, app::get_channel_auth_caps, {0x81, 4}).at(3) & 0x20U) != 0;
    }
};

TEST_F(ChannelKeys, SetTheBmcKeyThatLoginsNeed) {
    EXPECT_FALSE(told_as_set());
    EXPECT_THAT(keys(setting(20, 0x5A)), ElementsAre(0, 2));
    EXPECT_TRUE(told_as_set());
    Spoken one_key = console.log_in();
    EXPECT_TRUE(console.command(one_key, wire::netfn::app, app::get_device_id).empty());
    Spoken two_keys = console.agree("admin", "secret", 4);
    two_keys.exchange.bmc_key = wire::Secret{base::Octets(20, 0x5A)};
    EXPECT_EQ(console.prove(two_keys).integrity_check,
              two_keys.exchange.rakp4_integrity_check(two_keys.exchange.session_integrity_key().view()));
}

TEST_F(ChannelKeys, TellTheKeyUntilItIsLocked) {
    EXPECT_THAT(keys({1, read, bmc_key}), testing::SizeIs(2 + 20));
    keys(setting(20, 0x5A));
    base::Octets told{0, 2};
    told.resize(2 + 20, 0x5A);
    EXPECT_EQ(keys({0x0E, read, bmc_key}), told);
    EXPECT_THAT(keys({1, lock, bmc_key}), ElementsAre(0, 1));
    EXPECT_EQ(keys_code({1, read, bmc_key}), 0x80);
    EXPECT_EQ(keys_code(setting(20, 1)), 0x80);
    EXPECT_THAT(keys({1, lock, bmc_key}), ElementsAre(0, 1));
}

TEST_F(ChannelKeys, TakeZerosForNoKey) {
    keys(setting(20, 0x5A));
    EXPECT_EQ(keys_code(setting(20, 0)), 0);
    EXPECT_FALSE(told_as_set());
}

TEST_F(ChannelKeys, RefuseWhatIsNoKey) {
    EXPECT_EQ(keys_code(setting(19, 1)), 0x81);
    EXPECT_EQ(keys_code(setting(21, 1)), 0x82);
    EXPECT_EQ(keys_code({1, read, bmc_key, 0}), 0xC7);
    EXPECT_EQ(keys_code({1, read, 0}), 0x84) << "the random number key is not used";
    EXPECT_EQ(keys_code({1, read, 2}), 0xCC);
    EXPECT_EQ(keys_code({1, 3, bmc_key}), 0xCC);
    EXPECT_EQ(keys_code({5, read, bmc_key}), 0xCC);
    EXPECT_EQ(keys_code({0x0F, read, bmc_key}), 0xCC) << "the host's channel has no sessions";
    expect_lengths(wire::netfn::app, app::set_channel_security_keys, 3, 36);
    expect_privilege(wire::netfn::app, app::set_channel_security_keys, 3, 4);
}

TEST_F(ChannelKeys, StandBesideTheHostsInterface) {
    EXPECT_THAT(ask(wire::netfn::app, app::get_system_interface_caps, {1}), ElementsAre(0, 0, 0, 255));
    EXPECT_EQ(code(wire::netfn::app, app::get_system_interface_caps, {0}), 0xCC) << "there is no SSIF";
    expect_lengths(wire::netfn::app, app::get_system_interface_caps, 1, 1);
}

}  // namespace
}  // namespace assay::bmc
