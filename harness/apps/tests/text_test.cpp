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
    EXPECT_EQ(printable("a\x1b[31mb\r\nc\x7f"), "a\\x1b[31mb  c\\x7f");
    EXPECT_EQ(printable("0123456789", 4), "0123 …");
}

}  // namespace
}  // namespace assay::apps
