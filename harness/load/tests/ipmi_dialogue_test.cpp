#include "assay/load/ipmi_dialogue.hpp"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace assay::load {
namespace {

using testing::ElementsAre;

/// One user of a program with these flows and a table of sensors.
class Played {
public:
    explicit Played(std::vector<Flow> mix)
        : program_{.file = "f",
                   .tables = {{"sensors", {"number"}, {{"1"}, {"0x2A"}, {"FEh"}}}},
                   .slots = {"context", "unique", "reservation"},
                   .mix = std::move(mix)},
          play_{program_, prepare(program_.mix, names), std::vector<std::string>(3)},
          dialogue{play_, 1, 0} {}

    std::vector<std::string> names{"scenario"};

private:
    Program program_;
    ProgramPlay play_;

public:
    IpmiDialogue dialogue;
};

Step step(std::string name, BmcCommand command) {
    return {.name = std::move(name), .action = {}, .bmc = std::move(command)};
}

TEST(IpmiDialogue, SaysTheOctetOfARow) {
    Played played{
        {{"read", 1, {step("Read", {.netfn = 4, .number = 0x2D, .lun = 1, .data = {Field{0, 0}}})}}}};
    std::set<base::Octet> seen;
    for (int i = 0; i < 3; ++i) {
        played.dialogue.begin();
        const IpmiCommand* command = played.dialogue.next();
        ASSERT_NE(command, nullptr);
        EXPECT_EQ(command->netfn, 4);
        EXPECT_EQ(command->number, 0x2D);
        EXPECT_EQ(command->lun, 1);
        ASSERT_EQ(command->data.size(), 1U);
        seen.insert(command->data[0]);
        EXPECT_EQ(played.dialogue.on_answer(base::Octets{0, 17}), std::nullopt);
        EXPECT_EQ(played.dialogue.next(), nullptr);
    }
    EXPECT_THAT(seen, ElementsAre(1, 0x2A, 0xFE));
}

std::vector<Flow> event_log() {
    return {{"first event",
             1,
             {step("Reserve", {.netfn = 10, .number = 0x42, .captures = {{2, 2, 3}}}),
              step("Read", {.netfn = 10, .number = 0x43, .data = {Captured{2}, std::string("\0\xFF", 2)}})}},
            {"never", 0, {step("Never", {})}}};
}

TEST(IpmiDialogue, TakesOctetsOfOneAnswerIntoTheNextCommand) {
    Played played{event_log()};
    EXPECT_THAT(played.names, ElementsAre("scenario", "first event", "never", "Reserve", "Read", "Never"));
    played.dialogue.begin();
    EXPECT_EQ(played.dialogue.flow(), 1U);
    EXPECT_TRUE(played.dialogue.next()->data.empty());
    EXPECT_EQ(played.dialogue.message(), 3U);
    EXPECT_EQ(played.dialogue.on_answer(base::Octets{0, 0xAB, 0xCD}), std::nullopt);
    EXPECT_THAT(played.dialogue.next()->data, ElementsAre(0xAB, 0xCD, 0, 0xFF));
    EXPECT_EQ(played.dialogue.message(), 4U);
}

TEST(IpmiDialogue, NoticesThatAnAnswerIsTooShortForWhatItHasToGive) {
    Played played{event_log()};
    played.dialogue.begin();
    ASSERT_NE(played.dialogue.next(), nullptr);
    EXPECT_EQ(played.dialogue.on_answer(base::Octets{0, 0xAB}), ErrorKind::not_captured);
}

TEST(Octet, IsReadAsProgramsAndSpecificationsWriteIt) {
    EXPECT_EQ(parse_octet("255"), 255);
    EXPECT_EQ(parse_octet("0x0c"), 12);
    EXPECT_EQ(parse_octet("0Ch"), 12);
    for (const char* wrong : {"", "256", "-1", "0x", "h", "12 ", "1.5", "0x100", "&amp;"})
        EXPECT_EQ(parse_octet(wrong), std::nullopt) << wrong;
}

}  // namespace
}  // namespace assay::load
