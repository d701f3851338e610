#include "assay/ipmi-wire/fru.hpp"

#include <gmock/gmock.h>

#include "assay/ipmi-wire/lan_message.hpp"

namespace assay::ipmi_wire {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

FruInventory whole() {
    return {.chassis = FruChassis{.type = 0x17, .part_number = "CH-1", .serial_number = "0001", .custom = {}},
            .board = FruBoard{.manufactured = 0x123456,
                              .manufacturer = "Assay",
                              .product = "Board",
                              .serial_number = "B1",
                              .part_number = "B2",
                              .file_id = "",
                              .custom = {"more"}},
            .product = FruProduct{.manufacturer = "Assay",
                                  .name = "Server",
                                  .part_number = "P1",
                                  .version = "1.0",
                                  .serial_number = "S1",
                                  .asset_tag = "",
                                  .file_id = "",
                                  .custom = {}},
            .records = {{.type = 0xC0, .data = {1, 2, 3}}, {.type = 0xC1, .data = {4}}}};
}

TEST(Fru, IsEncodedAreaByArea) {
    const auto content = *encode(FruInventory{
        .chassis = FruChassis{.type = 0x17, .part_number = "AB", .serial_number = "", .custom = {}},
        .board = {},
        .product = {},
        .records = {}});
    EXPECT_THAT(content, ElementsAre(1, 0, 1, 0, 0, 0, 0, 0xFE,  // the header; the chassis area follows it
                                     1, 2, 0x17, 0xC2, 'A', 'B', 0xC0, 0xC1, 0, 0, 0, 0, 0, 0, 0, 0x20));
}

TEST(Fru, ThatWasEncodedHasNoDefect) {
    EXPECT_EQ(fru_defect(*encode(whole())), "");
    EXPECT_EQ(fru_defect(*encode(FruInventory{})), "");
}

TEST(Fru, HasADefectWhereverAnOctetOfItChanges) {
    const auto content = *encode(whole());
    for (std::size_t at = 0; at < content.size(); ++at) {
        auto broken = content;
        broken[at] ^= 0x40U;
        EXPECT_NE(fru_defect(broken), "") << at;
    }
}

TEST(Fru, HasADefectWhereverItIsCut) {
    const auto content = *encode(whole());
    for (std::size_t length = 0; length < content.size(); ++length) {
        EXPECT_NE(fru_defect(OctetView{content}.first(length)), "") << length;
    }
}

TEST(Fru, SaysWhatIsWrong) {
    auto content = *encode(whole());
    content.back() ^= 1U;
    EXPECT_THAT(fru_defect(content), HasSubstr("multi-record area: the checksum of a record is wrong"));
    content[8] ^= 1U;
    EXPECT_THAT(fru_defect(content), HasSubstr("chassis area: its format version"));
}

TEST(Fru, ThatIsTooLongForItsLengthsIsNotEncoded) {
    auto inventory = whole();
    inventory.chassis->custom.assign(40, std::string(longest_fru_text, 'x'));
    EXPECT_FALSE(encode(inventory));
}

}  // namespace
}  // namespace assay::ipmi_wire
