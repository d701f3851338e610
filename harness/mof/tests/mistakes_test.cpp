#include <gmock/gmock.h>

#include "assay/mof/parse.hpp"

namespace assay::mof {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

std::vector<std::string> mistakes_of(const std::string& text, const Limits& limits = {},
                                     const Resolver& resolver = {}) {
    std::vector<std::string> result;
    for (const Diagnostic& diagnostic :
         parse({.name = "t.mof", .text = text}, resolver, limits).diagnostics) {
        result.push_back(to_text(diagnostic));
    }
    return result;
}

std::vector<std::string> classes_of(const std::string& text) {
    std::vector<std::string> result;
    for (const Production& production : parse({.name = "t", .text = text}).document.productions) {
        if (const auto* one = std::get_if<Class>(&production.what)) result.push_back(one->name);
    }
    return result;
}

TEST(MofMistakes, SayWhereAndWhatWasExpected) {
    EXPECT_THAT(mistakes_of("class A {\n  string Name\n};"),
                ElementsAre("t.mof:3:1: expected ';', '=', '[' or '(', found '}'"));
    EXPECT_THAT(mistakes_of("class 5 {};"),
                ElementsAre("t.mof:1:7: expected the name of the class, found the number 5"));
    EXPECT_THAT(mistakes_of("class A { int P; };"),
                ElementsAre("t.mof:1:11: expected a data type, or 'REF' after a class name, found 'int'"));
}

TEST(MofMistakes, OfOneFeatureLeaveTheOthers) {
    const Parsed parsed = parse(
        {.name = "t", .text = "class A { string; uint8 B; uint8 C = {1 2}; uint8 D = {1, 2; uint8 E; };"});
    EXPECT_THAT(parsed.diagnostics, SizeIs(3));
    const auto& one = std::get<Class>(parsed.document.productions.at(0).what);
    ASSERT_THAT(one.properties, SizeIs(2));
    EXPECT_EQ(one.properties[0].name, "B");
    EXPECT_EQ(one.properties[1].name, "E");
}

TEST(MofMistakes, OfOneProductionLeaveTheOthers) {
    const std::string text = "clas A { string P; };\nclass B {};\nqualifier X;\nclass C : {};\nclass D {};";
    EXPECT_THAT(mistakes_of(text), SizeIs(3));
    EXPECT_THAT(classes_of(text), ElementsAre("B", "D"));
}

TEST(MofMistakes, OfTheQualifiersOfAClassLeaveItsBody) {
    const std::string text = "[Values {1,,2}] class A { uint8 B; }; [Values {1] class C {}; class D {};";
    EXPECT_THAT(mistakes_of(text), SizeIs(2));
    EXPECT_THAT(classes_of(text), ElementsAre("A", "C", "D"));
}

TEST(MofMistakes, AnOpenBodyEndsBeforeTheNextProduction) {
    const std::string text =
        "class A { string P;\n[Abstract] class B {};\nclass C { string Q;\n#pragma locale (\"x\")";
    EXPECT_THAT(mistakes_of(text), ElementsAre("t.mof:2:12: expected '};' before 'class'",
                                               "t.mof:4:1: expected '};' before '#pragma'"));
    const Parsed parsed = parse({.name = "t", .text = text});
    ASSERT_THAT(parsed.document.productions, SizeIs(4));
    EXPECT_THAT(std::get<Class>(parsed.document.productions[1].what).qualifiers, SizeIs(1));
}

TEST(MofMistakes, AMissingSemicolonIsToldOnce) {
    EXPECT_THAT(mistakes_of("class A {}\nclass B {};"),
                ElementsAre("t.mof:2:1: expected ';' after the '}' of class A, found 'class'"));
    EXPECT_THAT(classes_of("class A {}\nclass B {};"), ElementsAre("A", "B"));
}

TEST(MofMistakes, TheEndOfTheFileComesTooEarly) {
    EXPECT_THAT(mistakes_of("class A { uint8 B;"),
                ElementsAre("t.mof:1:19: expected '}' at the end of class A, found the end of the file"));
    EXPECT_THAT(mistakes_of("[Key"),
                ElementsAre("t.mof:1:5: expected ',' or ']' in the qualifiers, found the end of the file"));
}

TEST(MofMistakes, WrongOctetsAreToldWithTheirPlace) {
    EXPECT_THAT(mistakes_of("class A {};\n// \xC3\xA9 \xFF\nclass B {};"),
                ElementsAre("t.mof:2:6: the octet 0xff is not UTF-8 here"));
}

TEST(MofMistakes, AreCountedUpToTheLimit) {
    std::string text;
    for (int i = 0; i < 500; ++i) text += "junk;\n";
    const auto mistakes = mistakes_of(text, {.diagnostics = 7});
    ASSERT_THAT(mistakes, SizeIs(7));
    EXPECT_THAT(mistakes.back(), HasSubstr("too many mistakes"));
}

TEST(MofMistakes, IncludesAreBounded) {
    const Resolver deeper = [](const std::string& asked, const std::string& from) -> std::optional<Source> {
        if (asked == "missing") return std::nullopt;
        return Source{.name = asked == "self" ? from : from + "+", .text = "#pragma include (\"more\")"};
    };
    EXPECT_THAT(mistakes_of("#pragma include (\"self\")", {}, deeper),
                ElementsAre("t.mof:1:18: \"self\" includes itself"));
    EXPECT_THAT(mistakes_of("#pragma include (\"missing\")", {}, deeper),
                ElementsAre("t.mof:1:18: there is no file \"missing\" to include"));
    EXPECT_THAT(mistakes_of("#pragma include (\"more\")", {.include_depth = 2}, deeper),
                ElementsAre("t.mof++:1:18: files are included more than 2 deep"));
    EXPECT_THAT(mistakes_of("#pragma include (\"more\")", {.files = 2}, deeper),
                ElementsAre("t.mof+:1:18: more than 2 files"));
    EXPECT_THAT(mistakes_of("#pragma include (\"a\")"),
                ElementsAre("t.mof:1:18: there is no file \"a\" to include"));
}

TEST(MofMistakes, ListsAndProductionsAreBounded) {
    EXPECT_THAT(mistakes_of("class A { uint8 B[] = {1,2,3,4}; };", {.items = 3}),
                ElementsAre("t.mof:1:30: more than 3 items in a list"));
    EXPECT_THAT(mistakes_of("class A {}; class B {}; class C {};", {.productions = 2}),
                ElementsAre("t.mof:1:25: more than 2 productions"));
    EXPECT_THAT(mistakes_of("class A {};", {.octets = 3}),
                ElementsAre("t.mof:1:1: the file has more than 3 octets"));
}

}  // namespace
}  // namespace assay::mof
