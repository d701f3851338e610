#include "text.hpp"

#include <gmock/gmock.h>

namespace assay::apps {
namespace {

TEST(Text, IsBrokenAtSpacesIntoLinesThatFit) {
    const std::string words =
        "word word word word word word word word word word word word word word word word";
    EXPECT_EQ(wrapped(words, 4),
              "    word word word word word word word word word word word word word word word\n    word\n");
    EXPECT_EQ(wrapped("  two  words ", 0), "two words\n");
    EXPECT_EQ(wrapped("", 2), "  \n");
}

TEST(Text, KeepsAWordThatIsLongerThanALineWhole) {
    const std::string longest(100, 'x');
    EXPECT_EQ(wrapped("a " + longest + " b", 2), "  a\n  " + longest + "\n  b\n");
}

TEST(Text, OfAPeerCannotCommandTheTerminal) {
    EXPECT_EQ(printable("a\x1b[31mb\r\nc\x7f"), "a⟨1B⟩[31mb  c⟨7F⟩");
    EXPECT_EQ(printable("a\xc2\x9b"
                        "31mb"),
              "a⟨U+009B⟩31mb");
    EXPECT_EQ(printable("0123456789", 4), "0123 …");
}

TEST(Text, OfAPeerIsPrintedAsUtf8WhateverItIs) {
    EXPECT_EQ(printable("\xfc\xac ü"), "⟨FC⟩⟨AC⟩ ü");
    EXPECT_EQ(printable("aüü", 2), "a …");
}

}  // namespace
}  // namespace assay::apps
