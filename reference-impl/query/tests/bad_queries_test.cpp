// Every bad query of each dialect is CannotProcessFilter and says what is wrong.
#include <gtest/gtest.h>

#include "assay/query/query.hpp"
#include "disks.hpp"

namespace assay::query::test {
namespace {

model::Outcome<Query> compiled(std::string_view text, std::string_view dialect, const Limits& limits = {}) {
    static const Classes classes;
    return compile({.dialect = dialect, .text = text},
                   {.classes = classes.store, .name_space = name_space, .class_name = "*"}, limits);
}

struct Bad {
    const char* text;
    const char* says;  ///< a part of the reason
};

void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.text; }

class BadQuery : public testing::TestWithParam<Bad> {
protected:
    void expect_refused(std::string_view dialect) const {
        const auto query = compiled(GetParam().text, dialect);
        ASSERT_FALSE(query) << GetParam().text;
        EXPECT_EQ(query.error().subcode->local, "CannotProcessFilter");
        EXPECT_NE(query.error().reason.find(GetParam().says), std::string::npos) << query.error().reason;
    }
};

class BadWql : public BadQuery {};
TEST_P(BadWql, IsRefused) { expect_refused(dialect::wql); }

constexpr Bad of_wql[] = {
    {"", "at character 1: SELECT"},
    {"   ", "SELECT"},
    {"DELETE FROM CIM_Disk", "at character 1"},
    {"SELECT", "FROM"},
    {"SELECT *", "FROM"},
    {"SELECT * FROM", "a class"},
    {"SELECT FROM CIM_Disk", "a property"},
    {"SELECT * FROM CIM_Nothing", "at character 15: there is no class CIM_Nothing"},
    {"SELECT * FROM 'CIM_Disk'", "a class"},
    {"SELECT Nothing FROM CIM_Disk", "no property Nothing"},
    {"SELECT Name, FROM CIM_Disk", "a property"},
    {"SELECT Name Size FROM CIM_Disk", "FROM"},
    {"SELECT *, Name FROM CIM_Disk", "FROM"},
    {"SELECT COUNT(*) FROM CIM_Disk", "FROM"},
    {"SELECT * FROM CIM_Disk, CIM_Host", "goes on"},
    {"SELECT * FROM CIM_Disk CIM_Host", "goes on"},
    {"SELECT * FROM CIM_Disk;", "does not know"},
    {"SELECT * FROM CIM_Disk WHERE", "a property or value"},
    {"SELECT * FROM CIM_Disk WHERE Name", "a comparison"},
    {"SELECT * FROM CIM_Disk WHERE Name =", "a property or value"},
    {"SELECT * FROM CIM_Disk WHERE = 'a'", "a property or value"},
    {"SELECT * FROM CIM_Disk WHERE Name == 'a'", "a property or value"},
    {"SELECT * FROM CIM_Disk WHERE Name = 'a", "closing quote"},
    {"SELECT * FROM CIM_Disk WHERE Name = a'", "closing quote"},
    {"SELECT * FROM CIM_Disk WHERE Nothing = 1",
     "at character 30: the class CIM_Disk has no property Nothing"},
    {"SELECT * FROM CIM_Disk WHERE Name = 1", "a string in quotes"},
    {"SELECT * FROM CIM_Disk WHERE Name = TRUE", "a string in quotes"},
    {"SELECT * FROM CIM_Disk WHERE Size = 'many'", "uint64"},
    {"SELECT * FROM CIM_Disk WHERE Size = TRUE", "a number"},
    {"SELECT * FROM CIM_Disk WHERE Size = 12abc", "12abc is no number"},
    {"SELECT * FROM CIM_Disk WHERE Size = 1.2.3", "1.2.3 is no number"},
    {"SELECT * FROM CIM_Disk WHERE Online = 'maybe'", "boolean"},
    {"SELECT * FROM CIM_Disk WHERE Online = 2", "TRUE or FALSE"},
    {"SELECT * FROM CIM_Disk WHERE Online > FALSE", "no order"},
    {"SELECT * FROM CIM_Disk WHERE Installed = 'yesterday'", "datetime"},
    {"SELECT * FROM CIM_Disk WHERE Installed = '20240230000000.000000+000'", "datetime"},
    {"SELECT * FROM CIM_Disk WHERE Installed > 5", "a datetime"},
    {"SELECT * FROM CIM_Disk WHERE Letter = 'CC'", "char16"},
    {"SELECT * FROM CIM_Disk WHERE Owner = 'no path {'", "object path"},
    {"SELECT * FROM CIM_Disk WHERE Owner > 'CIM_Host.Name=\"b\"'", "no order"},
    {"SELECT * FROM CIM_Disk WHERE Tags = 'fast'", "an array"},
    {"SELECT * FROM CIM_Disk WHERE Name[0] = 'a'", "no array"},
    {"SELECT * FROM CIM_Disk WHERE Tags[-1] = 'a'", "an index"},
    {"SELECT * FROM CIM_Disk WHERE Tags[x] = 'a'", "an index"},
    {"SELECT * FROM CIM_Disk WHERE Tags[0 = 'a'", "\"]\" is expected"},
    {"SELECT * FROM CIM_Disk WHERE Config = 'x'", "an object"},
    {"SELECT * FROM CIM_Disk WHERE Config.Nothing = 1", "no property Nothing"},
    {"SELECT * FROM CIM_Disk WHERE Name.Length = 1", "no embedded object"},
    {"SELECT * FROM CIM_Disk WHERE Name LIKE", "a pattern"},
    {"SELECT * FROM CIM_Disk WHERE Name LIKE 5", "a pattern"},
    {"SELECT * FROM CIM_Disk WHERE Name LIKE 'a[z-a]'", "runs backwards"},
    {"SELECT * FROM CIM_Disk WHERE Name LIKE '[abc'", "no end"},
    {"SELECT * FROM CIM_Disk WHERE Size LIKE '5%'", "only strings"},
    {"SELECT * FROM CIM_Disk WHERE 'a' LIKE 'a'", "LIKE is of a property"},
    {"SELECT * FROM CIM_Disk WHERE Name IS 'a'", "NULL is expected"},
    {"SELECT * FROM CIM_Disk WHERE Name IS NOT", "NULL is expected"},
    {"SELECT * FROM CIM_Disk WHERE Name > NULL", "no order"},
    {"SELECT * FROM CIM_Disk WHERE 1 = 1", "needs a property"},
    {"SELECT * FROM CIM_Disk WHERE Name ISA 'CIM_Disk'", "only an object"},
    {"SELECT * FROM CIM_Disk WHERE __this ISA", "ISA needs a class"},
    {"SELECT * FROM CIM_Disk WHERE (Name = 'a'", "\")\" is expected"},
    {"SELECT * FROM CIM_Disk WHERE Name = 'a')", "goes on"},
    {"SELECT * FROM CIM_Disk WHERE Name = 'a' AND", "a property or value"},
    {"SELECT * FROM CIM_Disk WHERE Name = 'a' OR OR Size = 1", "a property"},
    {"SELECT * FROM CIM_Disk WHERE NOT", "a property or value"},
    {"SELECT * FROM CIM_Disk WHERE Name = 'a' ORDER BY Name", "ORDER is not supported"},
    {"SELECT * FROM CIM_Disk WITHIN 5", "WITHIN is not supported"},
    {"SELECT * FROM CIM_Disk GROUP WITHIN 5", "GROUP is not supported"},
    {"SELECT * FROM CIM_Disk WHERE UPPERCASE(Name) = 'A'", "no function"},
    {"SELECT * FROM meta_class", "there is no class meta_class"},
    {"SELECT * FROM CIM_Disk WHERE Name = Size", "cannot be compared"},
    {"SELECT * FROM CIM_Disk # comment", "does not know"},
    {"SELECT * FROM CIM_Disk WHERE Name = 'a' -- comment", "does not know"},
    {"SELECT * FROM CIM_Disk WHERE Name = '\xff'", "UTF-8"},
    {"ASSOCIATORS", "OF is expected"},
    {"ASSOCIATORS OF CIM_Host.Name=\"box\"", "in braces"},
    {"ASSOCIATORS OF {CIM_Host.Name=\"box\"", "closing one"},
    {"ASSOCIATORS OF {}", "no object path"},
    {"ASSOCIATORS OF {CIM_Nothing.Name=\"box\"}", "no object path"},
    {"ASSOCIATORS OF {CIM_Host.Serial=\"box\"}", "no object path"},
    {"ASSOCIATORS OF {CIM_Host.Name=\"box\"} WHERE", "a clause"},
    {"ASSOCIATORS OF {CIM_Host.Name=\"box\"} WHERE Colour = red", "no such clause"},
    {"ASSOCIATORS OF {CIM_Host.Name=\"box\"} WHERE ResultClass CIM_Disk", "\"=\" is expected"},
    {"ASSOCIATORS OF {CIM_Host.Name=\"box\"} WHERE ResultClass = CIM_Nothing", "no class CIM_Nothing"},
    {"ASSOCIATORS OF {CIM_Host.Name=\"box\"} WHERE Role = a Role = b", "given twice"},
    {"ASSOCIATORS OF {CIM_Host.Name=\"box\"} WHERE ClassDefsOnly", "asks for classes"},
    {"ASSOCIATORS OF {CIM_Host.Name=\"box\"} WHERE RequiredQualifier = Dynamic", "qualifier"},
    {"ASSOCIATORS OF {CIM_Host.Name=\"box\"} and more", "goes on"},
    {"REFERENCES OF {CIM_Host.Name=\"box\"} WHERE AssocClass = CIM_Holds", "no such clause"},
    {"REFERENCES OF {CIM_Host.Name=\"box\"} WHERE SchemaOnly", "asks for classes"},
};
INSTANTIATE_TEST_SUITE_P(Filters, BadWql, testing::ValuesIn(of_wql));

class BadCql : public BadQuery {};
TEST_P(BadCql, IsRefused) { expect_refused(dialect::cql); }

constexpr Bad of_cql[] = {
    {"ASSOCIATORS OF {CIM_Host.Name=\"box\"}", "SELECT is expected"},
    {"SELECT * FROM CIM_Disk AS", "another name"},
    {"SELECT * FROM CIM_Disk D, CIM_Host H", "goes on"},
    {"SELECT E.Name FROM CIM_Disk D", "no property E"},
    {"SELECT DISTINCT Name FROM CIM_Disk", "DISTINCT is not supported"},
    {"SELECT FIRST 3 Name FROM CIM_Disk", "FIRST is not supported"},
    {"SELECT * FROM CIM_Disk WHERE Size = '500'", "without quotes"},
    {"SELECT * FROM CIM_Disk WHERE LOWERCASE(Name) = 'a'", "no function"},
    {"SELECT * FROM CIM_Disk WHERE UPPERCASE(Size) = 'A'", "only strings"},
    {"SELECT * FROM CIM_Disk WHERE UPPERCASE(Name = 'A'", "\")\" is expected"},
    {"SELECT * FROM CIM_Disk WHERE Installed = DATETIME('soon')", "a datetime"},
    {"SELECT * FROM CIM_Disk WHERE Size > CURRENTDATETIME()", "another type"},
    {"SELECT * FROM CIM_Disk WHERE Name LIKE '*'", "nothing to repeat"},
    {"SELECT * FROM CIM_Disk WHERE Name LIKE 'a\\\\'", "ends with an escape"},
    {"SELECT * FROM CIM_Disk WHERE ANY Tags = 'a'", "a comparison"},
    {"SELECT * FROM CIM_Disk WHERE Size + 1 = 2", "does not know"},
};
INSTANTIATE_TEST_SUITE_P(Filters, BadCql, testing::ValuesIn(of_cql));

TEST(QueryLimits, BoundLengthTermsDepthAndPatterns) {
    const std::string head = "SELECT * FROM CIM_Disk WHERE ";
    const auto refused = [&](const std::string& text, const std::string& says) {
        const auto query = compiled(text, dialect::wql);
        ASSERT_FALSE(query) << says;
        EXPECT_NE(query.error().reason.find(says), std::string::npos) << query.error().reason;
    };
    refused(head + std::string(9'000, ' '), "too long");
    refused(head + std::string(33, '(') + "Name = 'a'" + std::string(33, ')'), "too deeply");
    std::string many = "Size=1";
    for (int i = 0; i < 300; ++i) many += " OR Size=1";
    refused(head + many, "too many terms");
    refused(head + "Name LIKE '" + std::string(300, '_') + "'", "too long");
    EXPECT_TRUE(compiled(head + many, dialect::wql, {.tokens = 5'000}));
    std::string nots;
    for (int i = 0; i < 500; ++i) nots += "NOT ";
    EXPECT_TRUE(compiled(head + nots + "Name = 'a'", dialect::wql));
}

TEST(QueryShape, TextDialectsTakeNoElementAndElementDialectsNoText) {
    static const Classes classes;
    const soap::Element element{{"urn:x", "Query"}};
    for (const std::string_view each :
         {dialect::wql, dialect::cql, dialect::selector, dialect::association}) {
        const Target target{.classes = classes.store, .name_space = name_space, .class_name = "*"};
        const auto odd = compile({.dialect = each, .element = &element}, target);
        ASSERT_FALSE(odd) << each;
        EXPECT_EQ(odd.error().subcode->local, "CannotProcessFilter") << each;
        const auto text = compile({.dialect = each, .text = "text"}, target);
        ASSERT_FALSE(text) << each;
        EXPECT_EQ(text.error().subcode->local, "CannotProcessFilter") << each;
    }
}

}  // namespace
}  // namespace assay::query::test
