#include "assay/script/api.hpp"

#include <algorithm>
#include <sstream>

#include <gmock/gmock.h>

#include "scripted.hpp"

namespace assay::script {
namespace {

using testing::AllOf;
using testing::Contains;

std::vector<std::string> calls() {
    std::vector<std::string> all;
    for (const ApiSection& section : case_api()) {
        for (const ApiFunction& function : section.functions) all.push_back(call_of(section, function));
    }
    return all;
}

TEST(Api, HasACallForEachFunctionWithWhatMayBeLeftOutInBrackets) {
    EXPECT_THAT(calls(),
                AllOf(Contains("t:send(message[, options])"), Contains("t.msg.get(epr)"),
                      Contains("message:selector(name, value[, type])"), Contains("connection:close()"),
                      Contains("t:require_fault(answer, name[, options])"), Contains("case(definition)"),
                      Contains("t:not_applicable(reason)"), Contains("answer:xpath(xpath)"),
                      Contains("client_case(definition)"), Contains("t:reply(request, answer)"),
                      Contains("t:outcome()"), Contains("request:authorization()")));
}

TEST(Api, KnowsTheKeysOfTables) {
    for (const ApiSection& section : case_api()) {
        for (const ApiFunction& function : section.functions) {
            if (call_of(section, function) != "t:raw(request)") continue;
            std::vector<std::string_view> keys;
            for (const Key& key : function.description->takes.begin()->keys) keys.push_back(key.name);
            EXPECT_THAT(keys,
                        testing::ElementsAre("octets", "pieces", "pause_ms", "half_close", "head_only",
                                             "timeout", "await", "label", "second_user", "digest", "why"));
            return;
        }
    }
    FAIL() << "t:raw is not described";
}

std::string suite_of_clients(const std::string& body) {
    return "client_case { id = 'a.client', title = 'T', proves = 'must.do', step = 'get',\nserve = "
           "function(t)\n" +
           body + "\nend }\n";
}

using Suite = std::string (*)(const std::string&);

/// What a running case finds in a table, as Lua names it.
std::vector<std::string> names_in(const std::string& table, Suite suite = suite_with) {
    const std::string found = play(suite("local names = {} for name in pairs(" + table +
                                         ") do names[#names + 1] = name end error(table.concat(names, ' '))"))
                                  .outcome.reason;
    std::vector<std::string> names;
    std::istringstream words{found.substr(0, found.find('\n'))};
    std::string word;
    words >> word;  // the place
    while (words >> word) names.push_back(word);
    return names;
}

TEST(Api, TellsOfEverythingThatACaseFinds) {
    std::vector<std::string> told = calls();
    std::string language;
    for (const ApiSection& section : case_api()) {
        const std::string receiver{section.receiver.substr(0, section.receiver.find_first_of(":."))};
        for (const Field& field : section.fields) told.push_back(receiver + "." + std::string{field.name});
        if (section.title == "The language") language = section.about;
    }
    const auto is_told = [&told](const std::string& start) {
        return std::ranges::any_of(told, [&](const std::string& call) { return call.starts_with(start); });
    };
    for (const Suite suite : {Suite{suite_with}, Suite{suite_of_clients}}) {
        for (const std::string& name : names_in("t", suite))
            EXPECT_TRUE(name == "msg" || is_told("t:" + name + "(") || is_told("t." + name)) << name;
    }
    for (const std::string& name : names_in("t.msg")) EXPECT_TRUE(is_told("t.msg." + name + "(")) << name;
    const auto globals = names_in("_G");
    EXPECT_GT(globals.size(), 15U);
    for (const std::string& name : globals) {
        const bool is_lua = name == "_G" || name == "_VERSION" || language.find(name) != std::string::npos;
        EXPECT_TRUE(is_lua || is_told(name + "(")) << name;
    }
}

}  // namespace
}  // namespace assay::script
