#include "assay/mof/parse.hpp"

#include <map>

#include <gmock/gmock.h>

namespace assay::mof {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

Parsed parse_text(const std::string& text) { return parse({.name = "t.mof", .text = text}); }

template <class What>
const What& only(const Parsed& parsed) {
    EXPECT_TRUE(parsed.ok()) << (parsed.ok() ? "" : to_text(parsed.diagnostics.front()));
    EXPECT_THAT(parsed.document.productions, SizeIs(1));
    return std::get<What>(parsed.document.productions.at(0).what);
}

/// Files by name; every name is relative to nothing.
Resolver from(std::map<std::string, std::string> files) {
    return [files = std::move(files)](const std::string& asked, const std::string&) -> std::optional<Source> {
        const auto found = files.find(asked);
        if (found == files.end()) return std::nullopt;
        return Source{.name = asked, .text = found->second};
    };
}

TEST(Mof, ReadsAClassWithItsFeaturesInOrder) {
    const Parsed parsed = parse_text(R"(
        [Abstract, Description ("a " "thing"), Version("1.0") : DisableOverride Translatable]
        class A_Thing : A_Base {
            [Key] string Name;
            uint16 Flags[] = {1, 2};
            [Read] A_Thing REF Parent;
            sint32 Window[4];
            uint32 Start([In] boolean Now, [In(false), Out] A_Thing ref Who[]);
            void Stop();
        };)");
    const auto& thing = only<Class>(parsed);
    EXPECT_EQ(thing.name, "A_Thing");
    EXPECT_EQ(thing.superclass, "A_Base");
    EXPECT_EQ(thing.superclass_place, (Place{.file = 0, .line = 3, .column = 25}));
    ASSERT_THAT(thing.properties, SizeIs(4));
    EXPECT_EQ(thing.properties[0].name, "Name");
    EXPECT_FALSE(thing.properties[0].array);
    EXPECT_FALSE(thing.properties[1].array->size);
    EXPECT_THAT(thing.properties[1].value->constants, SizeIs(2));
    EXPECT_EQ(thing.properties[2].type.reference_class, "A_Thing");
    EXPECT_EQ(thing.properties[3].array->size, 4U);
    ASSERT_THAT(thing.methods, SizeIs(2));
    EXPECT_EQ(thing.methods[0].returns, DataType::uint32);
    ASSERT_THAT(thing.methods[0].parameters, SizeIs(2));
    EXPECT_TRUE(thing.methods[0].parameters[1].type.is_reference());
    EXPECT_TRUE(thing.methods[0].parameters[1].array);
    EXPECT_FALSE(thing.methods[1].returns);
}

TEST(Mof, ReadsQualifiersWithValuesAndFlavors) {
    const Parsed parsed = parse_text(
        R"([Abstract, Description ("a " "thing"), Values {"x", "y"}, Version("1") : DisableOverride Translatable] class A {};)");
    const auto& qualifiers = only<Class>(parsed).qualifiers;
    ASSERT_THAT(qualifiers, SizeIs(4));
    EXPECT_FALSE(qualifiers[0].value);
    EXPECT_EQ(std::get<std::string>(find(qualifiers, "description")->value->constants[0].value), "a thing");
    EXPECT_TRUE(qualifiers[2].value->array);
    EXPECT_THAT(qualifiers[3].flavors, ElementsAre(Flavor::disable_override, Flavor::translatable));
    EXPECT_EQ(find(qualifiers, "Key"), nullptr);
}

TEST(Mof, ReadsAQualifierDeclaration) {
    const Parsed parsed = parse_text(
        "Qualifier Values : string[] = null, Scope(property, METHOD, parameter), Flavor(EnableOverride, "
        "Translatable);");
    const auto& declaration = only<QualifierDeclaration>(parsed);
    EXPECT_EQ(declaration.name, "Values");
    EXPECT_EQ(declaration.type, DataType::string);
    EXPECT_TRUE(declaration.array);
    EXPECT_TRUE(std::holds_alternative<Null>(declaration.value->constants[0].value));
    EXPECT_THAT(declaration.scopes, ElementsAre(Scope::property, Scope::method, Scope::parameter));
    EXPECT_THAT(declaration.flavors, ElementsAre(Flavor::enable_override, Flavor::translatable));
}

TEST(Mof, ReadsAnInstanceWithAliases) {
    const Parsed parsed = parse_text(R"(instance of A as $One { Name = "n"; Other = $Two; List = {}; };)");
    const auto& instance = only<Instance>(parsed);
    EXPECT_EQ(instance.class_name, "A");
    EXPECT_EQ(instance.alias, "One");
    ASSERT_THAT(instance.values, SizeIs(3));
    EXPECT_EQ(std::get<Alias>(instance.values[1].value.constants[0].value).name, "Two");
    EXPECT_TRUE(instance.values[2].value.array);
    EXPECT_THAT(instance.values[2].value.constants, IsEmpty());
}

TEST(Mof, MatchesKeywordsWithoutRegardToCase) {
    const Parsed parsed = parse_text("CLASS A { STRING S = NULL; Boolean B = True; a Ref r; };");
    EXPECT_THAT(only<Class>(parsed).properties, SizeIs(3));
}

TEST(Mof, PassesOverComments) {
    const Parsed parsed = parse_text("// class B {};\nclass /* } */ A { // x\n /**/ };");
    EXPECT_EQ(only<Class>(parsed).place, (Place{.file = 0, .line = 2, .column = 15}));
}

TEST(Mof, CountsColumnsInCharacters) {
    const Parsed parsed = parse_text("/* é€😀 */ class A {};");
    EXPECT_EQ(only<Class>(parsed).place.column, 17U);
}

TEST(Mof, KeepsEveryPragma) {
    const Parsed parsed = parse_text(R"(#pragma locale ("en_US") #PRAGMA deleteclass("A", NOFAIL))");
    ASSERT_TRUE(parsed.ok());
    ASSERT_THAT(parsed.document.productions, SizeIs(2));
    const auto& last = std::get<Pragma>(parsed.document.productions[1].what);
    EXPECT_EQ(last.name, "deleteclass");
    EXPECT_EQ(std::get<std::string>(last.parameters.at(1).value), "NOFAIL");
}

TEST(Mof, TellsTheNamespaceOfEachProduction) {
    const Parsed parsed = parse({.name = "a", .text = R"(class A {}; #pragma namespace ("root/x")
                                       #pragma include ("b")
                                       class D {};)"},
                                from({{"b", R"(class B {}; #pragma namespace ("root/y") class C {};)"}}));
    ASSERT_TRUE(parsed.ok());
    std::map<std::string, std::string> spaces;
    for (const Production& production : parsed.document.productions) {
        if (const auto* one = std::get_if<Class>(&production.what)) spaces[one->name] = production.name_space;
    }
    EXPECT_EQ(spaces, (std::map<std::string, std::string>{
                          {"A", ""}, {"B", "root/x"}, {"C", "root/y"}, {"D", "root/x"}}));
}

TEST(Mof, ReadsAnIncludedFileOnceAndInItsPlace) {
    const Parsed parsed =
        parse({.name = "a", .text = R"(#pragma include ("b") #pragma include ("b") class A {};)"},
              from({{"b", "class B {};"}}));
    ASSERT_TRUE(parsed.ok());
    EXPECT_THAT(parsed.document.files, ElementsAre("a", "b"));
    ASSERT_THAT(parsed.document.productions, SizeIs(4));
    const auto& included = std::get<Class>(parsed.document.productions[1].what);
    EXPECT_EQ(included.name, "B");
    EXPECT_EQ(included.place.file, 1U);
}

TEST(Mof, ReadsUtf16AndByteOrderMarks) {
    const std::string little{
        "\xFF\xFE"
        "c\0l\0a\0s\0s\0 \0A\0{\0}\0;\0",
        22};
    EXPECT_EQ(only<Class>(parse_text(little)).name, "A");
    EXPECT_EQ(only<Class>(parse_text("\xEF\xBB\xBF"
                                     "class A{};"))
                  .place.column,
              7U);
}

TEST(Mof, AcceptsAnEmptyFile) {
    const Parsed parsed = parse_text("");
    EXPECT_TRUE(parsed.ok());
    EXPECT_THAT(parsed.document.productions, IsEmpty());
}

}  // namespace
}  // namespace assay::mof
