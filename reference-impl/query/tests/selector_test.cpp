#include <gtest/gtest.h>

#include "assay/model/names.hpp"
#include "assay/query/query.hpp"
#include "disks.hpp"

namespace assay::query::test {
namespace {

soap::Element set_of(const std::vector<std::pair<std::string, std::string>>& selectors) {
    soap::Element set{model::names::SelectorSet};
    for (const auto& [name, value] : selectors) {
        set.add(model::names::Selector, value).set({"", "Name"}, name);
    }
    return set;
}

model::Outcome<Query> compiled(const soap::Element& set, const Classes& classes, bool ignores_case = false) {
    return compile({.dialect = dialect::selector, .element = &set}, {.classes = classes.store,
                                                                     .name_space = name_space,
                                                                     .class_name = "CIM_Disk",
                                                                     .ignores_case = ignores_case});
}

TEST(SelectorFilter, AsksForTypedEquality) {
    const Classes classes;
    EXPECT_TRUE(compiled(set_of({{"name", "sda"}, {"Size", "+500"}, {"Online", "1"}}), classes)
                    ->matches(classes.sda()));
    EXPECT_FALSE(compiled(set_of({{"Name", "sda"}, {"Size", "501"}}), classes)->matches(classes.sda()));
    EXPECT_FALSE(compiled(set_of({{"Note", "x"}}), classes)->matches(classes.sda()));
    EXPECT_FALSE(compiled(set_of({}), classes));
}

TEST(SelectorFilter, MindsTheCaseOfValuesOrNot) {
    const Classes classes;
    EXPECT_FALSE(compiled(set_of({{"Name", "SDA"}}), classes)->matches(classes.sda()));
    EXPECT_TRUE(compiled(set_of({{"Name", "SDA"}}), classes, true)->matches(classes.sda()));
}

TEST(SelectorFilter, RefusesWhatItCannotCompare) {
    const Classes classes;
    for (const auto& [name, value] :
         std::vector<std::pair<std::string, std::string>>{{"Tags", "fast"},
                                                          {"Installed", "20240229120000.000000+060"},
                                                          {"Owner", "x"},
                                                          {"Config", "x"},
                                                          {"Nothing", "x"},
                                                          {"Size", "many"},
                                                          {"Free", "300"},
                                                          {"Online", "maybe"}}) {
        const auto query = compiled(set_of({{name, value}}), classes);
        ASSERT_FALSE(query) << name;
        EXPECT_EQ(query.error().subcode->local, "CannotProcessFilter") << name;
    }
    EXPECT_FALSE(compiled(set_of({{"Name", "a"}, {"Name", "b"}}), classes));
    EXPECT_FALSE(compiled(soap::Element{{"urn:x", "Other"}}, classes));
}

}  // namespace
}  // namespace assay::query::test
