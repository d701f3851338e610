#include "host_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
namespace cmd = wire::cmd::picmg;
constexpr auto group = wire::netfn::group_extension;

class Upgrading : public HostBench {
protected:
    base::Octets version(base::Octet property) {
        return ask(group, cmd::get_component_property, {0, 0, property});
    }
    /// Uploads an image of `length` octets that brings version 4.12.
    void upload(std::uint32_t length, base::Octet action = 2) {
        ASSERT_EQ(code(group, cmd::initiate_upgrade, {0, 1, action}), 0);
        base::Octets image(length, 0xA5);
        const base::Octets head{4, 0x12, 1, 2, 3, 4};
        std::copy_n(head.begin(), std::min<std::size_t>(head.size(), length), image.begin());
        for (std::size_t at = 0; at < image.size(); at += 20) {
            const auto part =
                base::OctetView{image}.subspan(at, std::min<std::size_t>(20, image.size() - at));
            base::Octets block(2 + part.size());
            block[1] = static_cast<base::Octet>(at / 20);
            std::ranges::copy(part, block.begin() + 2);
            ASSERT_EQ(code(group, cmd::upload_block, block), 0);
        }
    }
    std::uint8_t finish(base::Octet low, base::Octet high = 0) {
        return code(group, cmd::finish_upload, {0, 0, low, high, 0, 0});
    }
    void come_back() {
        console.now += 3s;
        session = console.log_in();
    }
};

TEST_F(Upgrading, TellsWhatThereIs) {
    EXPECT_THAT(ask(group, cmd::get_upgrade_capabilities, {0}), ElementsAre(0, 0, 0, 0x15, 12, 12, 12, 2, 1));
    EXPECT_THAT(version(0), ElementsAre(0, 0, 0x1E));
    EXPECT_THAT(version(1), ElementsAre(0, 0, 3, 0x07, 0, 0, 0, 0));
    EXPECT_THAT(version(2), ElementsAre(0, 0, 'B', 'M', 'C', 0, 0, 0, 0, 0, 0, 0, 0, 0));
    EXPECT_THAT(version(3), ElementsAre(0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)) << "none";
    EXPECT_THAT(version(4), ElementsAre(0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)) << "none";
    EXPECT_THAT(version(5), ElementsAre(0x83));
    EXPECT_EQ(code(group, cmd::get_component_property, {0, 1, 0}), 0x82);
    EXPECT_THAT(ask(group, cmd::query_self_test, {0}), ElementsAre(0, 0, 0x55, 0));
    EXPECT_THAT(ask(group, cmd::get_upgrade_status, {0}), ElementsAre(0, 0, cmd::get_upgrade_status, 0));
}

TEST_F(Upgrading, RunsTheNewVersionAfterActivationAndTheOldOneAfterARollback) {
    upload(5000);
    EXPECT_EQ(finish(0x88, 0x13), 0);
    EXPECT_THAT(version(4), ElementsAre(0, 0, 4, 0x12, 1, 2, 3, 4));
    EXPECT_EQ(ask(wire::netfn::app, wire::cmd::app::get_device_id)[3], 3) << "not yet";
    EXPECT_EQ(code(group, cmd::activate_firmware, {0}), 0);
    come_back();
    EXPECT_THAT(ask(wire::netfn::app, wire::cmd::app::get_device_id),
                ElementsAre(0, 0x21, 1, 4, 0x12, 2, 0x87, 0, 0, 0, 0x34, 0x12, 1, 2, 3, 4));
    EXPECT_THAT(version(3), ElementsAre(0, 0, 3, 0x07, 0, 0, 0, 0));
    EXPECT_THAT(ask(group, cmd::query_rollback, {0}), ElementsAre(0, 0, 0));
    EXPECT_EQ(code(group, cmd::roll_back, {0}), 0);
    come_back();
    EXPECT_EQ(ask(wire::netfn::app, wire::cmd::app::get_device_id)[3], 3);
    EXPECT_THAT(ask(group, cmd::query_rollback, {0}), ElementsAre(0, 0, 1));
}

TEST_F(Upgrading, TakesBlocksInOrderAndRepetitionsOnce) {
    EXPECT_EQ(code(group, cmd::upload_block, {0, 0, 1}), 0xD5) << "nothing was begun";
    EXPECT_EQ(code(group, cmd::initiate_upgrade, {0, 1, 2}), 0);
    for (int i = 0; i < 2; ++i) EXPECT_EQ(code(group, cmd::upload_block, {0, 0, 1, 2, 3, 4, 5, 6}), 0);
    EXPECT_EQ(code(group, cmd::upload_block, {0, 2, 1}), 0xC9);
    EXPECT_EQ(finish(6), 0);
    EXPECT_EQ(finish(6), 0xD5);
}

TEST_F(Upgrading, RefusesImagesThatAreNone) {
    upload(100);
    EXPECT_EQ(finish(99), 0x81);
    upload(5);
    EXPECT_EQ(finish(5), 0x82);
    upload(100, 3);
    EXPECT_EQ(finish(100), 0x83) << "compared, it differs from what runs";
    upload(100);
    EXPECT_EQ(code(group, cmd::abort_upgrade, {0}), 0);
    EXPECT_EQ(finish(100), 0xD5);
    EXPECT_EQ(code(group, cmd::activate_firmware, {0}), 0xD5);
    EXPECT_EQ(code(group, cmd::roll_back, {0}), 0x81) << "no backup was made";
    EXPECT_EQ(code(group, cmd::initiate_upgrade, {0, 1, 0}), 0);
    EXPECT_THAT(version(3), ElementsAre(0, 0, 3, 0x07, 0, 0, 0, 0));
}

TEST_F(Upgrading, RefusesOtherBodiesComponentsLengthsAndPrivileges) {
    EXPECT_EQ(code(group, cmd::get_upgrade_capabilities, {1}), 0xCC);
    EXPECT_EQ(code(group, cmd::initiate_upgrade, {0, 2, 2}), 0x81);
    EXPECT_EQ(code(group, cmd::initiate_upgrade, {0, 0, 2}), 0x81);
    EXPECT_EQ(code(group, cmd::initiate_upgrade, {0, 1, 4}), 0xCC);
    EXPECT_EQ(code(group, cmd::finish_upload, {0, 1, 0, 0, 0, 0}), 0x82);
    expect_lengths(group, cmd::get_upgrade_capabilities, 1, 1);
    expect_lengths(group, cmd::get_component_property, 3, 3);
    expect_lengths(group, cmd::initiate_upgrade, 3, 3);
    expect_lengths(group, cmd::finish_upload, 6, 6);
    for (const std::uint8_t number : {cmd::abort_upgrade, cmd::roll_back})
        EXPECT_EQ(code_as("oper", "switch", 3, group, number, {0}), 0xD4);
    EXPECT_EQ(code_as("oper", "switch", 3, group, cmd::activate_firmware, {0}), 0xD4);
    EXPECT_EQ(code_as("oper", "switch", 3, group, cmd::upload_block, {0, 0, 1}), 0xD4);
}

}  // namespace
}  // namespace assay::bmc
