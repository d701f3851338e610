#include "assay/query/association.hpp"

#include <gtest/gtest.h>

#include "assay/model/names.hpp"
#include "assay/query/query.hpp"
#include "disks.hpp"

namespace assay::query::test {
namespace {

using soap::Element;

constexpr auto wsmb = vocab::ns::wsmb;

cim::Instance holds(const Classes& classes, const std::string& host, const std::string& disk) {
    cim::Instance made{classes.holds};
    made.set("Antecedent", Classes::path_of("CIM_Host", host));
    made.set("Dependent", Classes::path_of("CIM_Disk", disk));
    return made;
}

std::string names_of(const std::vector<cim::ClassPtr>& classes) {
    std::string names;
    for (const cim::ClassPtr& each : classes) names += each->name() + ' ';
    return names;
}

std::string ends_of(const Association& association, const cim::Instance& instance) {
    std::string text;
    for (const cim::ObjectPath& each : association.other_ends(instance)) text += each.to_string() + ' ';
    return text;
}

/// wsmb:AssociatedInstances of the host "box", and more.
Element filter_element(std::string_view name, const std::vector<std::pair<std::string, std::string>>& fields,
                       const std::string& key = "Name") {
    Element filter{vocab::QName{wsmb, name}};
    Element& object = filter.add(Element{vocab::QName{wsmb, "Object"}});
    object.add(model::names::Address, "http://host/wsman");
    Element& parameters = object.add(Element{model::names::ReferenceParameters});
    parameters.add(model::names::ResourceURI, "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_Host");
    Element& set = parameters.add(Element{model::names::SelectorSet});
    set.add(model::names::Selector, "box").set({"", "Name"}, key);
    for (const auto& [field, value] : fields) filter.add(Element{vocab::QName{wsmb, field}}).text = value;
    return filter;
}

model::Outcome<Query> compiled(const Source& source, const Classes& classes) {
    return compile(source, {.classes = classes.store, .name_space = name_space, .class_name = "*"});
}

TEST(Association, IsLookedForInTheClassesThatCanNameTheObject) {
    const Classes classes;
    Association any{.object = Classes::path_of("CIM_Host", "box")};
    EXPECT_EQ(names_of(any.candidates(classes.store)), "CIM_Holds CIM_Link ");
    any.association_class = "CIM_Holds";
    EXPECT_EQ(names_of(any.candidates(classes.store)), "CIM_Holds ");
    any.role = "Dependent";
    EXPECT_EQ(names_of(any.candidates(classes.store)), "");
    const Association of_references{
        .references = true, .object = Classes::path_of("CIM_Disk", "sda"), .result_class = "CIM_Holds"};
    EXPECT_EQ(names_of(of_references.candidates(classes.store)), "CIM_Holds ");
}

TEST(Association, TellsTheOtherEndsInTheirRoles) {
    const Classes classes;
    const cim::Instance instance = holds(classes, "box", "sda");
    Association any{.object = Classes::path_of("CIM_Host", "box")};
    EXPECT_TRUE(any.refers(instance));
    EXPECT_EQ(ends_of(any, instance), "root/cimv2:CIM_Disk.Name=\"sda\" ");
    any.result_role = "Antecedent";
    EXPECT_EQ(ends_of(any, instance), "");
    any.result_role = "dependent";
    any.role = "antecedent";
    EXPECT_EQ(ends_of(any, instance), "root/cimv2:CIM_Disk.Name=\"sda\" ");
    EXPECT_FALSE(any.refers(holds(classes, "other", "sda")));
    EXPECT_EQ(ends_of(any, holds(classes, "other", "sda")), "");
}

TEST(Association, OfAnObjectWithItselfNamesItOnce) {
    const Classes classes;
    cim::Instance own{classes.link};
    own.set("Antecedent", Classes::path_of("CIM_Host", "box"));
    own.set("Dependent", Classes::path_of("CIM_Host", "box"));
    const Association any{.object = Classes::path_of("CIM_Host", "box")};
    EXPECT_EQ(ends_of(any, own), "root/cimv2:CIM_Host.Name=\"box\" ");
}

TEST(AssociationFilter, IsReadWithAllItsFields) {
    const Classes classes;
    const Element element = filter_element("AssociatedInstances", {{"AssociationClassName", "CIM_Holds"},
                                                                   {"Role", "Antecedent"},
                                                                   {"ResultClassName", "CIM_Disk"},
                                                                   {"ResultRole", "Dependent"},
                                                                   {"IncludeResultProperty", "Name"},
                                                                   {"IncludeResultProperty", "Nonsense"}});
    const auto query = compiled({.dialect = dialect::association, .element = &element}, classes);
    ASSERT_TRUE(query) << query.error().reason;
    ASSERT_NE(query->association(), nullptr);
    const Association& read = *query->association();
    EXPECT_FALSE(read.references);
    EXPECT_EQ(read.object, Classes::path_of("CIM_Host", "box"));
    EXPECT_EQ(read.association_class + read.role + read.result_class + read.result_role,
              "CIM_HoldsAntecedentCIM_DiskDependent");
    EXPECT_TRUE(query->projects());
    EXPECT_EQ(query->selected(*classes.disk).size(), 1U);
}

TEST(AssociationFilter, OfAssociationsHasFewerFields) {
    const Classes classes;
    Element element =
        filter_element("AssociationInstances", {{"ResultClassName", "CIM_Holds"}, {"Role", "Antecedent"}});
    const Source source{.dialect = dialect::association, .element = &element};
    ASSERT_TRUE(compiled(source, classes));
    EXPECT_TRUE(compiled(source, classes)->association()->references);
    element.add(vocab::QName{wsmb, "ResultRole"}, "x");
    EXPECT_FALSE(compiled(source, classes));
}

TEST(AssociationFilter, HasToNameExactlyOneInstance) {
    const Classes classes;
    const Element wrong_key = filter_element("AssociatedInstances", {}, "Serial");
    EXPECT_FALSE(compiled({.dialect = dialect::association, .element = &wrong_key}, classes));
    Element without = filter_element("AssociatedInstances", {});
    without.children.clear();
    EXPECT_FALSE(compiled({.dialect = dialect::association, .element = &without}, classes));
}

TEST(AssociatorsOf, SaysTheSameInWql) {
    const Classes classes;
    const auto query =
        compiled({.dialect = dialect::wql,
                  .text = "ASSOCIATORS OF {CIM_Host.Name=\"box\"} WHERE AssocClass = CIM_Holds "
                          "Role = Antecedent ResultClass = CIM_Disk ResultRole = Dependent"},
                 classes);
    ASSERT_TRUE(query) << query.error().reason;
    const Association& read = *query->association();
    EXPECT_EQ(read.object, Classes::path_of("CIM_Host", "box"));
    EXPECT_EQ(read.association_class + read.role + read.result_class + read.result_role,
              "CIM_HoldsAntecedentCIM_DiskDependent");
    EXPECT_FALSE(query->projects());
    const auto references = compiled(
        {.dialect = dialect::wql,
         .text = "references of {root/cimv2:CIM_Host.Name='box'} where resultclass = CIM_Holds KeysOnly"},
        classes);
    ASSERT_TRUE(references) << references.error().reason;
    EXPECT_TRUE(references->association()->references);
}

}  // namespace
}  // namespace assay::query::test
