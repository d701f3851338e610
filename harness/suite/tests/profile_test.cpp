#include "assay/suite/profile.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "assay/base/temporary_folder.hpp"
#include "assay/suite/catalogue.hpp"
#include "assay/suite/collection.hpp"
#include "assay/suite/dialects.hpp"
#include "assay/suite/names.hpp"
#include "assay/suite/quirks.hpp"
#include "assay/testing/source_dir.hpp"
#include "complaint.hpp"

namespace assay::suite {
namespace {

using testing::AllOf;
using testing::HasSubstr;

constexpr const char* text = R"(name = "openwsman"
[match]
product_vendor = "Openwsman*"
[target]
url = "https://bmc/wsman"
verify = false
[credentials]
user = "root"
password = "calvin-secret"
[second_user]
user = "operator"
password = "hobbes-secret"
scheme = "digest"
[features]
"security.second-user" = true
"transfer.get" = true
enumeration.optimize = false
[namespaces]
item = "http://item"
[item]
uri = "http://item"
element = "Item"
name_key = "Name"
selectors = { Name = "one" }
[many]
uri = "http://many"
count = 3
)";

TEST(Profile, KeepsWhatTheHarnessNeedsAndGivesTheRestToCases) {
    const Profile profile = parse_profile(text, "p.toml");
    EXPECT_EQ(profile.name, "openwsman");
    EXPECT_EQ(profile.target.url, "https://bmc/wsman");
    EXPECT_FALSE(profile.target.verify);
    EXPECT_EQ(profile.target.password, "calvin-secret");
    EXPECT_TRUE(profile.features.at("feature.transfer.get"));
    EXPECT_FALSE(profile.features.at("feature.enumeration.optimize"));
    EXPECT_EQ(profile.namespaces.at("item"), "http://item");
    EXPECT_EQ(profile.namespaces.at("many"), "http://many");
    const auto& data = std::get<script::Table>(profile.data.held);
    EXPECT_TRUE(data.contains("item"));
    EXPECT_FALSE(data.contains("credentials"));
    EXPECT_FALSE(data.contains("second_user"));
    EXPECT_EQ(profile.target.second_user.password, "hobbes-secret");
    EXPECT_EQ(profile.target.second_user.scheme, "digest");
}

TEST(Profile, ForgetsItsSecretsInTheTextForTheJournal) {
    const Profile profile = parse_profile(text, "p.toml");
    EXPECT_THAT(profile.toml, testing::Not(HasSubstr("-secret")));
    EXPECT_EQ(parse_profile(profile.toml, "p.toml").features, profile.features);
}

TEST(Profile, SaysWhereItIsWrong) {
    const auto complaint = [](const char* toml) {
        return complaint_of([&] { (void)parse_profile(toml, "p.toml"); });
    };
    EXPECT_THAT(complaint("[features]\nget = 1"),
                HasSubstr("p.toml:2:7: feature.get is neither true nor false"));
    EXPECT_THAT(complaint("[target]\nurll = 'x'"),
                AllOf(HasSubstr("p.toml:2:8: [target] has no key 'urll'"), HasSubstr("did you mean url?")));
    EXPECT_THAT(complaint("[itme]\nuri = 'x'"),
                AllOf(HasSubstr("p.toml:1:1: a profile has no table 'itme'"), HasSubstr("or item?")));
    EXPECT_THAT(complaint("[many]\nuri = 'x'"), HasSubstr("p.toml:1:1: [many] has no 'count'"));
    EXPECT_THAT(complaint("[many]\nuri = 'x'\ncount = -1"),
                HasSubstr("p.toml:3:9: [many] count is not a whole number, 0 or more"));
    EXPECT_THAT(complaint("[item]\nuri = 'x'\nelement = 'x'\nname_key = 'x'\nselectors = 'x'"),
                HasSubstr("p.toml:5:13: [item] selectors is not a table"));
    EXPECT_THAT(complaint("[target]\nconnections = 0"), HasSubstr("without a connection nothing"));
    EXPECT_THAT(complaint("[target]\nrequests_per_second = 0"), HasSubstr("is not a number above 0"));
    EXPECT_THAT(complaint("[features]\n'security.second-user' = true"), HasSubstr("nobody is named"));
    EXPECT_THAT(complaint("[second_user]\npassword = 'x'"), HasSubstr("user"));
    EXPECT_THAT(complaint("[target]\nurl = 'http://a:b@c/'"), HasSubstr("credentials do not belong"));
}

TEST(Profile, IsNotBelievedToHaveAResourceThatItDoesNotDescribe) {
    EXPECT_THAT(
        complaint_of([] { (void)parse_profile("[features]\n'resource.many' = true", "p.toml"); }),
        AllOf(HasSubstr("p.toml:2:19"), HasSubstr("feature.resource.many is true, but there is no [many]")));
    EXPECT_EQ(complaint_of([] { (void)parse_profile("[features]\n'resource.many' = false", "p.toml"); }), "");
}

TEST(Profile, LeavesOneTableToSuitesOfOnesOwn) {
    const Profile profile = parse_profile("[own]\nlamp = { colour = 'red' }", "p.toml");
    EXPECT_TRUE(std::get<script::Table>(profile.data.held).contains("own"));
}

TEST(Profile, SaysWhatTheTargetAllows) {
    const Profile profile =
        parse_profile("[target]\ndestructive = true\nrequests_per_second = 2.5\nconnections = 3", "p.toml");
    EXPECT_TRUE(profile.target.destructive);
    EXPECT_EQ(profile.target.requests_per_second, 2.5);
    EXPECT_EQ(profile.target.connections, 3U);
    EXPECT_FALSE(parse_profile("", "p.toml").target.destructive);
}

TEST(Profile, TakesOverWhatItIsBasedOn) {
    const base::TemporaryFolder folder;
    folder.write("plain.toml",
                 "title = 't'\n[match]\nproduct_vendor = 'P'\n[features]\nfragment = true\nmethod = false\n"
                 "[unknown]\nuri = 'http://plain'\n");
    const auto own = folder.write("own.toml", "base = 'plain'\n[features]\nfragment = false\n");
    const Profile profile = read_profile(own, folder.path());
    EXPECT_EQ(profile.name, "own");
    EXPECT_EQ(profile.product_vendor, "") << "another product is another match";
    EXPECT_FALSE(profile.features.at("feature.fragment"));
    EXPECT_FALSE(profile.features.at("feature.method"));
    EXPECT_EQ(profile.namespaces.at("unknown"), "http://plain");
    EXPECT_EQ(parse_profile(profile.toml, "journal.toml").features, profile.features)
        << "the journal needs no other file";
}

TEST(Profile, NamesTheFileThatIsWrongAndRefusesCircles) {
    const base::TemporaryFolder folder;
    folder.write("wrong.toml", "\n[unknown]\nurl = 'x'\n");
    const auto on_wrong = folder.write("own.toml", "base = 'wrong.toml'\n");
    const auto complaint = [&](const auto& file) {
        return complaint_of([&] { (void)read_profile(file, folder.path()); });
    };
    EXPECT_THAT(complaint(on_wrong), HasSubstr("wrong.toml:3:7: [unknown] has no key 'url'"));
    folder.write("left.toml", "base = 'right'\n");
    EXPECT_THAT(complaint(folder.write("right.toml", "base = 'left'\n")), HasSubstr("bases go in a circle"));
    EXPECT_THAT(complaint(folder.write("lost.toml", "base = 'none'\n")), HasSubstr("there is no profile"));
}

TEST(Profile, MayOnlyClaimFeaturesThatACaseAsksFor) {
    const Profile profile = parse_profile("[features]\n'transfer.gett' = true", "p.toml");
    EXPECT_THAT(complaint_of([&] { check_features(profile, {"feature.transfer.get"}); }),
                AllOf(HasSubstr("p.toml:2:19: no case asks for feature.transfer.gett"),
                      HasSubstr("did you mean feature.transfer.get?")));
}

TEST(Profiles, OfTheProductFitItsSuites) {
    const std::filesystem::path home{ASSAY_SOURCE_DIR};
    const auto rules = read_catalogue(home / "suites/catalogue");
    const Collection collection = read_suites(home / "suites", rules);
    std::vector<std::string> asked;
    for (const auto& definition : collection.cases) {
        asked.push_back(definition.provides);
        asked.insert(asked.end(), definition.needs.begin(), definition.needs.end());
    }
    std::set<std::string> dialects;
    for (const Dialect& dialect : read_dialects(home / "suites/dialects")) dialects.insert(dialect.name);
    std::set<std::string> names;
    for (const Profile& profile : read_profiles(home / "suites/profiles")) {
        names.insert(profile.name);
        check_features(profile, asked);
        check_quirks(profile, rules);
        EXPECT_TRUE(profile.dialect.empty() || dialects.contains(profile.dialect)) << profile.name;
        for (const Quirk& quirk : profile.quirks) {
            for (const std::string& glob : quirk.cases) {
                EXPECT_TRUE(std::ranges::any_of(
                    collection.cases, [&](const auto& definition) { return matches(glob, definition.id); }))
                    << quirk.where << " " << glob;
            }
        }
    }
    EXPECT_THAT(
        names, testing::IsSupersetOf({"assay-demo", "generic", "winrm", "amt", "idrac", "openwsman", "omi"}));
}

TEST(Profile, IsChosenByTheProductsOwnName) {
    const std::vector<Profile> profiles{parse_profile("", "generic.toml"), parse_profile(text, "p.toml")};
    EXPECT_EQ(profile_for(profiles, "Openwsman Project", "2.7").name, "openwsman");
    EXPECT_EQ(profile_for(profiles, "Microsoft", "").name, "generic");
    EXPECT_EQ(profile_for({}, "Microsoft", "").name, "generic");
}

}  // namespace
}  // namespace assay::suite
