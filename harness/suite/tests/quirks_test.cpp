#include "assay/suite/quirks.hpp"

#include <gmock/gmock.h>

#include "complaint.hpp"

namespace assay::suite {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

Profile profile_with(const std::string& name, const std::string& dialect, const std::string& quirks) {
    return parse_profile("title = 'The " + name + "'\n[dialect]\nname = '" + dialect + "'\n" + quirks,
                         name + ".toml");
}

const std::string one = "[[quirk]]\ndoes = 'one'\nrules = ['fault.*']\nsource = 'here'\n";
const std::string two = "[[quirk]]\ndoes = 'two'\ncases = ['get.*']\nsource = 'there'\n";
const std::string both =
    "[[quirk]]\ndoes = 'both'\nrules = ['fault.*']\ncases = ['get.*']\nsource = 'there'\n";
const std::string untold = "[[quirk]]\ndoes = 'untold'\nsource = 'elsewhere'\n";

record::CaseResult result_of(const std::string& id, const std::string& rule) {
    record::CaseResult result;
    result.id = id;
    result.verdict = record::Verdict::failed;
    result.findings.push_back({rule, "It is wrong.", "", "", std::nullopt});
    return result;
}

std::vector<std::string> noted(const std::string& id, const std::string& rule, const std::string& quirks) {
    record::CaseResult result = result_of(id, rule);
    note_quirks(result, quirks_for(profile_with("lamp", "amt", quirks), {}, ""));
    EXPECT_EQ(result.verdict, record::Verdict::failed);
    std::vector<std::string> does;
    for (const record::KnownQuirk& quirk : result.findings.front().quirks) does.push_back(quirk.does);
    return does;
}

TEST(Quirks, FitAFindingByItsRuleAndItsCase) {
    EXPECT_THAT(noted("get.one", "fault.code", one + two + both), ElementsAre("one", "two", "both"));
    EXPECT_THAT(noted("put.one", "fault.code", one + two + both), ElementsAre("one"));
    EXPECT_THAT(noted("get.one", "soap.form", one + two + both), ElementsAre("two"));
    EXPECT_THAT(noted("put.one", "soap.form", one + two + both), IsEmpty());
}

TEST(Quirks, ThatNameNeitherAreForPeopleAlone) {
    EXPECT_THAT(noted("get.one", "fault.code", untold), IsEmpty());
}

TEST(Quirks, SayWhoHasThemAndWhereThatIsKnownFrom) {
    record::CaseResult result = result_of("get.one", "fault.code");
    note_quirks(result, quirks_for(profile_with("lamp", "amt", one), {}, ""));
    EXPECT_THAT(result.findings.front().quirks,
                ElementsAre(AllOf(Field(&record::KnownQuirk::product, "The lamp"),
                                  Field(&record::KnownQuirk::source, "here"))));
}

TEST(Quirks, AreThoseOfTheProfileAndOfTheDialectThatIsDeclaredOrSpoken) {
    const std::vector<Profile> profiles{profile_with("amt", "amt", one), profile_with("winrm", "winrm", two),
                                        profile_with("idrac", "idrac", both)};
    const auto names = [&](const Profile& own, std::string_view speaks) {
        std::vector<std::string> does;
        for (const ProductQuirk& known : quirks_for(own, profiles, speaks)) does.push_back(known.quirk.does);
        return does;
    };
    EXPECT_THAT(names(Profile{}, ""), IsEmpty());
    EXPECT_THAT(names(Profile{}, "winrm"), ElementsAre("two"));
    EXPECT_THAT(names(profile_with("lamp", "amt", untold), "winrm"), ElementsAre("untold", "one", "two"));
    EXPECT_THAT(names(profile_with("lamp", "amt", one), "amt"), ElementsAre("one")) << "each once";
}

TEST(Quirks, AreCalledAfterTheProfileWhereItHasNoTitle) {
    const Profile plain = parse_profile(one, "plain.toml");
    EXPECT_EQ(quirks_for(plain, {}, "").front().product, "plain");
}

TEST(Quirks, OfRulesThatThereAreNotAreRefused) {
    const record::Rules rules{{"fault.code", {}}, {"soap.form", {}}};
    const auto complaint = [&](const std::string& glob) {
        const Profile profile =
            parse_profile("[[quirk]]\ndoes = 'it'\nrules = ['" + glob + "']\nsource = 's'\n", "p.toml");
        return complaint_of([&] { check_quirks(profile, rules); });
    };
    EXPECT_EQ(complaint("fault.*"), "");
    EXPECT_THAT(complaint("fault.cod"),
                AllOf(HasSubstr("p.toml:1:1"), HasSubstr("no rule matches 'fault.cod'"),
                      HasSubstr("did you mean fault.code")));
}

TEST(Quirks, TakeListsOfGlobs) {
    EXPECT_THAT(complaint_of([] {
                    (void)parse_profile("[[quirk]]\ndoes = 'it'\nrules = 'fault.*'\nsource = 's'\n",
                                        "p.toml");
                }),
                HasSubstr("p.toml:3:9: 'rules' is not a list"));
}

}  // namespace
}  // namespace assay::suite
