#include "../src/text.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "assay/base/text.hpp"

namespace assay::reports {
namespace {

using namespace std::chrono_literals;

TEST(ClippedText, SaysHowMuchWasCutAndKeepsCharactersWhole) {
    EXPECT_EQ(clipped("abc", 3), "abc");
    EXPECT_EQ(clipped("aüüb", 2), "a … (5 octets cut)");
    EXPECT_EQ(clipped("abcd", 3), "abc … (1 octet cut)");
}

TEST(ShownNumbers, GroupDigitsAndAgreeWithTheirNoun) {
    EXPECT_EQ(to_text(std::size_t{999}), "999");
    EXPECT_EQ(to_text(std::size_t{1204}), "1,204");
    EXPECT_EQ(to_text(std::size_t{12345678}), "12,345,678");
    EXPECT_EQ(counted(1, "finding"), "1 finding");
    EXPECT_EQ(counted(0, "finding"), "0 findings");
}

TEST(ShownTimes, HaveTheUnitThatReadsBest) {
    EXPECT_EQ(to_text(record::RunTime{420us}), "0.42 ms");
    EXPECT_EQ(to_text(record::RunTime{318ms}), "318 ms");
    EXPECT_EQ(to_text(record::RunTime{3210ms}), "3.2 s");
    EXPECT_EQ(to_text(record::RunTime{134s}), "2 min 14 s");
    EXPECT_EQ(to_text(record::RunTime{2h + 5min}), "2 h 5 min");
}

TEST(ShellWord, IsQuotedWhenItHasToBe) {
    EXPECT_EQ(shell_word("transfer.get.existing"), "transfer.get.existing");
    EXPECT_EQ(shell_word(""), "''");
    EXPECT_EQ(shell_word("a b;$(rm)"), "'a b;$(rm)'");
    EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
}

}  // namespace
}  // namespace assay::reports
