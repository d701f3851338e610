#include "assay/base/uuid.hpp"

#include <regex>

#include <gtest/gtest.h>

namespace assay::base {
namespace {

bool has_shape(const std::string& uuid, char version) {
    return std::regex_match(uuid, std::regex{std::string{"[0-9a-f]{8}-[0-9a-f]{4}-"} + version +
                                             "[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"});
}

TEST(Uuid, RandomOnesAreVersion4AndDiffer) {
    const std::string one = random_uuid();
    EXPECT_TRUE(has_shape(one, '4')) << one;
    EXPECT_NE(one, random_uuid());
}

TEST(Uuid, DerivedOnesAreVersion8AndDependOnTheNameOnly) {
    const std::string one = uuid_from_name("case 1");
    EXPECT_TRUE(has_shape(one, '8')) << one;
    EXPECT_EQ(one, uuid_from_name("case 1"));
    EXPECT_NE(one, uuid_from_name("case 2"));
}

}  // namespace
}  // namespace assay::base
