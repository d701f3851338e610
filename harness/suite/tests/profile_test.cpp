#include "assay/suite/profile.hpp"

#include <gmock/gmock.h>

#include "complaint.hpp"

namespace assay::suite {
namespace {

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
slots = [1, 2]
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
                HasSubstr("p.toml:2: feature.get is neither true nor false"));
    EXPECT_THAT(complaint("[target]\nurll = ''"), HasSubstr("p.toml:2: unknown key 'urll'"));
    EXPECT_THAT(complaint("[features]\n'security.second-user' = true"), HasSubstr("nobody is named"));
    EXPECT_THAT(complaint("[second_user]\npassword = 'x'"), HasSubstr("user"));
    EXPECT_THAT(complaint("[target]\nurl = 'http://a:b@c/'"), HasSubstr("credentials do not belong"));
}

TEST(Profile, IsChosenByTheProductsOwnName) {
    const std::vector<Profile> profiles{parse_profile("", "generic.toml"), parse_profile(text, "p.toml")};
    EXPECT_EQ(profile_for(profiles, "Openwsman Project", "2.7").name, "openwsman");
    EXPECT_EQ(profile_for(profiles, "Microsoft", "").name, "generic");
    EXPECT_EQ(profile_for({}, "Microsoft", "").name, "generic");
}

}  // namespace
}  // namespace assay::suite
