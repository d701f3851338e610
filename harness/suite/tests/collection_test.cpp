#include "assay/suite/collection.hpp"

#include <gmock/gmock.h>

#include "assay/base/temporary_folder.hpp"
#include "complaint.hpp"

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

TEST(Collection, RefusesAnIdThatIsUsedInTwoFiles) {
    const base::TemporaryFolder folder;
    folder.write("a.lua", a_case("same"));
    folder.write("b.lua", "\n" + a_case("same"));
    EXPECT_THAT(
        complaint_of([&] { (void)read_suites(folder.path(), rules); }),
        testing::AllOf(HasSubstr("b.lua:2: case 'same' is registered in"), HasSubstr("a.lua:1 already")));
}

}  // namespace
}  // namespace assay::suite
