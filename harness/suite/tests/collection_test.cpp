#include "assay/suite/collection.hpp"

#include <gmock/gmock.h>

#include "assay/base/temporary_folder.hpp"

namespace assay::suite {
namespace {

using testing::HasSubstr;

const record::Rules rules{{"a.rule", {}}};

std::string a_case(const std::string& id) {
    return "case{ id = '" + id + "', title = 'T', proves = 'a.rule', run = function(t) end }\n";
}

TEST(Collection, ReadsSuitesInTheOrderOfTheirNames) {
    const base::TemporaryFolder folder;
    folder.write("transfer/get.lua", a_case("get.second") + a_case("get.first"));
    folder.write("identify.lua", a_case("identify.answers"));
    folder.write("lib/items.lua", "return {}");
    folder.write("load/steady.lua", "return { rate = 5 }");
    const Collection collection = read_suites(folder.path(), rules);
    std::vector<std::string> ids;
    for (const auto& definition : collection.cases) ids.push_back(definition.id);
    EXPECT_THAT(ids, testing::ElementsAre("identify.answers", "get.second", "get.first"));
    EXPECT_EQ(collection.cases[1].file, "transfer/get.lua");
    EXPECT_TRUE(collection.library.texts.contains("lib/items.lua"));
}

TEST(Collection, LeavesOutACaseWhoseIdIsTakenAndNamesBothPlaces) {
    const base::TemporaryFolder folder;
    folder.write("a.lua", a_case("same"));
    folder.write("b.lua", "\n" + a_case("same") + a_case("other"));
    const Collection collection = read_suites(folder.path(), rules);
    ASSERT_EQ(collection.cases.size(), 2U);
    EXPECT_EQ(collection.cases[0].file, "a.lua");
    EXPECT_EQ(collection.cases[1].id, "other");
    ASSERT_EQ(collection.troubles.size(), 1U);
    EXPECT_EQ(collection.troubles[0].id, "suite.b.lua:2");
    EXPECT_THAT(collection.troubles[0].reason,
                HasSubstr("suites/b.lua:2: case 'same' is registered in suites/a.lua:1 already"));
}

TEST(Collection, LeavesOutAFileThatDoesNotLoad) {
    const base::TemporaryFolder folder;
    folder.write("a.lua", "\nthis is no Lua");
    folder.write("b.lua", a_case("fine"));
    folder.write("c.lua", a_case("lost") + "case{ id = 'x', title = 'X', proves = 'no.rule', run = print }");
    const Collection collection = read_suites(folder.path(), rules);
    ASSERT_EQ(collection.cases.size(), 1U);
    ASSERT_EQ(collection.troubles.size(), 2U);
    EXPECT_THAT(collection.troubles[0].reason, HasSubstr("suites/a.lua:2: syntax error"));
    EXPECT_THAT(collection.troubles[1].reason, HasSubstr("suites/c.lua:2: case 'x' proves 'no.rule'"));
}

}  // namespace
}  // namespace assay::suite
