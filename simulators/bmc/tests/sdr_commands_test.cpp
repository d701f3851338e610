// SDR repository device commands (IPMI 2.0 §33), device SDRs, and the [[record]] of a chassis file.
#include "assay/base/setup_error.hpp"
#include "assay/ipmi-wire/sdr_records.hpp"
#include "command_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
namespace cmd = wire::cmd::storage;
namespace device = wire::cmd::sensor_event;
constexpr auto storage = wire::netfn::storage;
constexpr auto sensor_event = wire::netfn::sensor_event;

class SdrCommands : public testing::Test, public CommandBench {
protected:
    base::Octets reserved(const base::Octets& rest) {
        const auto reply = ask(storage, cmd::reserve_sdr_repository);
        base::Octets data{reply.at(1), reply.at(2)};
        data.insert(data.end(), rest.begin(), rest.end());
        return data;
    }
    std::size_t count() { return ask(storage, cmd::get_sdr_repository_info).at(2); }
    const base::Octets locator = encode(wire::FruDeviceLocator{.fru_id = 9, .entity = {7, 1}, .name = "New"});
};

TEST_F(SdrCommands, CheckLengthAndPrivilege) {
    expect_lengths(storage, cmd::delete_sdr, 4, 4);
    expect_lengths(storage, cmd::clear_sdr_repository, 6, 6);
    expect_lengths(storage, cmd::set_sdr_repository_time, 4, 4);
    expect_lengths(storage, cmd::enter_sdr_update_mode, 0, 0);
    expect_lengths(storage, cmd::exit_sdr_update_mode, 0, 0);
    expect_lengths(storage, cmd::run_initialization_agent, 1, 1);
    expect_privilege(storage, cmd::add_sdr, 16, 3);
    expect_privilege(storage, cmd::partial_add_sdr, 16, 3);
    expect_privilege(storage, cmd::delete_sdr, 4, 3);
    expect_privilege(storage, cmd::clear_sdr_repository, 6, 3);
    expect_privilege(storage, cmd::set_sdr_repository_time, 4, 3);
    expect_privilege(storage, cmd::enter_sdr_update_mode, 0, 3);
    expect_privilege(storage, cmd::run_initialization_agent, 1, 3);
}

TEST_F(SdrCommands, AddAndDeleteARecord) {
    EXPECT_THAT(ask(storage, cmd::add_sdr, locator), ElementsAre(0, 4, 0));
    const auto read = ask(storage, cmd::get_sdr, {0, 0, 4, 0, 0, 0xFF});
    ASSERT_EQ(read.size(), 3 + locator.size());
    EXPECT_TRUE(std::equal(read.begin() + 5, read.end(), locator.begin() + 2)) << "but for its id";
    EXPECT_EQ(count(), 4U);
    const auto data = reserved({4, 0});
    EXPECT_THAT(ask(storage, cmd::delete_sdr, data), ElementsAre(0, 4, 0));
    EXPECT_EQ(count(), 3U);
    EXPECT_EQ(code(storage, cmd::delete_sdr, data), 0xC5) << "the deletion canceled the reservation";
    EXPECT_EQ(code(storage, cmd::delete_sdr, reserved({4, 0})), 0xCB);
}

TEST_F(SdrCommands, RefuseARecordThatIsNone) {
    auto broken = locator;
    broken[4] = 3;
    EXPECT_EQ(code(storage, cmd::add_sdr, broken), 0xC7) << "its length octet is wrong";
    broken = locator;
    broken[3] = 0x0B;
    EXPECT_EQ(code(storage, cmd::add_sdr, broken), 0xCC) << "a reserved type";
    broken = locator;
    broken[2] = 0x77;
    EXPECT_EQ(code(storage, cmd::add_sdr, broken), 0xCC) << "no such version";
    EXPECT_EQ(code(storage, cmd::add_sdr, {0, 0, 0x51, 0x01, 1, 1}), 0xCC) << "too short for a full record";
    EXPECT_EQ(code(storage, cmd::add_sdr, {0, 0, 0x51}), 0xC7);
}

TEST_F(SdrCommands, AddARecordInParts) {
    auto first = reserved({0, 0, 0, 0});
    first.insert(first.end(), locator.begin(), locator.begin() + 7);
    EXPECT_THAT(ask(storage, cmd::partial_add_sdr, first), ElementsAre(0, 4, 0));
    EXPECT_EQ(count(), 3U);
    base::Octets last{first[0], first[1], 4, 0, 7, 1};
    last.insert(last.end(), locator.begin() + 7, locator.end());
    EXPECT_THAT(ask(storage, cmd::partial_add_sdr, last), ElementsAre(0, 4, 0));
    EXPECT_EQ(count(), 4U);
    auto cut = reserved({0, 0, 0, 1});
    cut.insert(cut.end(), locator.begin(), locator.end() - 1);
    EXPECT_EQ(code(storage, cmd::partial_add_sdr, cut), 0x80) << "shorter than its length octet says";
    EXPECT_EQ(count(), 4U);
}

TEST_F(SdrCommands, RefuseWhatDoesNotFit) {
    const auto oem = encode(wire::OemSdr{.manufacturer = 1, .data = base::Octets(200, 7)});
    std::size_t added = 0;
    std::uint8_t outcome = 0;
    while ((outcome = code(storage, cmd::add_sdr, oem)) == 0 && added < 1000) ++added;
    EXPECT_EQ(outcome, 0xC4);
    EXPECT_EQ(added, SdrRepository::octets_for_additions / oem.size());
    EXPECT_EQ(ask(storage, cmd::get_sdr_repository_info).back() & 0x80, 0x80) << "overflow";
}

TEST_F(SdrCommands, ClearUnderAReservation) {
    EXPECT_EQ(code(storage, cmd::clear_sdr_repository, {0, 0, 'C', 'L', 'R', 0xAA}), 0xC5);
    EXPECT_EQ(code(storage, cmd::clear_sdr_repository, reserved({'C', 'L', 'S', 0xAA})), 0xCC);
    EXPECT_THAT(ask(storage, cmd::clear_sdr_repository, reserved({'C', 'L', 'R', 0xAA})), ElementsAre(0, 1));
    EXPECT_EQ(count(), 0U);
    EXPECT_EQ(code(storage, cmd::get_sdr, {0, 0, 0, 0, 0, 0xFF}), 0xCB);
}

TEST_F(SdrCommands, EnterAndLeaveUpdateMode) {
    EXPECT_EQ(code(storage, cmd::exit_sdr_update_mode), 0xD5);
    EXPECT_EQ(code(storage, cmd::enter_sdr_update_mode), 0);
    EXPECT_EQ(code(storage, cmd::enter_sdr_update_mode), 0xD1);
    EXPECT_EQ(code(storage, cmd::run_initialization_agent, {1}), 0xD1);
    EXPECT_EQ(code(storage, cmd::add_sdr, locator), 0);
    EXPECT_EQ(code(storage, cmd::exit_sdr_update_mode), 0);
    EXPECT_THAT(ask(storage, cmd::run_initialization_agent, {0}), ElementsAre(0, 1));
    EXPECT_EQ(code(storage, cmd::run_initialization_agent, {2}), 0xCC);
}

TEST_F(SdrCommands, InitialiseSensorsFromTheirRecords) {
    EXPECT_EQ(code(sensor_event, device::set_thresholds, {1, 0x08, 0, 0, 0, 25, 0, 0}), 0);
    EXPECT_EQ(code(sensor_event, device::set_hysteresis, {1, 0xFF, 7, 7}), 0);
    EXPECT_EQ(code(storage, cmd::run_initialization_agent, {1}), 0);
    EXPECT_EQ(ask(sensor_event, device::get_thresholds, {1}).at(5), 40);
    EXPECT_THAT(ask(sensor_event, device::get_hysteresis, {1, 0xFF}), ElementsAre(0, 2, 2));
}

TEST_F(SdrCommands, SetTheTime) {
    EXPECT_EQ(code(storage, cmd::set_sdr_repository_time, {0, 0, 0, 0x10}), 0);
    EXPECT_THAT(ask(storage, cmd::get_sdr_repository_time), ElementsAre(0, 0, 0, 0, 0x10));
    EXPECT_THAT(ask(storage, cmd::get_sel_time), ElementsAre(0, 0, 0, 0, 0x10)) << "there is one clock";
}

TEST_F(SdrCommands, OfADeviceWithoutDeviceSdrsAreInvalid) {
    EXPECT_EQ(code(sensor_event, device::get_device_sdr_info), 0xC1);
    EXPECT_EQ(code(sensor_event, device::get_device_sdr, {0, 0, 0, 0, 0, 0xFF}), 0xC1);
    EXPECT_EQ(code(sensor_event, device::reserve_device_sdr_repository), 0xC1);
}

TEST(DeviceSdrs, AreReadLikeTheRepository) {
    std::string text = test_chassis;
    text.insert(text.find("id = 0x21"), "device_sdrs = true\n");
    CommandBench bench{text};
    EXPECT_EQ(bench.ask(wire::netfn::app, wire::cmd::app::get_device_id).at(2) & 0x80, 0x80);
    EXPECT_THAT(bench.ask(sensor_event, device::get_device_sdr_info), ElementsAre(0, 3, 1));
    EXPECT_THAT(bench.ask(sensor_event, device::get_device_sdr_info, {1}), ElementsAre(0, 3, 1));
    EXPECT_EQ(bench.ask(sensor_event, device::get_device_sdr, {0, 0, 0, 0, 0, 0xFF}),
              bench.ask(storage, cmd::get_sdr, {0, 0, 0, 0, 0, 0xFF}));
    EXPECT_EQ(bench.ask(sensor_event, device::reserve_device_sdr_repository).size(), 3U);
    EXPECT_EQ(bench.code(sensor_event, device::get_device_sdr, {9, 9, 1, 0, 5, 4}), 0xC5);
}

constexpr auto every_kind = R"(
[[record]]
kind = "event only"
name = "BIOS"
number = 0x50
sensor_type = "system event"
entity = "system board"
[[record]]
kind = "entity association"
entity = "system chassis"
contains = ["fan/1", "fan/2"]
range = true
[[record]]
kind = "device-relative association"
entity = "system board"
contains = ["processor/96"]
[[record]]
kind = "generic device"
name = "EEPROM"
address = 0xA0
device_type = 8
entity = "system board"
[[record]]
kind = "controller"
name = "BMC"
capabilities = 0x9F
entity = "system board"
[[record]]
kind = "controller confirmation"
device_id = 0x20
guid = "00112233445566778899aabbccddeeff"
[[record]]
kind = "message channels"
channels = [0, 0, 0, 0, 0, 0, 0, 1]
[[record]]
kind = "oem"
manufacturer = 0xA2
data = "0102"
)";

TEST(RecordSection, HasEveryKind) {
    Console console(standstill, std::string{test_chassis} + every_kind);
    const auto& records = console.bmc.chassis().repository().records();
    std::vector<int> types;
    for (const base::Octets& record : records) {
        EXPECT_TRUE(wire::sdr_length_fits(record) && wire::is_known_sdr(record));
        types.push_back(record[3]);
    }
    EXPECT_THAT(types, ElementsAre(1, 1, 2, 0x03, 0x08, 0x09, 0x10, 0x12, 0x13, 0x14, 0xC0));
}

TEST(RecordSection, NamesWhatIsWrong) {
    const auto complaint = [](const std::string& record) -> std::string {
        try {
            static_cast<void>(parse_chassis(test_chassis + ("[[record]]\n" + record), "x.toml"));
            return "no complaint";
        } catch (const base::SetupError& error) {
            return error.what();
        }
    };
    EXPECT_THAT(complaint("kind = \"x\"\n"),
                testing::AllOf(HasSubstr("x.toml:"), HasSubstr("event only, entity")));
    EXPECT_THAT(complaint("kind = \"entity association\"\nentity = \"fan\"\n"), HasSubstr("one to four"));
    EXPECT_THAT(complaint("kind = \"entity association\"\nentity = \"fan\"\ncontains = [\"fan/x\"]\n"),
                HasSubstr("fan/2"));
    EXPECT_THAT(complaint("kind = \"oem\"\nmanufacturer = 1\ndata = \"\"\n"), HasSubstr("1 to 232"));
    EXPECT_THAT(complaint("kind = \"message channels\"\nchannels = [1]\n"), HasSubstr("eight"));
}

}  // namespace
}  // namespace assay::bmc
