#include <gtest/gtest.h>

#include "assay/cim/class_store.hpp"
#include "assay/cim/instance.hpp"

namespace assay::cim {
namespace {

Property property(std::string name, Type type, bool key = false) {
    Property made;
    made.name = std::move(name);
    made.type = type;
    made.key = key;
    return made;
}

ClassPtr element() {
    return std::make_shared<const Class>(
        ClassDraft{.name_space = "root/cimv2",
                   .name = "CIM_Element",
                   .uri = "http://x/CIM_Element",
                   .properties = {property("Name", Type::string, true), property("Caption", Type::string)}});
}

ClassPtr fan(ClassPtr super) {
    Property caption = property("caption", Type::string);
    caption.max_length = 5;
    return std::make_shared<const Class>(
        ClassDraft{.name_space = "root/cimv2",
                   .name = "CIM_Fan",
                   .uri = "http://x/CIM_Fan",
                   .super = std::move(super),
                   .properties = {property("Speed", Type::uint16), caption}});
}

TEST(Class, HasItsInheritedPropertiesInOrderOfName) {
    const ClassPtr made = fan(element());
    std::string names;
    for (const Property& each : made->properties()) names += each.name + '/' + each.origin + ' ';
    EXPECT_EQ(names, "Name/CIM_Element Speed/CIM_Fan caption/CIM_Fan ");
    ASSERT_EQ(made->keys().size(), 1U);
    EXPECT_EQ(made->properties()[made->keys()[0]].name, "Name");
}

TEST(Class, FindsNamesWithoutRegardToCase) {
    const ClassPtr made = fan(element());
    EXPECT_EQ(made->property("SPEED")->type, Type::uint16);
    EXPECT_EQ(made->property("Caption")->max_length, 5U);
    EXPECT_EQ(made->property("Spee"), nullptr);
    EXPECT_TRUE(made->is_a("cim_element"));
    EXPECT_FALSE(made->is_a("CIM_Sensor"));
}

TEST(ClassStore, KnowsAFamilyWithTheClassFirst) {
    ClassStore store;
    const ClassPtr top = element();
    store.add(top);
    store.add(fan(top));
    EXPECT_EQ(store.find("ROOT/CIMV2", "cim_fan")->super(), top);
    EXPECT_EQ(store.find("root/other", "CIM_Fan"), nullptr);
    const auto family = store.family(top);
    ASSERT_EQ(family.size(), 2U);
    EXPECT_EQ(family.front(), top);
    EXPECT_EQ(store.classes("root/cimv2").size(), 2U);
    EXPECT_FALSE(store.has_namespace("root/hardware"));
}

TEST(Instance, HasAPathOfItsKeys) {
    Instance made{fan(element())};
    made.set("name", "fan1");
    made.set("Speed", 1200);
    EXPECT_EQ(made.path().to_string(), R"(root/cimv2:CIM_Fan.Name="fan1")");
    EXPECT_NE(made.find("Speed")->get<std::uint64_t>(), nullptr)
        << "a literal is taken in the property's sign";
    EXPECT_EQ(made.find("Colour"), nullptr);
}

TEST(Instance, TakesOnlyValuesThatFit) {
    const ClassPtr made = fan(element());
    EXPECT_TRUE(fits(*made->property("Speed"), 65535));
    EXPECT_FALSE(fits(*made->property("Speed"), 65536));
    EXPECT_FALSE(fits(*made->property("Speed"), -1));
    EXPECT_FALSE(fits(*made->property("Speed"), "fast"));
    EXPECT_FALSE(fits(*made->property("Speed"), Value::Array{1}));
    EXPECT_TRUE(fits(*made->property("Caption"), "éééää"));
    EXPECT_FALSE(fits(*made->property("Caption"), "éééääx"));
}

}  // namespace
}  // namespace assay::cim
