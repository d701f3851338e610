#include "assay/capture/key_log.hpp"

#include <gmock/gmock.h>

#include "assay/base/setup_error.hpp"

namespace assay::capture {
namespace {

TEST(KeyLog, FindsASecretByLabelAndRandom) {
    KeyLog keys;
    keys.add("# a comment\r\n\nCLIENT_RANDOM 0a0B ffee\nNEW_LABEL 0a0b 11", "keys");
    const base::Octets random{0x0A, 0x0B};
    ASSERT_NE(keys.find("CLIENT_RANDOM", random), nullptr);
    EXPECT_EQ(base::to_hex(*keys.find("CLIENT_RANDOM", random)), "ffee");
    EXPECT_EQ(keys.find("CLIENT_RANDOM", base::Octets{1}), nullptr);
    EXPECT_EQ(keys.find("OTHER", random), nullptr);
}

TEST(KeyLog, RefusesALineThatIsNoneWithoutRepeatingIt) {
    for (const char* line :
         {"CLIENT_RANDOM s3cret", "CLIENT_RANDOM 00 s3cret", "CLIENT_RANDOM 00 11 s3cret"}) {
        KeyLog keys;
        try {
            keys.add(std::string{"# first\n"} + line, "keys.txt");
            FAIL() << line;
        } catch (const base::SetupError& error) {
            EXPECT_THAT(error.what(), testing::HasSubstr("keys.txt:2"));
            EXPECT_THAT(error.what(), testing::Not(testing::HasSubstr("s3cret")));
        }
    }
}

}  // namespace
}  // namespace assay::capture
