#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "binding.hpp"
#include "sandbox.hpp"

namespace assay::script {
namespace {

constexpr const char* loaded_modules = "assay.loaded";

/// Calls a function of the script's; its error goes on as one of ours, with its own place.
void call_script(lua_State* state, int arguments, int results) {
    int status = LUA_OK;
    {
        const Distrusted distrusted{state};
        status = lua_pcall(state, arguments, results, 0);
    }
    if (status == LUA_OK) return;
    if (status == LUA_ERRMEM) throw ScriptError{host_of(state).budget.too_much_memory()};
    throw ScriptError{lua_type(state, -1) == LUA_TSTRING
                          ? text_at(state, -1, "error")
                          : std::string{"an error that is a "} + luaL_typename(state, -1)};
}

/// Numbers first, then text, each in order: the order of a table's hash would differ from run to run, and a
/// replayed case has to say the same again.
bool key_less(lua_State* state, int left, int right) {
    const int left_type = lua_type(state, left);
    const int right_type = lua_type(state, right);
    if (left_type != right_type) return left_type < right_type;
    if (left_type == LUA_TNUMBER || left_type == LUA_TSTRING)
        return lua_compare(state, left, right, LUA_OPLT) != 0;
    return false;
}

/// upvalues: the table, its sorted keys, the position.
int next_pair(lua_State* state) {
    const lua_Integer position = lua_tointeger(state, lua_upvalueindex(3)) + 1;
    lua_pushinteger(state, position);
    lua_replace(state, lua_upvalueindex(3));
    if (lua_rawgeti(state, lua_upvalueindex(2), position) == LUA_TNIL) return 1;
    lua_pushvalue(state, -1);
    lua_rawget(state, lua_upvalueindex(1));
    return 2;
}

/// Leaves an array of the table's keys, sorted, on the stack.
void push_sorted_keys(lua_State* state, int table) {
    const int first = lua_gettop(state) + 1;
    std::vector<int> order;
    lua_pushnil(state);
    while (lua_next(state, table) != 0) {
        lua_pop(state, 1);
        reserve(state, 4);
        order.push_back(lua_gettop(state));
        lua_pushvalue(state, -1);
    }
    Budget& budget = host_of(state).budget;
    if (!budget.work(16 * order.size())) throw ScriptError{budget.too_much_work()};
    std::ranges::stable_sort(order, [state](int left, int right) { return key_less(state, left, right); });
    lua_createtable(state, static_cast<int>(order.size()), 0);
    lua_Integer position = 0;
    for (const int key : order) {
        lua_pushvalue(state, key);
        lua_rawseti(state, -2, ++position);
    }
    if (order.empty()) return;  // the list stands where it belongs: a replacement would take it away
    lua_replace(state, first);
    lua_settop(state, first);
}

int sorted_pairs(lua_State* state) {
    lua_settop(state, 1);
    if (luaL_getmetafield(state, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(state, 1);
        call_script(state, 1, 3);
        return 3;
    }
    if (!has_table(state, 1, "pairs")) throw ScriptError{"pairs: table expected, got nothing"};
    lua_pushvalue(state, 1);
    push_sorted_keys(state, 1);
    lua_pushinteger(state, 0);
    lua_pushcclosure(state, next_pair, 3);
    return 1;
}

/// `require("lib.items")`: the script lib/items.lua of the library, run once in this state.
int require_script(lua_State* state) {
    std::string name = text_at(state, 1, "require");
    lua_getfield(state, LUA_REGISTRYINDEX, loaded_modules);
    if (lua_getfield(state, -1, name.c_str()) != LUA_TNIL) return 1;
    lua_pop(state, 1);
    const std::string file = host_of(state).library->required(name, host_of(state).file);
    if (load_script(state, *host_of(state).library, file) != LUA_OK)
        throw ScriptError{lua_tostring(state, -1)};
    call_script(state, 0, 1);
    if (lua_isnil(state, -1)) throw ScriptError{file + " returns nothing; a library returns its table"};
    lua_pushvalue(state, -1);
    lua_setfield(state, -3, name.c_str());
    return 1;
}

constexpr const char* kept_globals[] = {"_VERSION", "assert", "error",    "ipairs",   "rawequal",
                                        "rawlen",   "select", "tonumber", "tostring", "type",
                                        "math",     "string", "table",    "utf8",     "getmetatable"};

/// Everything else that Lua's base library brings goes: files, byte code, protected calls (they could hold on
/// after a limit), the collector.
void keep_only_the_harmless(lua_State* state) {
    lua_newtable(state);
    for (const char* name : kept_globals) {
        lua_getglobal(state, name);
        lua_setfield(state, -2, name);
    }
    lua_pushvalue(state, -1);
    lua_setfield(state, -2, "_G");
    lua_rawseti(state, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
}

void forget(lua_State* state, const char* library, const char* function) {
    lua_getglobal(state, library);
    lua_pushnil(state);
    lua_setfield(state, -2, function);
    lua_pop(state, 1);
}

/// As Lua's own, but for __gc: a finalizer runs where no limit holds, and also when the state is closed.
int set_metatable(lua_State* state) {
    if (!lua_istable(state, 1)) throw ScriptError{"setmetatable: table expected, got " + shown_at(state, 1)};
    if (!lua_isnil(state, 2) && !lua_istable(state, 2))
        throw ScriptError{"setmetatable: nil or table expected, got " + shown_at(state, 2)};
    if (luaL_getmetafield(state, 1, "__metatable") != LUA_TNIL)
        throw ScriptError{"cannot change a protected metatable"};
    if (lua_istable(state, 2) && push_field(state, 2, "__gc") != LUA_TNIL)
        throw ScriptError{"a metatable of a case has no __gc; t:defer tidies up"};
    lua_settop(state, 2);
    lua_setmetatable(state, 1);
    return 1;
}

void seed_random(lua_State* state, std::uint64_t seed) {
    lua_getglobal(state, "math");
    lua_getfield(state, -1, "randomseed");
    lua_pushinteger(state, static_cast<lua_Integer>(seed));
    lua_call(state, 1, 0);
    lua_pop(state, 1);
    forget(state, "math", "randomseed");
}

constexpr Method functions[] = {
    {"setmetatable",
     bound<set_metatable>,
     {.does = "Gives a table a metatable.",
      .takes = {{"table", "table", "that gets it"}, {"metatable", "table or nil", "`__gc` is refused"}},
      .gives = "the table",
      .fails = "the metatable has `__gc`, or the old one is protected"}},
    {"pairs",
     bound<sorted_pairs>,
     {.does = "Walks a table in the order of its keys: numbers first, then text.",
      .takes = {{"table", "table", "`__pairs` of its metatable comes first"}},
      .gives = "an iterator"}},
    {"require",
     bound<require_script>,
     {.does = "Runs a script of a `lib` folder once and gives its table.",
      .takes = {{"name", "text", "`lib.items` is `suites/lib/items.lua`"}},
      .gives = "what the script returns",
      .fails = "there is no such script, or it returns nothing"}}};

constexpr Section language{
    .title = "The language",
    .receiver = "",
    .about =
        "Lua 5.4 with `assert error getmetatable ipairs math rawequal rawlen select string table "
        "tonumber tostring type utf8`, and no files, processes, clocks, byte code, coroutines or protected "
        "calls. Everything random (`t:uuid`, message ids, `math.random`) follows from the run's seed and the "
        "case's id.",
    .methods = functions};

}  // namespace

void open_sandbox(lua_State* state, std::uint64_t seed) {
    luaL_requiref(state, "_G", luaopen_base, 1);
    luaL_requiref(state, LUA_STRLIBNAME, luaopen_string, 1);
    luaL_requiref(state, LUA_TABLIBNAME, luaopen_table, 1);
    luaL_requiref(state, LUA_MATHLIBNAME, luaopen_math, 1);
    luaL_requiref(state, LUA_UTF8LIBNAME, luaopen_utf8, 1);
    lua_settop(state, 0);
    keep_only_the_harmless(state);
    forget(state, "string", "dump");
    open_patterns(state);
    open_counted_functions(state);
    seed_random(state, seed);
    lua_newtable(state);
    lua_setfield(state, LUA_REGISTRYINDEX, loaded_modules);
    set_globals(state, language);
}

}  // namespace assay::script
