#include <gtest/gtest.h>

#include "assay/query/query.hpp"
#include "disks.hpp"

namespace assay::query::test {
namespace {

class QueryTest : public testing::Test {
protected:
    [[nodiscard]] model::Outcome<Query> compiled(std::string_view text,
                                                 std::string_view dialect = dialect::wql) const {
        return compile({.dialect = dialect, .text = text},
                       {.classes = classes_.store, .name_space = name_space, .class_name = "*"});
    }
    [[nodiscard]] bool holds(const std::string& where, std::string_view dialect = dialect::wql) const {
        const auto query = compiled("SELECT * FROM CIM_Disk WHERE " + where, dialect);
        EXPECT_TRUE(query) << where << ": " << query.error().reason;
        return query && query->matches(classes_.sda());
    }
    [[nodiscard]] bool cql(const std::string& where) const { return holds(where, dialect::cql); }

    Classes classes_;
};

TEST_F(QueryTest, ComparesEveryType) {
    EXPECT_TRUE(holds("Name = 'sda'"));
    EXPECT_TRUE(holds("Name <> \"sdb\""));
    EXPECT_TRUE(holds("Size >= 500 AND Size <= 500 AND Size > 499 AND Size < 501"));
    EXPECT_TRUE(holds("Size = 5e2"));
    EXPECT_TRUE(holds("Free != 300"));
    EXPECT_FALSE(holds("Free = 300"));
    EXPECT_TRUE(holds("Delta = -3"));
    EXPECT_TRUE(holds("Delta < 0"));
    EXPECT_TRUE(holds("Load > 0.4"));
    EXPECT_TRUE(holds("Online = TRUE"));
    EXPECT_TRUE(holds("Online <> FALSE"));
    EXPECT_TRUE(holds("Letter = 'C'"));
    EXPECT_TRUE(holds("Letter = 67"));
    EXPECT_TRUE(holds("Owner = 'CIM_Host.Name=\"box\"'"));
    EXPECT_FALSE(holds("Owner = 'CIM_Host.Name=\"other\"'"));
    EXPECT_TRUE(holds("500 = Size"));
    EXPECT_TRUE(holds("400 < Size"));
    EXPECT_TRUE(holds("Size > Free"));
}

TEST_F(QueryTest, TakesValuesInQuotesWhereWqlDoes) {
    EXPECT_TRUE(holds("Size = '500'"));
    EXPECT_TRUE(holds("Online = 'true'"));
    EXPECT_TRUE(holds("Online = 1"));
    EXPECT_TRUE(holds("Delta = '-3'"));
}

TEST_F(QueryTest, ComparesDatetimesByTime) {
    EXPECT_TRUE(holds("Installed = '20240229110000.000000+000'"));
    EXPECT_TRUE(holds("Installed > '20240101000000.000000+000'"));
    EXPECT_FALSE(holds("Installed > '20250101000000.000000+000'"));
    EXPECT_TRUE(holds("Uptime >= '00000002000000.000000:000'"));
}

TEST_F(QueryTest, ComparesStringsWithoutCaseInWqlAndByOctetsInCql) {
    EXPECT_TRUE(holds("name = 'SDA'"));
    EXPECT_FALSE(cql("Name = 'SDA'"));
    EXPECT_TRUE(cql("UPPERCASE(Name) = 'SDA'"));
    EXPECT_TRUE(holds("Name < 'SDB'"));
}

TEST_F(QueryTest, JoinsWithAndOrNotAndBrackets) {
    EXPECT_TRUE(holds("Name = 'x' OR Name = 'sda' AND Size = 500"));
    EXPECT_FALSE(holds("(Name = 'x' OR Name = 'sda') AND Size = 1"));
    EXPECT_TRUE(holds("NOT Name = 'x'"));
    EXPECT_TRUE(holds("NOT (Name = 'x' OR Size = 1)"));
    EXPECT_TRUE(holds("not not Name = 'sda'"));
}

TEST_F(QueryTest, HasAThirdTruthForNull) {
    EXPECT_FALSE(holds("Note = 'x'"));
    EXPECT_FALSE(holds("NOT Note = 'x'"));
    EXPECT_TRUE(holds("Note = 'x' OR Name = 'sda'"));
    EXPECT_TRUE(holds("Note IS NULL"));
    EXPECT_TRUE(holds("Name IS NOT NULL"));
    EXPECT_FALSE(holds("Note IS NOT NULL"));
    EXPECT_TRUE(holds("Note = NULL"));
    EXPECT_TRUE(holds("Name <> NULL"));
    EXPECT_FALSE(holds("NOT Note LIKE 'x%'"));
}

TEST_F(QueryTest, MatchesPatterns) {
    EXPECT_TRUE(holds("Name LIKE 'S%'"));
    EXPECT_TRUE(holds("Name LIKE '_d[a-c]'"));
    EXPECT_FALSE(holds("Name NOT LIKE 's%'"));
    EXPECT_TRUE(holds("Config.Mode LIKE 'ra%'"));
    EXPECT_TRUE(cql("Name LIKE 's.*'"));
    EXPECT_FALSE(cql("Name LIKE 'S.*'"));
}

TEST_F(QueryTest, LooksIntoEmbeddedObjectsAndArrays) {
    EXPECT_TRUE(holds("Config.Level = 5"));
    EXPECT_TRUE(holds("Anything.Mode = 'raid'"));
    EXPECT_FALSE(holds("Anything.Missing = 'raid'"));
    EXPECT_TRUE(holds("Tags[1] = 'root'"));
    EXPECT_TRUE(holds("Tags[7] IS NULL"));
    EXPECT_TRUE(holds("Tags IS NOT NULL"));
}

TEST_F(QueryTest, KnowsClassesAndSystemProperties) {
    EXPECT_TRUE(holds("__CLASS = 'cim_disk'"));
    EXPECT_TRUE(holds("__SUPERCLASS = 'CIM_Element' AND __DYNASTY = 'CIM_Element'"));
    EXPECT_TRUE(holds("__this ISA 'CIM_Element'"));
    EXPECT_FALSE(holds("__this ISA 'CIM_SolidDisk'"));
    EXPECT_TRUE(holds("Config ISA 'CIM_Config'"));
    EXPECT_TRUE(holds("__NAMESPACE = 'root/cimv2'"));
    EXPECT_TRUE(holds("__RELPATH LIKE 'CIM_Disk%'"));
}

TEST_F(QueryTest, ReadsTheFormsOfCql) {
    const auto query = compiled(
        "SELECT D.Name, D.Size FROM CIM_Disk AS D WHERE D.Size > 1 AND D ISA CIM_Disk", dialect::cql);
    ASSERT_TRUE(query) << query.error().reason;
    EXPECT_TRUE(query->matches(classes_.sda()));
    EXPECT_TRUE(query->projects());
    EXPECT_TRUE(cql("CIM_Disk.Size = 500"));
    EXPECT_FALSE(cql("Installed < CURRENTDATETIME()"));  // 1970 here
    EXPECT_TRUE(cql("Installed >= DATETIME('20240229110000.000000+000')"));
    EXPECT_TRUE(compiled("SELECT D.* FROM CIM_Disk D", dialect::cql));
}

TEST_F(QueryTest, UndoesEscapesInStrings) {
    EXPECT_TRUE(holds("Name <> 'it\\'s'"));
    const auto query = compiled("SELECT * FROM CIM_Disk WHERE Note = \"a\\\\b\\\"c\"");
    cim::Instance noted = classes_.sda();
    noted.set("Note", "a\\b\"c");
    EXPECT_TRUE(query->matches(noted));
}

TEST_F(QueryTest, SelectsInstancesOfSubclassesToo) {
    const auto query = compiled("SELECT * FROM CIM_Disk WHERE Name = 'ssd'");
    cim::Instance ssd{classes_.solid};
    ssd.set("Name", "ssd");
    EXPECT_TRUE(query->matches(ssd));
    EXPECT_EQ(query->of(), classes_.disk);
}

TEST_F(QueryTest, HasToNameTheClassOfTheResource) {
    const auto on = [&](std::string_view class_name) {
        return compile({.dialect = dialect::wql, .text = "SELECT * FROM CIM_Disk"},
                       {.classes = classes_.store, .name_space = name_space, .class_name = class_name});
    };
    EXPECT_TRUE(on("cim_disk"));
    ASSERT_FALSE(on("CIM_Host"));
    EXPECT_EQ(on("CIM_Host").error().subcode->local, "CannotProcessFilter");
}

TEST_F(QueryTest, ListsTheDialectsWhenOneIsUnknown) {
    const auto query = compiled("SELECT * FROM CIM_Disk", "urn:sql");
    ASSERT_FALSE(query);
    EXPECT_EQ(query.error().subcode->local, "FilterDialectRequestedUnavailable");
    EXPECT_EQ(query.error().more.size(), dialects().size());
}

}  // namespace
}  // namespace assay::query::test
