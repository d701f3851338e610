#include <gmock/gmock.h>

#include "assay/mof/parse.hpp"

namespace assay::mof {
namespace {

/// The value of a property whose initializer is `text`.
Constant constant_of(const std::string& text) {
    const Parsed parsed = parse({.name = "t.mof", .text = "class A { string P = " + text + "; };"});
    EXPECT_TRUE(parsed.ok()) << (parsed.ok() ? "" : to_text(parsed.diagnostics.front()));
    return std::get<Class>(parsed.document.productions.at(0).what).properties.at(0).value->constants.at(0);
}

std::string mistake_of(const std::string& text) {
    const Parsed parsed = parse({.name = "t", .text = "class A { string P = " + text + "; };"});
    return parsed.ok() ? "" : parsed.diagnostics.front().message;
}

Integer integer_of(const std::string& text) { return std::get<Integer>(constant_of(text).value); }
std::string string_of(const std::string& text) { return std::get<std::string>(constant_of(text).value); }

TEST(MofLiterals, ReadIntegersOfEachBase) {
    EXPECT_EQ(integer_of("0"), (Integer{.negative = false, .magnitude = 0}));
    EXPECT_EQ(integer_of("+42"), (Integer{.negative = false, .magnitude = 42}));
    EXPECT_EQ(integer_of("-17"), (Integer{.negative = true, .magnitude = 17}));
    EXPECT_EQ(integer_of("017"), (Integer{.negative = false, .magnitude = 15}));
    EXPECT_EQ(integer_of("0xFfB"), (Integer{.negative = false, .magnitude = 0xFFB}));
    EXPECT_EQ(integer_of("-0X10"), (Integer{.negative = true, .magnitude = 16}));
    EXPECT_EQ(integer_of("1010b"), (Integer{.negative = false, .magnitude = 10}));
    EXPECT_EQ(integer_of("0B"), (Integer{.negative = false, .magnitude = 0}));
    EXPECT_EQ(integer_of("18446744073709551615"), (Integer{.negative = false, .magnitude = UINT64_MAX}));
}

TEST(MofLiterals, ReadReals) {
    EXPECT_EQ(std::get<double>(constant_of("1.5").value), 1.5);
    EXPECT_EQ(std::get<double>(constant_of("-.25").value), -0.25);
    EXPECT_EQ(std::get<double>(constant_of("+6.0E+3").value), 6000.0);
    EXPECT_EQ(std::get<double>(constant_of("2.5e-1").value), 0.25);
}

TEST(MofLiterals, ReadWords) {
    EXPECT_EQ(std::get<bool>(constant_of("TRUE").value), true);
    EXPECT_EQ(std::get<bool>(constant_of("false").value), false);
    EXPECT_TRUE(std::holds_alternative<Null>(constant_of("Null").value));
}

TEST(MofLiterals, UndoEveryEscape) {
    EXPECT_EQ(string_of(R"("\b\t\n\f\r\"\'\\")"), "\b\t\n\f\r\"'\\");
    EXPECT_EQ(string_of(R"("\x41\X042\x20AC.")"), "AB€.");
    EXPECT_EQ(string_of(R"("\xD83D\xDE00")"), "😀");
    EXPECT_EQ(string_of("\"é😀\""), "é😀");
}

TEST(MofLiterals, JoinAdjacentStrings) { EXPECT_EQ(string_of("\"a\" /* and */ \"b\"\n \"\" \"c\""), "abc"); }

TEST(MofLiterals, ReadCharacters) {
    EXPECT_EQ(std::get<Char16>(constant_of("'x'").value).unit, u'x');
    EXPECT_EQ(std::get<Char16>(constant_of("'€'").value).unit, u'€');
    EXPECT_EQ(std::get<Char16>(constant_of(R"('\'')").value).unit, u'\'');
    EXPECT_EQ(std::get<Char16>(constant_of(R"('\x20AC')").value).unit, u'€');
}

TEST(MofLiterals, RefuseNumbersThatAreNone) {
    EXPECT_EQ(mistake_of("18446744073709551616"), "'18446744073709551616' has more than 64 bits");
    EXPECT_EQ(mistake_of("089"), "'089' is no number: a leading 0 means octal digits");
    EXPECT_EQ(mistake_of("0xG1"), "'0xG1' is no number");
    EXPECT_EQ(mistake_of("12b"), "'12b' is no number");
    EXPECT_EQ(mistake_of("b1"), "expected a value, found 'b1'");
    EXPECT_EQ(mistake_of("1e5"), "'1e5' is no number");
    EXPECT_EQ(mistake_of("1."), "'1.' is no number");
    EXPECT_EQ(mistake_of("-"), "'-' is no number");
    EXPECT_EQ(mistake_of("1.0e999"), "'1.0e999' is beyond a real64");
}

TEST(MofLiterals, RefuseStringsThatAreNone) {
    EXPECT_EQ(mistake_of("\"abc\n\""), "the string is not closed in its line: expected '\"'");
    EXPECT_THAT(mistake_of(R"("\q")"), testing::StartsWith("\\q is no escape: expected one of"));
    EXPECT_EQ(mistake_of(R"("\xZ")"), "expected one to four hexadecimal digits after \\x");
    EXPECT_EQ(mistake_of(R"("\xDE00")"), "one half of a surrogate pair stands alone");
    EXPECT_EQ(mistake_of(R"("\xD83D")"), "one half of a surrogate pair stands alone");
    EXPECT_EQ(mistake_of(R"("\x0000")"), "a string cannot hold U+0000");
}

TEST(MofLiterals, RefuseCharactersThatAreNone) {
    EXPECT_EQ(mistake_of("''"), "expected a character between the quotes");
    EXPECT_EQ(mistake_of("'ab'"), "expected ' after one character");
    EXPECT_EQ(mistake_of("'😀'"), "'😀' is more than one UTF-16 code unit");
}

}  // namespace
}  // namespace assay::mof
