#include "assay/lua-sandbox/sandbox.hpp"

#include <gmock/gmock.h>

#include "assay/lua-sandbox/values.hpp"

namespace assay::lua {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class SandboxTest : public testing::Test {
protected:
    std::string error(const std::string& script) {
        try {
            sandbox.run(script, "a.lua");
        } catch (const ScriptError& mistake) {
            return mistake.what();
        }
        return "none";
    }
    Sandbox sandbox{{.memory_octets = 256UL * 1024, .instructions = 100'000}};
};

TEST_F(SandboxTest, RunsOrdinaryScripts) {
    EXPECT_EQ(error("local t = {} for i = 1, 9 do table.insert(t, string.char(i)) end\n"
                    "assert(#table.concat(t) == 9 and ('ab'):upper() == 'AB' and math.floor(2.5) == 2)\n"
                    "assert(string.pack('<I2', 258) == '\\2\\1' and select('#', table.unpack({1, 2})) == 2)"),
              "none");
}

TEST_F(SandboxTest, SaysWhereAMistakeIs) {
    EXPECT_THAT(error("local x = 1\nx = = 2"), StartsWith("a.lua:2: "));
    EXPECT_THAT(error("\n\nlocal x = nil + 1"), StartsWith("a.lua:3: "));
    EXPECT_THAT(error("error({})"), AllOf(StartsWith("a.lua:1: "), HasSubstr("not text")));
    EXPECT_THAT(error("error()"), HasSubstr("not text"));
}

TEST_F(SandboxTest, CutsWhatDoesNotEnd) {
    EXPECT_THAT(error("while true do end"), AllOf(StartsWith("a.lua:1: "), HasSubstr("was cut")));
    EXPECT_THAT(error("local function f() return f() end f()"), HasSubstr("was cut"));
    EXPECT_THAT(error("local function f() return 1 + f() end f()"), HasSubstr("was cut"));
    EXPECT_EQ(error("local x = 1"), "none") << "the next one begins with all of it";
}

TEST_F(SandboxTest, CutsInstructionsThatDoMuchAtOnce) {
    Sandbox patient{{.memory_octets = 1024UL * 1024, .instructions = UINT64_MAX / 2}};
    EXPECT_THROW(patient.run("local t = {} while true do table.insert(t, 1, 0) if #t > 20000 then\n"
                             "table.remove(t, 1) end end",
                             "a.lua"),
                 ScriptError);
}

TEST_F(SandboxTest, CutsWhatFillsTheMemory) {
    // a megabyte: more than it may have, and no harm where nobody cuts it
    ASSERT_THAT(error("local s = 'x' for i = 1, 20 do s = s .. s end"), HasSubstr("256 KiB"));
    for (const char* const script :
         {"local s = 'x' while true do s = s .. s end", "local t = {} while true do t[#t + 1] = {} end",
          "local t = {} for i = 1, 1e9 do t[i] = tostring(i) end",
          "return select('#', table.unpack({}, 1, 1e7))"}) {
        EXPECT_NE(error(script), "none") << script;
    }
    EXPECT_THAT(error("local s = 'x' while true do s = s .. s end"), HasSubstr("256 KiB"));
    EXPECT_EQ(error("local s = 'x' for i = 1, 15 do s = s .. s end"), "none") << "what it held is free again";
}

TEST_F(SandboxTest, HasNothingThatReachesOutOrCannotBeCut) {
    for (const char* const name :
         {"io",           "os",          "debug",          "package",      "require",
          "load",         "loadfile",    "dofile",         "pcall",        "xpcall",
          "getmetatable", "coroutine",   "collectgarbage", "setmetatable", "rawset",
          "print",        "string.rep",  "string.find",    "string.gsub",  "string.dump",
          "table.move",   "math.random", "utf8",           "warn"}) {
        EXPECT_EQ(error("assert(" + std::string{name} + " == nil)"), "none") << name;
    }
    EXPECT_THAT(error("('x'):rep(1e9)"), HasSubstr("nil value"));
    EXPECT_THAT(error("return '\27Lua'"), testing::Eq("none"));
    EXPECT_NE(error("\27Lua"), "none") << "no byte code";
}

int doubled(lua_State* state) {
    const std::string kept_on_the_heap(64, 'x');
    lua_pushinteger(state, 2 * integer_at(state, 1, 0, 100, "doubled"));
    return 1;
}

TEST_F(SandboxTest, GivesOurFunctionsMistakesTheScriptsPlace) {
    lua_register(sandbox.state(), "doubled", bound<doubled>);
    EXPECT_EQ(error("assert(doubled(4) == 8)"), "none");
    EXPECT_EQ(error("\ndoubled(101)"), "a.lua:2: doubled: an integer from 0 to 100 expected, got 101");
    EXPECT_THAT(error("doubled('4')"), HasSubstr("got text"));
    EXPECT_THAT(error("doubled(1.5)"), HasSubstr("got 1.5"));
}

}  // namespace
}  // namespace assay::lua
