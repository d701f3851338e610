#include "assay/suite/catalogue.hpp"

#include <gmock/gmock.h>

#include "assay/base/temporary_folder.hpp"
#include "assay/testing/source_dir.hpp"
#include "assay/vocab/rule.hpp"
#include "complaint.hpp"

namespace assay::suite {
namespace {

using testing::HasSubstr;

constexpr const char* good = R"(specification = "DSP0226"
[[rule]]
id = "a.b"
section = "5.1"
number = "R5.1-1"
level = "SHALL NOT"
side = "both"
wire_testable = "partly"
requirement = "No lies"
fault = "wsa:ActionNotSupported"
evidence = "memory"
)";

std::string complaint(const std::string& text) {
    const base::TemporaryFolder folder;
    folder.write("one.toml", text);
    return complaint_of([&] { (void)read_catalogue(folder.path()); });
}

std::string changed(std::string text, const std::string& from, const std::string& to) {
    return text.replace(text.find(from), from.size(), to);
}

TEST(Catalogue, ReadsEveryFieldOfARule) {
    const base::TemporaryFolder folder;
    folder.write("one.toml", good);
    const auto rules = read_catalogue(folder.path());
    ASSERT_EQ(rules.size(), 1U);
    const record::Rule& rule = rules.at("a.b");
    EXPECT_EQ(rule.specification, "DSP0226");
    EXPECT_EQ(rule.number, "R5.1-1");
    EXPECT_EQ(rule.level, record::Level::shall_not);
    EXPECT_EQ(rule.side, record::Side::both);
    EXPECT_EQ(rule.wire_testable, record::WireTestable::partly);
    EXPECT_EQ(rule.requirement, "No lies");
    EXPECT_EQ(rule.fault, "wsa:ActionNotSupported");
}

TEST(Catalogue, SaysWhereItIsWrong) {
    EXPECT_THAT(complaint(changed(good, "evidence", "evidnce")),
                HasSubstr("one.toml:11:11: unknown key 'evidnce'"));
    EXPECT_THAT(complaint(changed(good, "SHALL NOT", "MUST")),
                HasSubstr("one.toml:6:9: unknown level 'MUST'"));
    EXPECT_THAT(complaint(changed(good, "section = \"5.1\"\n", "")), HasSubstr("'section' is missing"));
    EXPECT_THAT(complaint(std::string{good} + std::string{good}.substr(26)),
                HasSubstr("one.toml:13:6: rule 'a.b' is there already"));
    EXPECT_THAT(complaint("specification = "), HasSubstr("one.toml:1"));
}

TEST(Catalogue, TakesOneReasonForWhatNoCaseProves) {
    const base::TemporaryFolder folder;
    folder.write("one.toml", std::string{good} + "declined = \"not worth it\"\n");
    EXPECT_EQ(read_catalogue(folder.path()).at("a.b").declined, "not worth it");
    EXPECT_THAT(complaint(std::string{good} + "declined = \"no\"\nleft_to = \"others\"\n"),
                HasSubstr("rule 'a.b' gives two reasons"));
}

TEST(Catalogue, RefusesAnEmptyFolder) {
    const base::TemporaryFolder folder;
    EXPECT_THAT(complaint_of([&] { (void)read_catalogue(folder.path()); }), HasSubstr("no rules there"));
    EXPECT_THAT(complaint_of([&] { (void)read_catalogue(folder.path() / "none"); }),
                HasSubstr("cannot read the folder"));
}

TEST(Catalogue, OfTheProductHasEveryRuleThatCodeCanName) {
    const auto rules = read_catalogue(ASSAY_SOURCE_DIR "/suites/catalogue");
    EXPECT_EQ(rules.size(), vocab::rule_ids.size());
    for (const auto& [id, rule] : rules) EXPECT_TRUE(vocab::is_rule(id)) << id;
}

}  // namespace
}  // namespace assay::suite
