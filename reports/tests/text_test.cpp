#include "../src/text.hpp"

#include <gtest/gtest.h>

#include <chrono>

#include "assay/base/text.hpp"

namespace assay::reports {
namespace {

using namespace std::chrono_literals;

TEST(VisibleText, LeavesTextOfAnyLanguageAlone) {
    EXPECT_EQ(visible("Lüfter 風扇 😀\n\tok"), "Lüfter 風扇 😀\n\tok");
    EXPECT_TRUE(is_plain("Lüfter 風扇 😀\n\tok"));
}

TEST(VisibleText, ShowsOctetsThatAreNotUtf8InHexadecimal) {
    EXPECT_EQ(visible("a\xff\xfe"
                      "b"),
              "a⟨FF⟩⟨FE⟩b");
    EXPECT_EQ(visible("\xc0\xaf"), "⟨C0⟩⟨AF⟩") << "an overlong form";
    EXPECT_EQ(visible("\xed\xa0\x80"), "⟨ED⟩⟨A0⟩⟨80⟩") << "a surrogate";
    EXPECT_EQ(visible("\xe2\x82"), "⟨E2⟩⟨82⟩") << "cut within a character";
}

TEST(VisibleText, ShowsControlCharactersInHexadecimal) {
    EXPECT_EQ(visible(std::string_view{"\0\x1b[31m\r\x7f", 8}), "⟨00⟩⟨1B⟩[31m⟨0D⟩⟨7F⟩");
    EXPECT_EQ(visible("\xc2\x9b"), "⟨U+009B⟩") << "the C1 control sequence introducer";
}

TEST(VisibleText, ShowsWhatHidesOrReordersText) {
    EXPECT_EQ(visible("\u202Etxt.exe"), "⟨U+202E⟩txt.exe");
    EXPECT_EQ(visible("a\u200Bb\uFEFF"), "a⟨U+200B⟩b⟨U+FEFF⟩");
    EXPECT_FALSE(is_plain("a\u2066b"));
}

TEST(VisibleText, IsAlwaysUtf8) {
    std::string octets;
    for (int high = 0; high < 256; ++high)
        for (int low = 0; low < 256; low += 3)
            octets += {static_cast<char>(high), static_cast<char>(low), '\xbf'};
    EXPECT_TRUE(base::is_utf8(visible(octets)));
}

TEST(ClippedText, SaysHowMuchWasCutAndKeepsCharactersWhole) {
    EXPECT_EQ(clipped("abc", 3), "abc");
    EXPECT_EQ(clipped("aüüb", 2), "a … (5 octets cut)");
    EXPECT_EQ(clipped("abcd", 3), "abc … (1 octet cut)");
}

TEST(CharacterStart, FindsTheLeadOfACharacter) {
    const std::string_view text = "a風\xff\xbf";
    EXPECT_EQ(character_start(text, 2), 1U);
    EXPECT_EQ(character_start(text, 3), 1U);
    EXPECT_EQ(character_start(text, 4), 4U);
    EXPECT_EQ(character_start(text, 5), 5U) << "no character here begins earlier";
    EXPECT_EQ(character_start(text, 99), text.size());
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
