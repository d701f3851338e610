#include "assay/reports/visible_text.hpp"

#include <gtest/gtest.h>

#include "assay/base/text.hpp"

namespace assay::reports {
namespace {

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

TEST(CharacterStart, FindsTheLeadOfACharacter) {
    const std::string_view text = "a風\xff\xbf";
    EXPECT_EQ(character_start(text, 2), 1U);
    EXPECT_EQ(character_start(text, 3), 1U);
    EXPECT_EQ(character_start(text, 4), 4U);
    EXPECT_EQ(character_start(text, 5), 5U) << "no character here begins earlier";
    EXPECT_EQ(character_start(text, 99), text.size());
}

}  // namespace
}  // namespace assay::reports
