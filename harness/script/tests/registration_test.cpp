#include <gmock/gmock.h>

#include "scripted.hpp"

namespace assay::script {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string complaint(const std::string& text) {
    try {
        (void)read_cases(library_with(text), "a.lua", rules);
    } catch (const base::SetupError& error) {
        return error.what();
    }
    return {};
}

TEST(Case, RegistersWhatItSaysAboutItself) {
    const auto cases = read_cases(library_with(R"lua(
case {
  id = "a.one", title = "One", proves = "must.do",
  run = function(t) end,
}
case { id = "a.two", title = "Two", proves = { "must.do", "may.do" }, needs = { "feature.get", "a.one" },
  provides = "feature.put", hostile = true, destructive = true, tags = { "B001" }, timeout = 2.5, run = function(t) end })lua"),
                                  "a.lua", rules);
    ASSERT_EQ(cases.size(), 2U);
    EXPECT_EQ(cases[0].id, "a.one");
    EXPECT_EQ(cases[0].line, 2U);
    EXPECT_THAT(cases[0].proves, ElementsAre("must.do"));
    EXPECT_FALSE(cases[0].hostile);
    EXPECT_THAT(cases[1].needs, ElementsAre("feature.get", "a.one"));
    EXPECT_EQ(cases[1].provides, "feature.put");
    EXPECT_TRUE(cases[1].hostile);
    EXPECT_TRUE(cases[1].destructive);
    EXPECT_THAT(cases[1].tags, ElementsAre("B001"));
    EXPECT_EQ(cases[0].timeout.count(), 0);
    EXPECT_EQ(cases[1].timeout.count(), 2500);
}

TEST(Case, DoesNotLoadWhenSomethingIsWrongWithIt) {
    EXPECT_THAT(complaint("\ncase { id = 'a', title = 'A', proves = 'must.doo', run = function() end }"),
                HasSubstr("suites/a.lua:2: case 'a' proves 'must.doo', which is no rule"));
    EXPECT_THAT(complaint("case { id = 'a', titel = 'A' }"),
                HasSubstr("suites/a.lua:1: a case has no field 'titel'"));
    EXPECT_THAT(complaint("case { id = 'a', title = 'A', proves = 'must.do' }"),
                HasSubstr("case 'a' has no run"));
    EXPECT_THAT(complaint("case { title = 'A' }"), HasSubstr("the case has no id"));
    EXPECT_THAT(complaint("case { id = 'a', title = 'A', run = function() end }"),
                HasSubstr("case 'a' proves no rule"));
    const std::string one = "case { id = 'a', title = 'A', proves = 'must.do', run = function() end }\n";
    EXPECT_THAT(complaint(one + one), HasSubstr("suites/a.lua:2: case 'a' stands twice"));
    EXPECT_THAT(complaint("case { id = 'a' "), HasSubstr("suites/a.lua:1: "));
    for (const char* timeout : {"0", "-1", "3601", "'soon'", "0/0", "true"}) {
        EXPECT_THAT(complaint(fmt::format("case {{ id = 'a', title = 'A', proves = 'must.do', timeout = {}, "
                                          "run = function() end }}",
                                          timeout)),
                    HasSubstr("timeout: more than 0 and at most 3600 seconds expected"))
            << timeout;
    }
    EXPECT_THAT(complaint("case 'a'"), HasSubstr("table expected, got string"));
    EXPECT_THAT(complaint("error({})"), HasSubstr("an error that is a table"));
}

TEST(Sandbox, HasNoWayOut) {
    for (const char* name :
         {"io", "os", "debug", "package", "load", "loadstring", "loadfile", "dofile", "pcall", "coroutine",
          "collectgarbage", "print", "next", "string.dump", "math.randomseed"}) {
        EXPECT_EQ(complaint(fmt::format("assert({} == nil)", name)), "") << name;
    }
    EXPECT_EQ(complaint("assert(_G.io == nil and getmetatable(_G) == nil)"), "");
}

TEST(Sandbox, RequiresOnlyScriptsOfTheLibrary) {
    EXPECT_EQ(complaint("assert(require('lib.shared').word == 'shared' and require('lib.shared') == "
                        "require('lib.shared'))"),
              "");
    EXPECT_THAT(complaint("require('lib.none')"), HasSubstr("suites/a.lua:1: no script suites/lib/none.lua"));
    EXPECT_THAT(complaint("require('../../etc/passwd')"), HasSubstr("no script"));
}

TEST(Sandbox, CutsEndlessLoopsAndTooMuchMemory) {
    EXPECT_THAT(complaint("while true do end"), HasSubstr("suites/a.lua:1: the script ran"));
    EXPECT_THAT(complaint("local s = 'x' while true do s = s .. s end"), HasSubstr("not enough memory"));
}

TEST(Sandbox, WalksTablesInTheOrderOfTheirKeys) {
    EXPECT_EQ(complaint(R"lua(
local words = {}
for key, value in pairs({ pear = 1, apple = 2, fig = 3, 10, 20 }) do words[#words + 1] = key .. "=" .. value end
assert(table.concat(words, " ") == "1=10 2=20 apple=2 fig=3 pear=1", table.concat(words, " "))
for _ in pairs({}) do error("nothing is in it") end)lua"),
              "");
}

TEST(Sandbox, WalksAnEmptyTableAmongManyOthers) {
    EXPECT_EQ(complaint(R"lua(
local kept = {}
for number = 1, 5000 do
  kept[number] = { tostring(number), { number } }
  for _ in pairs({}) do error("nothing is in it") end
end)lua"),
              "");
}

}  // namespace
}  // namespace assay::script
