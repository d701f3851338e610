#include "assay/lua-sandbox/values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

extern "C" {
#include <lauxlib.h>
}

namespace assay::lua {

void push_error(lua_State* state, const char* what) {
    luaL_where(state, 1);
    lua_pushstring(state, what);
    lua_concat(state, 2);
}

int raise(lua_State* state) { return lua_error(state); }

std::string shown(lua_State* state, int index) {
    switch (lua_type(state, index)) {
        case LUA_TSTRING: return "text";
        case LUA_TNUMBER:
            if (lua_isinteger(state, index) != 0) return fmt::format("{}", lua_tointeger(state, index));
            return fmt::format("{}", lua_tonumber(state, index));
        default: return luaL_typename(state, index);
    }
}

std::int64_t integer_at(lua_State* state, int index, std::int64_t least, std::int64_t most,
                        const std::string& what) {
    const bool is_number = lua_type(state, index) == LUA_TNUMBER;
    int is_integer = 0;
    const lua_Integer value = is_number ? lua_tointegerx(state, index, &is_integer) : 0;
    if (is_integer != 0 && value >= least && value <= most) return value;
    throw ScriptError{
        fmt::format("{}: an integer from {} to {} expected, got {}", what, least, most, shown(state, index))};
}

double number_at(lua_State* state, int index, const std::string& what) {
    if (lua_type(state, index) == LUA_TNUMBER) return lua_tonumber(state, index);
    throw ScriptError{fmt::format("{}: a number expected, got {}", what, shown(state, index))};
}

std::string text_at(lua_State* state, int index, const std::string& what) {
    if (lua_type(state, index) != LUA_TSTRING)
        throw ScriptError{fmt::format("{}: text expected, got {}", what, shown(state, index))};
    std::size_t length = 0;
    const char* const text = lua_tolstring(state, index, &length);
    return {text, length};
}

bool push_field(lua_State* state, int table, const char* key) {
    const int at = lua_absindex(state, table);
    lua_pushstring(state, key);
    if (lua_rawget(state, at) != LUA_TNIL) return true;
    lua_pop(state, 1);
    return false;
}

void push_text(lua_State* state, std::string_view text) { lua_pushlstring(state, text.data(), text.size()); }

void allow_only(lua_State* state, int table, std::initializer_list<std::string_view> keys,
                const std::string& what) {
    const int at = lua_absindex(state, table);
    lua_pushnil(state);
    while (lua_next(state, at) != 0) {
        lua_pop(state, 1);
        const std::string key =
            lua_type(state, -1) == LUA_TSTRING ? lua_tostring(state, -1) : shown(state, -1);
        if (std::ranges::find(keys, std::string_view{key}) != keys.end()) continue;
        throw ScriptError{
            fmt::format("{}: unknown key '{}'; known are {}", what, key, fmt::join(keys, ", "))};
    }
}

}  // namespace assay::lua
