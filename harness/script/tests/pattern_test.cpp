// Our matcher against Lua's own: the same results, and an end.
#include <algorithm>
#include <memory>
#include <sstream>

#include <gmock/gmock.h>

#include "../src/lua_api.hpp"
#include "scripted.hpp"

namespace assay::script {
namespace {

using testing::HasSubstr;

/// Lua that makes patterns from lawful parts, and tells what every function makes of them.
constexpr const char* comparison = R"lua(
local parts = { "a", "b", ".", "%a", "%d", "[ab]", "[^a]", "[]-c]", "[a-c%d]", "%s", "a*", "b+", "a-", ".-", "b?", "(a)", "(.-)", "()",
  "%b()", "%f[%a]", "%f[%z]", "$", "^", "(a*(.)%w(%s*))", "(.)%1", "%W", "%.", "-", "[%a%-]+", "x" }
local subjects = { "", "a", "abab", "aab b1 (a(b)c) ", "(a)b", "  word, word2; x.y-z ", "aaaaaaaab", "1.5-2", "%d", "a\0b" }
local state = 12345
local function pick(n) state = (state * 1103515245 + 12345) % 2147483648 return state // 65536 % n + 1 end
local lines = {}
local function note(...)
  local values = { ... }
  for i = 1, select("#", ...) do values[i] = tostring(values[i]) end
  lines[#lines + 1] = table.concat(values, "|")
end
for round = 1, 1500 do
  local pattern = ""
  for _ = 1, pick(4) do pattern = pattern .. parts[pick(#parts)] end
  local subject, init = subjects[pick(#subjects)], pick(12) - 6
  note(round, pattern, subject, init)
  note(subject:find(pattern, init))
  note(subject:match(pattern, init))
  note(subject:gsub(pattern, "<%0>"))
  note(subject:gsub(pattern, function(first) return first == "a" and "A" end, pick(3)))
  note(subject:gsub(pattern, { a = "x", b = 2, [1] = "one" }))
  for first, second in subject:gmatch(pattern) do note(first, second) end
end
note(("a.b"):find(".", 1, true))
note(("abc"):find("b", -1))
note(("abc"):find("", 10))
note(("abc"):find("", 4))
note(("12"):rep(2):gsub(1, 7))
return table.concat(lines, "\n")
)lua";

/// By Lua's own library.
std::string by_lua() {
    const std::unique_ptr<lua_State, decltype(&lua_close)> state{luaL_newstate(), lua_close};
    luaL_openlibs(state.get());
    EXPECT_EQ(luaL_dostring(state.get(), comparison), LUA_OK) << lua_tostring(state.get(), -1);
    std::size_t length = 0;
    const char* text = lua_tolstring(state.get(), -1, &length);
    return {text, length};
}

TEST(Patterns, MatchAsLuaMatchesThem) {
    const Played played = play(suite_with(std::string{"local function compare() "} + comparison +
                                          " end t:raw{ octets = compare(), why = 'it is no request' }"));
    ASSERT_EQ(played.asks.size(), 1U) << played.outcome.reason;
    std::istringstream ours{octets_of(std::get<Send>(played.asks[0]))};
    std::istringstream luas{by_lua()};
    std::string our_line;
    std::string lua_line;
    std::string input;
    std::size_t lines = 0;
    while (std::getline(luas, lua_line)) {
        ASSERT_TRUE(std::getline(ours, our_line));
        ASSERT_EQ(our_line, lua_line) << "line " << lines << ", after " << input;
        if (std::ranges::count(lua_line, '|') == 3) input = lua_line;
        ++lines;
    }
    EXPECT_GT(lines, 9000U);
}

std::string error_of(const std::string& body) { return play(suite_with(body)).outcome.reason; }

TEST(Patterns, AreRefusedWhenTheyAreMalformed) {
    EXPECT_THAT(error_of("('x'):find('%')"), HasSubstr("suites/a.lua:3: malformed pattern (ends with '%')"));
    EXPECT_THAT(error_of("('x'):find('[a')"), HasSubstr("malformed pattern (missing ']')"));
    EXPECT_THAT(error_of("('x'):find('(x')"), HasSubstr("unfinished capture"));
    EXPECT_THAT(error_of("('x'):find('x+)')"), HasSubstr("invalid pattern capture"));
    EXPECT_THAT(error_of("('x'):find('%1')"), HasSubstr("invalid capture index %1"));
    EXPECT_THAT(error_of("('x'):find('%b')"), HasSubstr("missing arguments to '%b'"));
    EXPECT_THAT(error_of("('x'):find('%f')"), HasSubstr("missing '[' after '%f'"));
    EXPECT_THAT(error_of("('x'):rep(400000):find(('(x'):rep(33))"), HasSubstr("too many captures"));
    EXPECT_THAT(error_of("('x'):rep(400):match(('x?'):rep(400))"), HasSubstr("pattern too complex"));
    EXPECT_THAT(error_of("('x'):gsub('x', '%9')"), HasSubstr("suites/a.lua:3: invalid capture index %9"));
    EXPECT_THAT(error_of("('x'):gsub('x', '%q')"), HasSubstr("invalid use of '%' in replacement"));
    EXPECT_THAT(error_of("('x'):gsub('x', function() return {} end)"),
                HasSubstr("suites/a.lua:3: invalid replacement value (a table)"));
    EXPECT_THAT(error_of("('x'):gsub(nil, 'x')"),
                HasSubstr("suites/a.lua:3: pattern: text expected, got nil"));
    EXPECT_THAT(error_of("local s = 'x'\ns:gsub('x', function() error('mine') end)"),
                HasSubstr("suites/a.lua:4: mine"));
}

}  // namespace
}  // namespace assay::script
