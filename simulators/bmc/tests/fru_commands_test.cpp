// FRU inventory device commands (IPMI 2.0 §34) and the [[fru]] of a chassis file.
#include "assay/base/setup_error.hpp"
#include "assay/ipmi-wire/fru.hpp"
#include "command_bench.hpp"

namespace assay::bmc {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;
namespace cmd = wire::cmd::storage;
constexpr auto storage = wire::netfn::storage;

constexpr auto two_frus = R"(
[[fru]]
id = 0
size = 300
chassis = { type = 0x17, part_number = "CH-1", serial_number = "0001" }
board = { manufactured = 2020-01-02T03:04:00Z, manufacturer = "Assay", product = "Board", custom = ["more"] }
product = { manufacturer = "Assay", name = "Server", version = "1.0" }
[[fru.record]]
type = 0xC0
data = "01 02 03"

[[fru]]
id = 3
name = "PSU1"
entity = "power supply"
access = "words"
size = 64
product = { manufacturer = "Assay", name = "Supply" }

[[fru]]
id = 4
read_only = true
)";

std::string chassis_with(const std::string& frus) { return std::string{test_chassis} + frus; }

std::string complaint(const std::string& fru) {
    try {
        static_cast<void>(parse_chassis(chassis_with(fru), "x.toml"));
        return "no complaint";
    } catch (const base::SetupError& error) {
        return error.what();
    }
}

class FruCommands : public testing::Test, public CommandBench {
protected:
    FruCommands() : CommandBench{chassis_with(two_frus)} {}
};

TEST_F(FruCommands, CheckLengthAndPrivilege) {
    expect_lengths(storage, cmd::get_fru_inventory_area_info, 1, 1);
    expect_lengths(storage, cmd::read_fru_data, 4, 4);
    expect_lengths(storage, cmd::write_fru_data, 4, 40);
    expect_privilege(storage, cmd::write_fru_data, 4, 3);
}

TEST_F(FruCommands, TellSizeAndAccess) {
    EXPECT_THAT(ask(storage, cmd::get_fru_inventory_area_info, {0}), ElementsAre(0, 0x2C, 0x01, 0));
    EXPECT_THAT(ask(storage, cmd::get_fru_inventory_area_info, {3}), ElementsAre(0, 64, 0, 1));
    EXPECT_EQ(code(storage, cmd::get_fru_inventory_area_info, {1}), 0xCB);
}

TEST_F(FruCommands, ReadWhatTheChassisFileSays) {
    base::Octets content;
    while (content.size() < 300) {
        const auto reply = ask(storage, cmd::read_fru_data,
                               {0, static_cast<base::Octet>(content.size() & 0xFF),
                                static_cast<base::Octet>(content.size() >> 8), 64});
        ASSERT_EQ(reply.at(0), 0);
        ASSERT_EQ(reply.at(1), reply.size() - 2);
        content.insert(content.end(), reply.begin() + 2, reply.end());
    }
    EXPECT_EQ(content.size(), 300U);
    EXPECT_EQ(wire::fru_defect(content), "");
}

TEST_F(FruCommands, ReadByWordsWhereTheDeviceCountsSo) {
    const auto by_words = ask(storage, cmd::read_fru_data, {3, 1, 0, 3});
    ASSERT_EQ(by_words.size(), 2U + 6U);
    EXPECT_EQ(by_words[1], 3);
    const auto header = ask(storage, cmd::read_fru_data, {3, 0, 0, 4});
    EXPECT_TRUE(std::equal(by_words.begin() + 2, by_words.end(), header.begin() + 4));
    EXPECT_EQ(code(storage, cmd::write_fru_data, {3, 0, 0, 1}), 0xC7) << "half a word";
    EXPECT_THAT(ask(storage, cmd::write_fru_data, {3, 31, 0, 7, 8}), ElementsAre(0, 1));
    EXPECT_THAT(ask(storage, cmd::read_fru_data, {3, 31, 0, 9}), ElementsAre(0, 1, 7, 8))
        << "the end of the device";
}

TEST_F(FruCommands, WriteWithinTheDeviceOnly) {
    EXPECT_THAT(ask(storage, cmd::write_fru_data, {0, 0x2A, 1, 5, 6}), ElementsAre(0, 2));
    EXPECT_THAT(ask(storage, cmd::read_fru_data, {0, 0x2A, 1, 2}), ElementsAre(0, 2, 5, 6));
    EXPECT_EQ(code(storage, cmd::write_fru_data, {0, 0x2B, 1, 5, 6}), 0xC9);
    EXPECT_EQ(code(storage, cmd::write_fru_data, {1, 0, 0, 5}), 0xCB);
    EXPECT_EQ(code(storage, cmd::write_fru_data, {4, 0, 0, 5}), 0x80) << "write-protected";
    EXPECT_EQ(code(storage, cmd::read_fru_data, {0, 0x2C, 1, 1}), 0xC9);
    EXPECT_EQ(code(storage, cmd::read_fru_data, {0, 0, 0, 0}), 0xCC);
    EXPECT_EQ(code(storage, cmd::read_fru_data, {0, 0, 0, 0xFF}), 0xCA);
    EXPECT_EQ(code(storage, cmd::read_fru_data, {9, 0, 0, 1}), 0xCB);
}

TEST_F(FruCommands, LeaveTheModelAsItWas) {
    const auto before = *console.model.frus[0].content;
    EXPECT_EQ(code(storage, cmd::write_fru_data, {0, 0, 0, 0xFF}), 0);
    EXPECT_EQ(*console.model.frus[0].content, before) << "another BMC of this model has its own content";
}

TEST_F(FruCommands, AreTakenWhole) {
    EXPECT_EQ(ask(wire::netfn::app, wire::cmd::app::get_device_id).at(6) & 0x08, 0x08);
}

TEST(FruSection, IsRefusedByLineWhereItIsBroken) {
    EXPECT_THAT(complaint("[[fru]]\nid = 0\ndata = \"0100000000000000\"\n"),
                testing::AllOf(HasSubstr("x.toml:"), HasSubstr("checksum of the common header")));
    EXPECT_THAT(complaint("[[fru]]\nid = 0\ndata = \"0g\"\n"), HasSubstr("hexadecimal"));
    EXPECT_THAT(complaint("[[fru]]\nid = 0\nproduct = { name = \"x\" }\n"), HasSubstr("2 to 63 characters"));
    EXPECT_THAT(complaint("[[fru]]\nid = 0\nsize = 8\nproduct = { name = \"xy\" }\n"),
                HasSubstr("at least the"));
    EXPECT_THAT(complaint("[[fru]]\nid = 0\n[[fru]]\nid = 0\n"), HasSubstr("no other fru"));
    EXPECT_THAT(complaint("[[fru]]\nid = 0\naccess = \"bits\"\n"), HasSubstr("octets, words"));
    EXPECT_THAT(complaint("[[fru]]\nid = 0\naccess = \"words\"\nsize = 301\n"), HasSubstr("even"));
    EXPECT_THAT(complaint("[[fru]]\nid = 0\nboard = { manufactured = 1995-01-01T00:00:00Z }\n"),
                HasSubstr("1996"));
    EXPECT_THAT(complaint("[[fru]]\nid = 0\n[[fru.record]]\ntype = 300\n"), HasSubstr("255"));
    EXPECT_THAT(complaint("[[fru]]\nid = 0\nchassis = { colour = 1 }\n"), HasSubstr("unknown key 'colour'"));
}

}  // namespace
}  // namespace assay::bmc
