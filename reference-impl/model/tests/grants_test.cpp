#include "assay/model/grants.hpp"

#include <gtest/gtest.h>

namespace assay::model {
namespace {

TEST(Grants, TheLongestPrefixThatFitsDecidesAlone) {
    const Grants grants{{{.prefix = "urn:a/", .read = true, .write = true, .execute = true},
                         {.prefix = "urn:a/secret"},
                         {.prefix = "urn:a/secret/log", .read = true}}};
    EXPECT_TRUE(grants.allow(Right::read, "urn:a/x"));
    EXPECT_TRUE(grants.allow(Right::write, "urn:a/x"));
    EXPECT_TRUE(grants.allow(Right::execute, "urn:a/x"));
    EXPECT_FALSE(grants.allow(Right::read, "urn:a/secrets"));
    EXPECT_TRUE(grants.allow(Right::read, "urn:a/secret/log"));
    EXPECT_FALSE(grants.allow(Right::write, "urn:a/secret/log"));
}

TEST(Grants, CloseWhatNoPrefixFits) {
    EXPECT_FALSE(Grants{{}}.allow(Right::read, "urn:a"));
    const Grants grants{{{.prefix = "urn:a", .read = true}}};
    EXPECT_FALSE(grants.allow(Right::read, "urn:"));
    EXPECT_FALSE(grants.allow(Right::read, ""));
    EXPECT_FALSE(grants.allow(Right::read, "urn:b"));
}

TEST(Grants, ACloserPrefixIsNotEscapedByItsCase) {
    const Grants grants{{{.prefix = "", .read = true}, {.prefix = "urn:CIM_Log"}}};
    EXPECT_TRUE(grants.allow(Right::read, "urn:CIM_Lo"));
    EXPECT_FALSE(grants.allow(Right::read, "urn:cim_LOG"));
}

TEST(Grants, CanBeNarrowed) {
    const Grants grants = Grants{{{.prefix = "", .read = true}}}.within("urn:a");
    EXPECT_TRUE(grants.allow(Right::read, "urn:a/b"));
    EXPECT_FALSE(grants.allow(Right::read, "urn:b"));
    EXPECT_FALSE(grants.allow(Right::write, "urn:a/b"));
}

}  // namespace
}  // namespace assay::model
