#include "assay/suite/plan.hpp"

#include <gmock/gmock.h>

#include "assay/base/usage_error.hpp"
#include "complaint.hpp"

namespace assay::suite {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

record::Rule rule(record::Level level) {
    record::Rule made;
    made.level = level;
    return made;
}

const record::Rules rules{{"must.do", rule(record::Level::shall)}, {"ought.to", rule(record::Level::should)}};

script::CaseDefinition a_case(const std::string& id, std::vector<std::string> needs = {},
                              const std::string& proves = "must.do") {
    script::CaseDefinition definition;
    definition.id = id;
    definition.file = id.substr(0, id.find('.')) + ".lua";
    definition.proves = {proves};
    definition.needs = std::move(needs);
    return definition;
}

std::vector<std::string> ids_of(const Plan& plan) {
    std::vector<std::string> ids;
    for (const PlannedCase& planned : plan.cases) ids.push_back(planned.definition.id);
    return ids;
}

Plan plan_for(std::vector<script::CaseDefinition> cases, const Selection& selection = {},
              const Profile& profile = {}) {
    Collection collection;
    collection.cases = std::move(cases);
    return make_plan(collection, rules, profile, {}, selection);
}

TEST(Plan, PutsNeededCasesFirstAndKeepsTheRestInOrder) {
    EXPECT_THAT(ids_of(plan_for({a_case("a.one", {"c.three"}), a_case("b.two"), a_case("c.three")})),
                ElementsAre("c.three", "a.one", "b.two"));
}

TEST(Plan, PullsInWhatASelectedCaseNeeds) {
    Selection selection;
    selection.cases = {"a.*"};
    EXPECT_THAT(
        ids_of(plan_for({a_case("a.one", {"c.three"}), a_case("b.two"), a_case("c.three")}, selection)),
        ElementsAre("c.three", "a.one"));
}

TEST(Plan, SelectsBySuiteRuleAndLevel) {
    const std::vector<script::CaseDefinition> cases{a_case("a.one"), a_case("b.two", {}, "ought.to")};
    Selection by_suite;
    by_suite.suites = {"b"};
    EXPECT_THAT(ids_of(plan_for(cases, by_suite)), ElementsAre("b.two"));
    Selection by_rule;
    by_rule.rules = {"must.*"};
    EXPECT_THAT(ids_of(plan_for(cases, by_rule)), ElementsAre("a.one"));
    Selection by_level;
    by_level.level = record::Level::shall;
    EXPECT_THAT(ids_of(plan_for(cases, by_level)), ElementsAre("a.one"));
    by_level.level = record::Level::should;
    EXPECT_THAT(ids_of(plan_for(cases, by_level)), ElementsAre("a.one", "b.two"));
}

std::vector<script::CaseDefinition> tagged_cases() {
    std::vector<script::CaseDefinition> cases{a_case("a.one"), a_case("a.two"), a_case("b.one", {"a.one"})};
    cases[0].tags = {"B001", "waits"};
    cases[2].tags = {"B002"};
    return cases;
}

TEST(Plan, SelectsByTagAndById) {
    Selection by_tag;
    by_tag.tags = {"B*"};
    EXPECT_THAT(ids_of(plan_for(tagged_cases(), by_tag)), ElementsAre("a.one", "b.one"));
    by_tag.cases = {"a.*"};
    EXPECT_THAT(ids_of(plan_for(tagged_cases(), by_tag)), ElementsAre("a.one"));
    Selection by_id;
    by_id.ids = {"a.two", "gone"};
    EXPECT_THAT(ids_of(plan_for(tagged_cases(), by_id)), ElementsAre("a.two"));
}

TEST(Plan, LeavesOutWhatIsExcludedUnlessItIsNeeded) {
    Selection selection;
    selection.excluded = {"a.*"};
    EXPECT_THAT(ids_of(plan_for(tagged_cases(), selection)), ElementsAre("a.one", "b.one"));
    selection.excluded = {"b"};
    EXPECT_THAT(ids_of(plan_for(tagged_cases(), selection)), ElementsAre("a.one", "a.two"))
        << "a whole suite";
    selection.excluded = {"*"};
    EXPECT_THAT(complaint_of([&] { (void)plan_for(tagged_cases(), selection); }),
                HasSubstr("no case fits all that was asked for"));
}

TEST(Plan, RefusesATagOrAnExclusionThatMatchesNothing) {
    Selection tag;
    tag.tags = {"wait"};
    EXPECT_THAT(complaint_of([&] { (void)plan_for(tagged_cases(), tag); }),
                testing::AllOf(HasSubstr("--tag: 'wait' matches nothing"), HasSubstr("did you mean waits?")));
    Selection excluded;
    excluded.excluded = {"a.too"};
    EXPECT_THAT(complaint_of([&] { (void)plan_for(tagged_cases(), excluded); }),
                testing::AllOf(HasSubstr("--exclude: 'a.too' matches nothing"), HasSubstr("a.two")));
}

TEST(Plan, RefusesANameThatMatchesNothingAndNamesTheNearest) {
    Selection selection;
    selection.cases = {"a.onne"};
    try {
        (void)plan_for({a_case("a.one")}, selection);
        FAIL() << "took it";
    } catch (const base::UsageError& error) {
        EXPECT_THAT(error.what(), testing::AllOf(HasSubstr("--case: 'a.onne' matches nothing"),
                                                 HasSubstr("did you mean a.one?")));
    }
}

std::vector<std::string> broken_in(const Plan& plan) {
    std::vector<std::string> ids;
    for (const record::SuiteTrouble& trouble : plan.troubles) ids.push_back(trouble.id);
    return ids;
}

TEST(Plan, LeavesOutTheCasesOfACircleAndNamesItWhole) {
    const Plan plan =
        plan_for({a_case("x.needs", {"a.one"}), a_case("a.one", {"b.two"}), a_case("b.two", {"c.three"}),
                  a_case("c.three", {"a.one"}), a_case("d.fine")});
    EXPECT_THAT(ids_of(plan), ElementsAre("x.needs", "d.fine"));
    EXPECT_THAT(broken_in(plan), ElementsAre("a.one", "b.two", "c.three"));
    for (const record::SuiteTrouble& trouble : plan.troubles) {
        EXPECT_THAT(trouble.reason,
                    HasSubstr("suites/a.lua:0: needs go in a circle: a.one → b.two → c.three → a.one"));
    }
    EXPECT_THAT(broken_in(plan_for({a_case("a.one", {"a.one"})})), ElementsAre("a.one"));
}

TEST(Plan, LeavesOutACaseThatNeedsWhatIsNotThere) {
    const Plan plan =
        plan_for({a_case("a.one", {"b.tow"}), a_case("b.two"), a_case("c.three", {"feature.gett"})});
    EXPECT_THAT(ids_of(plan), ElementsAre("b.two"));
    ASSERT_THAT(broken_in(plan), ElementsAre("a.one", "c.three"));
    EXPECT_THAT(plan.troubles[0].reason,
                testing::AllOf(HasSubstr("suites/a.lua:0: "), HasSubstr("needs 'b.tow'"),
                               HasSubstr("did you mean b.two?")));
    EXPECT_THAT(plan.troubles[1].reason,
                testing::AllOf(HasSubstr("needs 'feature.gett'"), HasSubstr("[features]")));
}

TEST(Plan, CountsSuitesThatDoNotLoadWhereTheyAreSelected) {
    Collection collection;
    collection.cases = {a_case("a.one")};
    collection.troubles = {{"suite.b.lua", "b.lua", "broken"}};
    Selection selection;
    EXPECT_THAT(broken_in(make_plan(collection, rules, {}, {}, selection)), ElementsAre("suite.b.lua"));
    selection.suites = {"a"};
    EXPECT_THAT(broken_in(make_plan(collection, rules, {}, {}, selection)), testing::IsEmpty());
    selection.suites = {"b*"};
    EXPECT_THAT(broken_in(make_plan(collection, rules, {}, {}, selection)), ElementsAre("suite.b.lua"));
    selection.suites = {"c"};
    EXPECT_THROW((void)make_plan(collection, rules, {}, {}, selection), base::UsageError);
    selection = {.suites = {}, .cases = {"b.two"}, .rules = {}, .level = {}};
    EXPECT_THAT(complaint_of([&] { (void)make_plan(collection, rules, {}, {}, selection); }),
                HasSubstr("it may be in b.lua, which does not load"));
}

TEST(Plan, BelievesTheProfileAboutFeatures) {
    Profile profile;
    profile.name = "p";
    profile.features = {{"feature.get", true}, {"feature.put", false}};
    const Plan plan =
        plan_for({a_case("a.one", {"feature.get"}), a_case("b.two", {"feature.put"})}, {}, profile);
    EXPECT_EQ(plan.cases[0].not_applicable, "");
    EXPECT_THAT(plan.cases[1].not_applicable, HasSubstr("says that the target has no feature.put"));
}

TEST(Plan, AsksTheCasesThatProvideAFeatureNobodyDeclared) {
    auto probe = a_case("z.probe");
    probe.provides = "feature.get";
    const Plan plan = plan_for({a_case("a.one", {"feature.get"}), probe});
    EXPECT_THAT(ids_of(plan), ElementsAre("z.probe", "a.one"));
    EXPECT_THAT(plan.cases[1].probes, ElementsAre("z.probe"));
}

TEST(Plan, LeavesOutWhatTheTargetDoesNotAllow) {
    auto changing = a_case("a.change");
    changing.destructive = true;
    auto wide = a_case("b.wide");
    wide.connections = 9;
    Profile profile;
    profile.name = "p";
    profile.target.connections = 4;
    Plan plan = plan_for({changing, wide}, {}, profile);
    EXPECT_THAT(plan.cases[0].not_applicable, HasSubstr("neither the profile 'p' allows"));
    EXPECT_THAT(plan.cases[1].not_applicable,
                HasSubstr("takes 9 connections at once, and the profile 'p' allows 4"));
    profile.target.destructive = true;
    profile.target.connections = 0;
    plan = plan_for({changing, wide}, {}, profile);
    EXPECT_EQ(plan.cases[0].not_applicable, "");
    EXPECT_EQ(plan.cases[1].not_applicable, "");
}

TEST(Plan, HasAHashThatFollowsItsCasesAndTheirScripts) {
    EXPECT_EQ(plan_for({a_case("a.one")}).hash, plan_for({a_case("a.one")}).hash);
    EXPECT_NE(plan_for({a_case("a.one")}).hash, plan_for({a_case("a.two")}).hash);
    Collection collection;
    collection.cases = {a_case("a.one")};
    collection.library.texts["a.lua"] = "one";
    const std::string before = plan_of(collection, rules, {}, {}, {"a.one"}).hash;
    EXPECT_EQ(make_plan(collection, rules, {}, {}, {}).hash, before) << "a run and its judging agree";
    collection.library.texts["a.lua"] = "two";
    EXPECT_NE(plan_of(collection, rules, {}, {}, {"a.one"}).hash, before);
}

TEST(Plan, OfAnOldRunLeavesOutWhatIsNoLongerThere) {
    Collection collection;
    collection.cases = {a_case("a.one"), a_case("b.two")};
    EXPECT_THAT(ids_of(plan_of(collection, rules, {}, {}, {"b.two", "gone"})), ElementsAre("b.two"));
}

script::CaseDefinition client_case(const std::string& id, const std::string& step) {
    script::CaseDefinition definition = a_case(id);
    definition.step = step;
    return definition;
}

TEST(ClientPlan, HasNoUseForStepsThatTheDriverDoesNotKnow) {
    Collection collection;
    collection.cases = {a_case("a.service")};
    collection.client_cases = {client_case("b.one", "get"), client_case("b.two", "shell")};
    Driver driver;
    driver.name = "curl";
    driver.steps["get"] = {};
    const Plan plan = make_client_plan(collection, rules, &driver, {});
    EXPECT_THAT(ids_of(plan), ElementsAre("b.one", "b.two"));
    EXPECT_EQ(plan.cases[0].not_applicable, "");
    EXPECT_EQ(plan.cases[1].not_applicable, "the driver 'curl' does not say how to do the step 'shell'");
    EXPECT_EQ(make_client_plan(collection, rules, nullptr, {}).cases[1].not_applicable, "");
    EXPECT_THAT(ids_of(client_plan_of(collection, rules, &driver, {"b.two", "b.gone"})),
                ElementsAre("b.two"));
}

TEST(ClientPlan, SelectsAmongTheCasesOfClientsAlone) {
    Collection collection;
    collection.cases = {a_case("a.service")};
    collection.client_cases = {client_case("b.one", "get"), client_case("c.two", "get")};
    Selection selection;
    selection.cases = {"c.*"};
    EXPECT_THAT(ids_of(make_client_plan(collection, rules, nullptr, selection)), ElementsAre("c.two"));
    selection.cases = {"a.*"};
    EXPECT_THAT(complaint_of([&] { (void)make_client_plan(collection, rules, nullptr, selection); }),
                HasSubstr("'a.*' matches nothing"));
}

}  // namespace
}  // namespace assay::suite
