#include "assay/suite/outside.hpp"

#include <gmock/gmock.h>

#include "assay/base/temporary_folder.hpp"
#include "assay/base/usage_error.hpp"
#include "complaint.hpp"

namespace assay::suite {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

std::string a_case(const std::string& id, const std::string& rule = "ours.rule") {
    return "case{ id = '" + id + "', title = 'T', proves = '" + rule + "', run = function(t) end }\n";
}

std::string a_rule(const std::string& id) {
    return "[[rule]]\nid = '" + id +
           "'\nsection = '1'\nlevel = 'SHALL'\nside = 'service'\nwire_testable = 'yes'\nrequirement = 'R'\n"
           "evidence = 'E'\n";
}

/// Ours, and a folder of a vendor's beside it.
class OutsideTest : public testing::Test {
protected:
    OutsideTest() {
        folder_.write("suites/ours.lua", a_case("ours.case"));
        folder_.write("suites/lib/items.lua", "return { word = 'ours' }");
        holdings_.rules["ours.rule"].where = "ours.toml:3";
        holdings_.collection = read_suites(folder_.path() / "suites", holdings_.rules);
        holdings_.profiles = {parse_profile("", "ours.toml")};
    }

    Outside add(const std::string& path) { return add_outside(holdings_, folder_.path() / path); }

    [[nodiscard]] std::vector<std::string> cases() const {
        std::vector<std::string> ids;
        for (const auto& definition : holdings_.collection.cases) ids.push_back(definition.id);
        return ids;
    }

    [[nodiscard]] std::string trouble() const {
        return holdings_.collection.troubles.empty() ? "" : holdings_.collection.troubles.front().reason;
    }

    base::TemporaryFolder folder_;
    Holdings holdings_;
};

TEST_F(OutsideTest, AddsSuitesRulesProfilesAndDeviations) {
    folder_.write("acme/fans.lua",
                  "local items, own = require('lib.items'), require('lib.own')\n"
                  "assert(items.word == 'ours' and own.word == 'own')\n" +
                      a_case("fans.spin", "acme.fans.spin"));
    folder_.write("acme/lib/own.lua", "return { word = 'own' }");
    folder_.write("acme/catalogue/fans.toml", "specification = 'ACME-1'\n" + a_rule("acme.fans.spin"));
    folder_.write("acme/profiles/fan.toml", "name = 'fan'\n");
    folder_.write("acme/deviations/fan.toml", "");
    const Outside outside = add("acme");
    EXPECT_EQ(trouble(), "");
    EXPECT_EQ(outside.name, "acme");
    EXPECT_EQ(outside.glob, "acme/*");
    EXPECT_EQ(outside.path, std::filesystem::canonical(folder_.path() / "acme"));
    EXPECT_THAT(cases(), ElementsAre("ours.case", "fans.spin"));
    EXPECT_EQ(holdings_.collection.cases[1].file, "acme/fans.lua");
    EXPECT_EQ(holdings_.rules.at("acme.fans.spin").specification, "ACME-1");
    EXPECT_EQ(holdings_.profiles.front().name, "fan");
    EXPECT_THAT(holdings_.deviations, ElementsAre(outside.path / "deviations"));
}

TEST_F(OutsideTest, OfAFileTakesThatFileAlone) {
    folder_.write("acme/fans.lua", a_case("fans.spin"));
    folder_.write("acme/pumps.lua", a_case("pumps.pump"));
    EXPECT_EQ(add("acme/fans.lua").glob, "acme/fans.lua");
    EXPECT_THAT(cases(), ElementsAre("ours.case", "fans.spin"));
}

TEST_F(OutsideTest, GivesFoldersOfTheSameNameNamesOfTheirOwn) {
    folder_.write("a/ours.lua/fans.lua", a_case("fans.spin"));
    folder_.write("a/acme/fans.lua", a_case("fans.a"));
    folder_.write("b/acme/fans.lua", a_case("fans.b"));
    EXPECT_EQ(add("a/acme").name, "acme");
    EXPECT_EQ(add("b/acme").name, "acme-2");
    EXPECT_EQ(add("a/ours.lua").name, "ours.lua-2");
    EXPECT_THAT(cases(), ElementsAre("ours.case", "fans.a", "fans.b", "fans.spin"));
}

TEST_F(OutsideTest, LeavesOutWhatTakesANameThatIsTakenAndNamesBothPlaces) {
    folder_.write("acme/catalogue/fans.toml",
                  "specification = 'ACME-1'\n" + a_rule("acme.new") + a_rule("ours.rule"));
    folder_.write("acme/fans.lua", a_case("ours.case") + a_case("fans.spin"));
    folder_.write("acme/lib/items.lua", "return {}");
    (void)add("acme");
    const auto& troubles = holdings_.collection.troubles;
    ASSERT_EQ(troubles.size(), 3U);
    EXPECT_THAT(troubles[0].reason,
                AllOf(HasSubstr("acme/lib/items.lua: a library of this name is there already"),
                      HasSubstr("suites/lib/items.lua")));
    EXPECT_THAT(troubles[1].reason,
                AllOf(HasSubstr("acme/catalogue/fans.toml:11:6: rule 'ours.rule' is there already"),
                      HasSubstr("in ours.toml:3")));
    EXPECT_FALSE(holdings_.rules.contains("acme.new")) << "a catalogue is taken whole or not at all";
    EXPECT_THAT(troubles[2].reason, AllOf(HasSubstr("acme/fans.lua:1: case 'ours.case' is registered in"),
                                          HasSubstr("suites/ours.lua:1 already")));
    EXPECT_THAT(cases(), ElementsAre("ours.case", "fans.spin"));
}

TEST_F(OutsideTest, LeavesOutWhatIsBrokenWithItsPath) {
    folder_.write("acme/fans.lua", "\n\ncase { id = 1 }");
    folder_.write("acme/pumps.lua", a_case("pumps.pump"));
    folder_.write("acme/profiles/fan.toml", "= nonsense");
    (void)add("acme");
    ASSERT_EQ(holdings_.collection.troubles.size(), 2U);
    EXPECT_EQ(holdings_.collection.troubles[0].id, "suite.acme/profiles/fan.toml");
    EXPECT_THAT(holdings_.collection.troubles[1].reason,
                HasSubstr((folder_.path() / "acme/fans.lua").string() + ":3: the case has no title"));
    EXPECT_THAT(cases(), ElementsAre("ours.case", "pumps.pump"));
}

TEST_F(OutsideTest, IsAMistakeOfTheCommandLineWhenNothingIsThere) {
    folder_.write("acme/lib/fans.lua", "return {}");
    folder_.write("text.txt", "");
    EXPECT_THROW((void)add("none"), base::UsageError);
    EXPECT_THROW((void)add("text.txt"), base::UsageError);
    EXPECT_THAT(complaint_of([&] { (void)add("acme"); }), HasSubstr("there is no suite in it"));
}

}  // namespace
}  // namespace assay::suite
