#include <gtest/gtest.h>

#include "assay/query/query.hpp"
#include "disks.hpp"

namespace assay::query::test {
namespace {

std::vector<std::string> selected(const std::string& text, const cim::ClassPtr& of, const Classes& classes) {
    const auto query = compile({.dialect = dialect::wql, .text = text},
                               {.classes = classes.store, .name_space = name_space, .class_name = "*"});
    EXPECT_TRUE(query) << query.error().reason;
    std::vector<std::string> names;
    for (const std::size_t index : query->selected(*of)) names.push_back(of->properties()[index].name);
    return names;
}

using Names = std::vector<std::string>;

TEST(Projection, GivesTheListedPropertiesInTheOrderOfTheClass) {
    const Classes classes;
    EXPECT_EQ(selected("SELECT size, NAME FROM CIM_Disk", classes.disk, classes), (Names{"Name", "Size"}));
    EXPECT_EQ(selected("SELECT Name FROM CIM_Disk", classes.solid, classes), (Names{"Name"}));
}

TEST(Projection, GivesTheEmbeddingPropertyOfAnEmbeddedOne) {
    const Classes classes;
    EXPECT_EQ(selected("SELECT Config.Mode, Tags[0] FROM CIM_Disk", classes.disk, classes),
              (Names{"Config", "Tags"}));
}

TEST(Projection, GivesNothingForWhatIsSaidOfTheInstance) {
    const Classes classes;
    EXPECT_EQ(selected("SELECT __PATH, Name FROM CIM_Disk", classes.disk, classes), (Names{"Name"}));
}

TEST(Projection, OfEverythingIsNone) {
    const Classes classes;
    const auto query = compile({.dialect = dialect::wql, .text = "SELECT * FROM CIM_Disk"},
                               {.classes = classes.store, .name_space = name_space, .class_name = "*"});
    EXPECT_FALSE(query->projects());
    EXPECT_EQ(query->selected(*classes.solid).size(), classes.solid->properties().size());
}

}  // namespace
}  // namespace assay::query::test
