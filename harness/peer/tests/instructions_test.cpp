#include "instructions.hpp"

#include <gmock/gmock.h>

#include "assay/base/setup_error.hpp"

namespace assay::peer {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

script::CaseDefinition a_case() {
    script::CaseDefinition definition;
    definition.id = "asking.get";
    definition.step = "get";
    definition.given.held = script::Table{
        {"uri", script::Value{std::string{"http://item"}}},
        {"path", script::Value{std::string{"/wsman?a=1"}}},
        {"selectors", script::Value{script::Table{{"Name", script::Value{std::string{"one"}}}}}},
        {"parameters", script::Value{script::Array{script::Value{std::int64_t{7}}, script::Value{true}}}}};
    return definition;
}

nlohmann::json parameters() {
    script::Setting setting;
    setting.host = "127.0.0.1:40123";
    setting.path = "/wsman";
    return parameters_for(a_case(), setting, {"assay", "assay-demo"});
}

std::vector<std::string> command(std::vector<std::string> words) {
    return command_for({.command = std::move(words)}, parameters(),
                       {"/home", "/folder", "/folder/parameters.json"});
}

TEST(Instructions, HoldWhatTheCaseGivesAndWhereToGo) {
    const auto told = parameters();
    EXPECT_EQ(told["url"], "http://127.0.0.1:40123/wsman?a=1");
    EXPECT_EQ(told["port"], "40123");
    EXPECT_EQ(told["selectors"]["Name"], "one");
    EXPECT_EQ(told["parameters"], nlohmann::json::parse("[7, true]"));
    EXPECT_EQ(told["step"], "get");
}

TEST(Instructions, StandForPlaceholdersOfACommand) {
    EXPECT_THAT(command({"client", "--url={url}", "{user}:{password}", "{home}/x {parameters}", "{selectors}",
                         "%{{code}}"}),
                ElementsAre("client", "--url=http://127.0.0.1:40123/wsman?a=1", "assay:assay-demo",
                            "/home/x /folder/parameters.json", R"({"Name":"one"})", "%{code}"));
}

TEST(Instructions, RefuseAPlaceholderThatNothingStandsFor) {
    try {
        (void)command({"client", "{method}"});
        FAIL() << "it was taken";
    } catch (const base::SetupError& error) {
        EXPECT_THAT(error.what(),
                    HasSubstr("nothing stands for the placeholder {method} in case 'asking.get'"));
    }
}

TEST(Instructions, AreToldToPeopleWithoutThePassword) {
    const std::string sentence = instruction_for(parameters());
    EXPECT_THAT(sentence,
                HasSubstr("asking.get: do the step 'get' against http://127.0.0.1:40123/wsman?a=1 ("));
    EXPECT_THAT(sentence, HasSubstr(R"(selectors={"Name":"one"})"));
    EXPECT_THAT(sentence, Not(HasSubstr("assay-demo")));
}

}  // namespace
}  // namespace assay::peer
