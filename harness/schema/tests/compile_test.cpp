#include "assay/schema/compile.hpp"

#include <gmock/gmock.h>

#include "assay/mof/parse.hpp"

namespace assay::schema {
namespace {

constexpr const char* qualifiers = R"(
Qualifier Key : boolean = false, Scope(property, reference), Flavor(DisableOverride, ToSubclass);
Qualifier Abstract : boolean = false, Scope(class), Flavor(Restricted);
Qualifier Override : string = null, Scope(property, method), Flavor(Restricted);
Qualifier MaxLen : uint32 = null, Scope(property);
)";

Compiled compile_text(const std::string& text) {
    const mof::Parsed parsed = mof::parse({.name = "t.mof", .text = qualifiers + text});
    EXPECT_TRUE(parsed.ok());
    return compile(parsed.document);
}

TEST(Compile, InheritsPropertiesAndTheirQualifiers) {
    const Compiled compiled = compile_text(R"(
        class A { [Key] string Name; [MaxLen (4)] string Text; };
        class B : A { uint8 More; [Override ("Text")] string text = "x"; };)");
    ASSERT_TRUE(compiled.ok()) << to_text(compiled.diagnostics.front());
    const ClassPtr b = find(compiled.classes, "ROOT/CIMV2", "b");
    ASSERT_NE(b, nullptr);
    ASSERT_EQ(b->properties.size(), 3U);
    EXPECT_TRUE(b->properties.at("name").is_key());
    EXPECT_EQ(b->properties.at("Text").qualifiers.number("MaxLen")->magnitude, 4U);
    EXPECT_EQ(b->properties.at("Text").name, "Text");
    EXPECT_FALSE(b->properties.at("Text").is_required());
    EXPECT_TRUE(b->is_a("A"));
    EXPECT_FALSE(find(compiled.classes, "root/cimv2", "A")->is_a("B"));
}

TEST(Compile, RestrictedQualifiersStayWhereTheyAre) {
    const Compiled compiled = compile_text("[Abstract] class A {}; class B : A {};");
    EXPECT_TRUE(find(compiled.classes, "root/cimv2", "A")->qualifiers.flag("Abstract"));
    EXPECT_FALSE(find(compiled.classes, "root/cimv2", "B")->qualifiers.flag("Abstract"));
}

TEST(Compile, KeepsNamespacesApart) {
    const Compiled compiled = compile_text("class A {}; #pragma namespace (\"root/x\")\nclass A {};");
    ASSERT_TRUE(compiled.ok());
    EXPECT_NE(find(compiled.classes, "root/x", "A"), nullptr);
    EXPECT_EQ(find(compiled.classes, "root/x", "A")->uri,
              "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/x/A");
    EXPECT_EQ(find(compiled.classes, "root/y", "A"), nullptr);
}

TEST(Compile, GivesEachFamilyOfClassesItsUri) {
    EXPECT_EQ(class_uri("root/cimv2", "CIM_Process"),
              "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_Process");
    EXPECT_EQ(class_uri("root/assay", "Assay_Item"), "http://schemas.assay.example/wbem/1/Assay_Item");
    EXPECT_EQ(class_uri("root/cimv2", "Win32_Process"),
              "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/Win32_Process");
}

}  // namespace
}  // namespace assay::schema
