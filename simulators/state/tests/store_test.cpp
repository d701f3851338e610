#include <gmock/gmock.h>

#include <filesystem>
#include <iterator>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/temporary_folder.hpp"
#include "assay/bmc/chassis_file.hpp"
#include "assay/bmc/kept_state.hpp"
#include "assay/bmc/waveform.hpp"
#include "assay/state/store.hpp"

namespace assay::state {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
namespace fs = std::filesystem;

const base::Instant start{1h};

struct Fixture : testing::Test {
    bmc::ChassisModel model = bmc::read_chassis(base::home() / "fixtures/chassis/demo.toml");
    base::TemporaryFolder folder;
    fs::path place = folder.path() / "state";

    std::unique_ptr<bmc::Chassis> made() const {
        return std::make_unique<bmc::Chassis>(model, bmc::standstill, start, base::WallTime{});
    }
    std::string error_of(const std::string& text) const {
        const auto chassis = made();
        try {
            bmc::restore_state(text, "a.toml", model.name, *chassis, start);
        } catch (const base::SetupError& error) {
            return error.what();
        }
        return "none";
    }
};

using KeptState = Fixture;
using StoreTest = Fixture;

void change(bmc::Chassis& chassis) {
    chassis.users().claim(9).name = "j\xC3\xBCrgen";
    chassis.users().claim(9).password = {'a', 0, 'b'};
    const base::Octets address{192, 0, 2, 7}, destination{1, 0, 0, 198, 51, 100, 4, 0, 0, 0, 0, 0, 0};
    ASSERT_EQ(chassis.lan().set(3, address), ipmi_wire::Completion::ok);
    ASSERT_EQ(chassis.lan().set(19, destination), ipmi_wire::Completion::ok);
    const base::Octets text{2, 1, 'o', 'n', ' ', 'f', 'i', 'r', 'e', 0};  // alert string 2, block 1
    ASSERT_EQ(chassis.pef().set(13, text), ipmi_wire::Completion::ok);
    chassis.log().clear(77);
    chassis.log().add({}, 1234);
    chassis.set_utc_offset(-60);
    chassis.set_restore_policy(bmc::RestorePolicy::stay_off);
    ASSERT_TRUE(chassis.dcmi().asset_tag.write(0, base::octets_of("rack 7")));
    chassis.set_power_on_time(1000, 59min, start);
    ASSERT_TRUE(chassis.oem_state().set("colour", std::string{"blue\0green", 10}));
    ASSERT_TRUE(chassis.oem_state().set("count", std::int64_t{-7}));
    ASSERT_TRUE(chassis.oem_state().set("share", 0.5));
    ASSERT_TRUE(chassis.oem_state().set("is\non", true));
    chassis.note_kept_change();
}

TEST_F(KeptState, ComesBackAsItWas) {
    const auto before = made(), after = made();
    change(*before);
    bmc::restore_state(bmc::kept_state(*before, model.name, start), "a.toml", model.name, *after, start);
    EXPECT_EQ(after->users().find(9)->name, "j\xC3\xBCrgen");
    EXPECT_THAT(after->users().find(9)->password, testing::ElementsAre('a', 0, 'b'));
    EXPECT_THAT(after->lan().parameters().value(3), testing::ElementsAre(192, 0, 2, 7));
    EXPECT_EQ(after->lan().destination(1).address[0], 198);
    ASSERT_EQ(after->log().size(), 1U);
    EXPECT_EQ(after->log().last_erasure(), 77U);
    EXPECT_EQ(after->utc_offset(), -60);
    EXPECT_EQ(after->dcmi().asset_tag.whole(), "rack 7");
    EXPECT_EQ(after->power_on_hours(start), 1000U);
    EXPECT_EQ(after->begun_power_on_hour(start), 59min);
    EXPECT_EQ(after->oem_state().values(), before->oem_state().values());
    EXPECT_FALSE(after->powered_on()) << "the restore policy is to stay off";
}

TEST_F(KeptState, NamesTheLineOfWhatIsWrong) {
    const std::string good = bmc::kept_state(*made(), model.name, start);
    const auto with = [&good](std::string_view from, std::string_view to) {
        std::string text = good;
        return text.replace(text.find(from), from.size(), to);
    };
    EXPECT_EQ(error_of(good), "none");
    EXPECT_THAT(error_of(with("format = 1", "format = 2")), HasSubstr("'format'"));
    EXPECT_THAT(error_of(with("model = '", "model = 'x")), HasSubstr("'model'"));
    EXPECT_THAT(error_of(with("utc_offset_min", "utc_ofset_min")), HasSubstr("a.toml:"));
    EXPECT_THAT(error_of(with("restore_policy = ", "restore_policy = 9")), HasSubstr("from 0 to 2"));
}

TEST_F(KeptState, NoPrefixOfItIsTakenOrCrashes) {
    const std::string good = bmc::kept_state(*made(), model.name, start);
    for (std::size_t length = 0; length + 40 < good.size(); length += 7)
        EXPECT_NE(error_of(good.substr(0, length)), "none") << length;
}

TEST_F(StoreTest, WritesOnlyWhatChanged) {
    const auto chassis = made();
    Store store{place, model.name};
    store.add(*chassis, start);
    EXPECT_EQ(store.save(start, 10), 0U);
    change(*chassis);
    EXPECT_EQ(store.save(start, 10), 1U);
    chassis->note_kept_change();
    EXPECT_EQ(store.save(start, 10), 0U) << "the same text again";
}

TEST_F(StoreTest, WritesTheTimeThatPassedInThoseThatHaveAFile) {
    const auto idle = made(), changed = made();
    Store store{place, model.name};
    store.add(*changed, start);
    change(*changed);
    EXPECT_EQ(store.finish(start), 1U);
    EXPECT_EQ(store.finish(start), 0U);
    changed->advance(start + 30s);
    EXPECT_EQ(store.save(start + 30s, 10), 0U) << "no change";
    EXPECT_EQ(store.finish(start + 30s), 1U);
    store.add(*idle, start);
    EXPECT_EQ(store.finish(start + 30s), 0U) << "one that never changed has no file";
}

TEST_F(StoreTest, WritesAndForgetsOneWhenAsked) {
    const auto chassis = made();
    Store store{place, model.name};
    store.add(*chassis, start);
    const auto files = [this] { return std::distance(fs::directory_iterator{place}, {}); };
    EXPECT_EQ(files(), 1) << "the lock";
    store.save_one(0, start);
    EXPECT_EQ(files(), 2);
    change(*chassis);
    store.forget(0);
    EXPECT_EQ(files(), 1);
    EXPECT_EQ(store.save(start, 10), 0U) << "what was before does not count";
    store.forget(0);
    change(*chassis);
    EXPECT_EQ(store.save(start, 10), 1U);
}

TEST_F(StoreTest, AnotherHasToWaitAndThenFindsIt) {
    {
        const auto chassis = made();
        Store store{place, model.name};
        store.add(*chassis, start);
        change(*chassis);
        store.save(start, 10);
        EXPECT_THROW((Store{place, model.name}), base::SetupError);
    }
    const auto chassis = made();
    Store store{place, model.name};
    store.add(*chassis, start);
    EXPECT_EQ(chassis->utc_offset(), -60);
    for (const auto& entry : fs::directory_iterator{place})
        EXPECT_EQ(entry.status().permissions(), fs::perms::owner_read | fs::perms::owner_write) << entry;
    EXPECT_EQ(fs::status(place).permissions(), fs::perms::owner_all);
}

}  // namespace
}  // namespace assay::state
