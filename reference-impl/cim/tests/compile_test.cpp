#include "assay/cim/compile.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "assay/cim/path_text.hpp"
#include "assay/mof/parse.hpp"

namespace assay::cim {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Compiled compiled(std::string text) {
    mof::Parsed parsed = mof::parse({.name = "test.mof", .text = std::move(text)});
    EXPECT_TRUE(parsed.ok()) << (parsed.ok() ? "" : mof::to_text(parsed.diagnostics.front()));
    return compile({&parsed.document, 1});
}

std::vector<std::string> mistakes(std::string text) {
    std::vector<std::string> texts;
    for (const mof::Diagnostic& each : compiled(std::move(text)).diagnostics)
        texts.push_back(mof::to_text(each));
    return texts;
}

TEST(Compile, MakesClassesWithAllThatTheyInherit) {
    const Compiled made = compiled(R"(
        [Abstract, Version("2.1")] class CIM_Element {
            [Key, MaxLen(64)] string Name; [Write] string Caption = "none"; };
        class CIM_Fan : CIM_Element {
            [Override("Caption"), MaxLen(8)] string Caption;
            [MinValue(100), MaxValue(9000)] uint16 Speed;
            uint32 SetSpeed([In] uint16 Speed, [In(false), Out] uint16 Before, [In, Out] string Notes[]); };)");
    ASSERT_THAT(made.diagnostics, IsEmpty());
    const ClassPtr fan = made.classes->find("root/cimv2", "CIM_Fan");
    EXPECT_FALSE(fan->is_abstract()) << "Abstract is not inherited";
    EXPECT_EQ(fan->uri(), "http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/CIM_Fan");
    EXPECT_TRUE(fan->property("Caption")->write) << "Write is";
    EXPECT_EQ(fan->property("Caption")->max_length, 8U);
    EXPECT_EQ(fan->property("Caption")->origin, "CIM_Element");
    EXPECT_TRUE(fan->property("Name")->key);
    EXPECT_FALSE(fits(*fan->property("Speed"), 99));
    const Method* method = fan->method("setspeed");
    ASSERT_EQ(method->parameters.size(), 3U);
    EXPECT_FALSE(method->parameters[1].in);
    EXPECT_TRUE(method->parameters[2].array && method->parameters[2].in && method->parameters[2].out);
    EXPECT_EQ(made.classes->find("root/cimv2", "CIM_Element")->property("Caption")->initial, Value{"none"});
}

TEST(Compile, TakesAClassThatStandsBehindItsReferences) {
    const Compiled made =
        compiled(R"([Association] class A_Link { [Key] A_Top REF One; [Key] A_Top REF Two; };
                                      class A_Top { [Key] string Name; };)");
    EXPECT_THAT(made.diagnostics, IsEmpty());
}

TEST(Compile, KeepsNamespacesApart) {
    const Compiled made = compiled(R"(class A_One { [Key] string Name; };
        #pragma namespace("root/other")
        class A_One { [Key] uint8 Number; };
        instance of A_One { Number = 7; };)");
    ASSERT_THAT(made.diagnostics, IsEmpty());
    EXPECT_EQ(made.classes->find("root/cimv2", "A_One")->uri(),
              "http://schemas.microsoft.com/wbem/wsman/1/wmi/root/cimv2/A_One");
    EXPECT_EQ(made.instances.at(0).path().to_string(), "root/other:A_One.Number=7");
}

constexpr std::string_view linked = R"(
    class A_Thing { [Key] string Name; [EmbeddedInstance("A_Part")] string Part; datetime Since; char16 Mark; };
    class A_Part { uint8 Size; sint16 Offsets[]; };
    [Association] class A_Link { [Key] A_Thing REF From; [Key] A_Thing REF To; };
)";

TEST(Compile, MakesInstancesWithAliasesPathsAndEmbeddedObjects) {
    const Compiled made = compiled(std::string{linked} + R"(
        instance of A_Thing as $one { Name = "one"; Part = "instance of A_Part { Size = 3; Offsets = {-1, 2}; };";
                                      Since = "20261120183107.000000+000"; Mark = 'x'; };
        instance of A_Thing { Name = "t\"wo"; };
        instance of A_Link { From = $one; To = "A_Thing.Name=\"t\\\"wo\""; };)");
    ASSERT_THAT(made.diagnostics, IsEmpty());
    ASSERT_EQ(made.instances.size(), 3U);
    const Instance* part = made.instances[0].find("Part")->object();
    ASSERT_NE(part, nullptr);
    EXPECT_EQ(*part->find("Offsets"), (Value{Value::Array{-1, 2}}));
    EXPECT_EQ(*made.instances[0].find("Mark"), Value{u'x'});
    EXPECT_EQ(made.instances[2].find("To")->reference()->to_string(), R"(root/cimv2:A_Thing.Name="t\"wo")");
    const auto again = read_path(made.instances[2].path().to_string(), *made.classes, "root/cimv2");
    EXPECT_EQ(std::get<ObjectPath>(again), made.instances[2].path()) << "paths can be read back";
}

TEST(Compile, TellsManyBreachesInOneRun) {
    EXPECT_THAT(mistakes("class A_Sub : A_Nobody { [Kee] string Name; };\n"
                         "class A_Sub { };\n"
                         "class A_Twice { uint8 One; string one; };"),
                ElementsAre("test.mof:2:7: the class A_Sub is declared twice in root/cimv2",
                            "test.mof:1:15: the superclass A_Nobody of A_Sub is unknown",
                            "test.mof:1:27: the qualifier Kee is not declared",
                            "test.mof:3:35: the property one is declared twice"));
}

/// One faulty text and the words that its only message has.
struct Faulty {
    std::string text;
    std::string message;

    friend void PrintTo(const Faulty& faulty, std::ostream* out) { *out << faulty.message; }
};

class FaultyMof : public testing::TestWithParam<Faulty> {};

TEST_P(FaultyMof, IsToldByItsMessage) {
    const auto found = mistakes(GetParam().text);
    ASSERT_EQ(found.size(), 1U) << testing::PrintToString(found);
    EXPECT_THAT(found.front(), testing::HasSubstr(GetParam().message));
}

INSTANTIATE_TEST_SUITE_P(
    Classes, FaultyMof,
    testing::Values(
        Faulty{"class A_A : A_B { }; class A_B : A_A { };", "A_B has to be declared before A_A"},
        Faulty{"class A_A { uint8 X; }; class A_B : A_A { [Override(\"X\")] string X; };",
               "X is of type uint8 in A_A"},
        Faulty{"class A_A { uint8 X; }; class A_B : A_A { [Override(\"X\")] uint8 X[]; };",
               "cannot be of type uint8[]"},
        Faulty{"class A_A { [Override(\"Y\")] uint8 X; };", "X overrides Y, which is not inherited"},
        Faulty{"class A_A { [Key] uint8 X; }; class A_B : A_A { [Key] uint8 Y; };", "the key Y is new"},
        Faulty{"class A_A { [Key] uint8 X; }; class A_B : A_A { [Key(false), Override(\"X\")] uint8 X; };",
               "Key is inherited"},
        Faulty{"class A_A { [Key] uint8 X[]; };", "neither an array"},
        Faulty{"class A_A { uint8 X = 256; };", "X is no uint8 or not within its bounds"},
        Faulty{"class A_A { uint8 X = \"1\"; };", "X is no uint8"},
        Faulty{"class A_A { uint8 X[] = 1; };", "X is an array"},
        Faulty{"class A_A { uint8 X[2] = {1, 2, 3}; };", "X has only 2 elements"},
        Faulty{"class A_A { [MaxLen(2)] string X = \"abc\"; };", "within its bounds"},
        Faulty{"class A_A { datetime X = \"tomorrow\"; };", "X is no datetime"},
        Faulty{"class A_A { A_A REF X; };", "X stands outside an association"},
        Faulty{"[Association] class A_A { [Key] A_A REF X; };", "fewer than two references"},
        Faulty{"class A_A { uint8 M([In] A_Nobody REF X); };", "X names the unknown class A_Nobody"},
        Faulty{"class A_A { [EmbeddedInstance(\"A_Nobody\")] string X; };",
               "X names the unknown class A_Nobody"},
        Faulty{"class A_A { [EmbeddedObject] uint8 X; };", "X holds embedded objects and has to be a string"},
        Faulty{"class A_A { [In] string X; };", "In may not stand at a property"},
        Faulty{"class A_A { [Key, Key] string X; };", "Key is given twice"},
        Faulty{"class A_A { [MaxLen(\"8\")] string X; };", "the qualifier MaxLen is no uint32"},
        Faulty{"[Terminal] class A_A { }; class A_B : A_A { };", "A_A is terminal"},
        Faulty{"class A_A { }; [Abstract] class A_B : A_A { };",
               "abstract class A_B is derived from one that is not"},
        Faulty{"class A_A { }; [Association] class A_B : A_A { [Key] A_A REF X; [Key] A_A REF Y; };",
               "derived from a class that is none"},
        Faulty{"class A_A { uint8 M(uint8 X); }; class A_B : A_A { [Override(\"M\")] uint8 M(uint16 X); };",
               "another signature"},
        Faulty{"class A_A { uint8 M(uint8 X, string x); };", "the parameter x is declared twice"},
        Faulty{"class A_A { [ValueMap{\"1\"}, Values{\"a\", \"b\"}] uint8 X; };", "different lengths"},
        Faulty{"class A_A { [MinValue(5), MaxValue(4)] uint8 X; };", "MinValue above its MaxValue"},
        Faulty{"class A_A { uint8 M([In(false)] uint8 X); };", "neither In nor Out"},
        Faulty{"Qualifier Key : string, Scope(property);", "declared with another type"}));

INSTANTIATE_TEST_SUITE_P(
    Instances, FaultyMof,
    testing::Values(
        Faulty{"instance of A_Nobody { };", "A_Nobody is unknown"},
        Faulty{"[Abstract] class A_A { }; instance of A_A { };", "it is abstract"},
        Faulty{std::string{linked} + "instance of A_Thing { Name = \"a\"; Colour = 1; };",
               "no property Colour"},
        Faulty{std::string{linked} + "instance of A_Thing { Name = \"a\"; Name = \"b\"; };",
               "Name is given twice"},
        Faulty{std::string{linked} + "instance of A_Thing { Name = 5; };", "Name is no string"},
        Faulty{std::string{linked} + "instance of A_Thing { };", "the key Name of A_Thing has no value"},
        Faulty{std::string{linked} + "instance of A_Thing as $y { Name = \"a\"; };"
                                     "instance of A_Link { From = $x; To = $y; };",
               "$x is unknown"},
        Faulty{std::string{linked} +
                   "instance of A_Thing { Name = \"a\"; };\ninstance of A_Thing { Name = \"a\"; };",
               "there is an instance root/cimv2:A_Thing.Name=\"a\" already"},
        Faulty{std::string{linked} +
                   "instance of A_Thing { Name = \"a\"; Part = \"instance of A_Part { Size = 999; };\"; };",
               "the embedded object of Part: the value of Size is no uint8"}));

}  // namespace
}  // namespace assay::cim
