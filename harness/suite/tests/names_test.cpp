#include "assay/suite/names.hpp"

#include <gmock/gmock.h>

namespace assay::suite {
namespace {

TEST(Glob, MatchesWholeNames) {
    EXPECT_TRUE(matches("selectors.unknown-name", "selectors.unknown-name"));
    EXPECT_FALSE(matches("selectors", "selectors.unknown-name"));
    EXPECT_TRUE(matches("selectors.*", "selectors.unknown-name"));
    EXPECT_TRUE(matches("*unknown*", "selectors.unknown-name"));
    EXPECT_TRUE(matches("?electors.*e", "selectors.unknown-name"));
    EXPECT_FALSE(matches("?", ""));
    EXPECT_TRUE(matches("*", ""));
    EXPECT_TRUE(matches("a*b*c", "a-b-b-c"));
}

TEST(NearMisses, PutTheNearestFirst) {
    const std::vector<std::string> known{"transfer.get", "transfer.put", "identify.answers"};
    EXPECT_THAT(near_misses("transfer.gett", known), testing::ElementsAre("transfer.get", "transfer.put"));
    EXPECT_THAT(near_misses("identify", known), testing::ElementsAre("identify.answers"));
    EXPECT_THAT(near_misses("zzz", known), testing::IsEmpty());
}

}  // namespace
}  // namespace assay::suite
