// Lua's own functions that do much in one instruction: what they will do is counted before they do it.
#include <algorithm>
#include <array>

#include "binding.hpp"
#include "sandbox.hpp"

namespace assay::script {
namespace {

// Plain C at heart: the functions behind the count raise Lua errors, which jump over destructors.

using Work = lua_Unsigned (*)(lua_State*);

lua_Unsigned between(lua_Integer first, lua_Integer last) {
    return last < first ? 0 : static_cast<lua_Unsigned>(last) - static_cast<lua_Unsigned>(first) + 1;
}

/// The octets of all arguments.
lua_Unsigned octets(lua_State* state) {
    lua_Unsigned sum = 0;
    for (int i = lua_gettop(state); i > 0; --i) {
        if (lua_type(state, i) == LUA_TSTRING) sum += lua_rawlen(state, i);
    }
    return Budget::for_octets(static_cast<std::size_t>(sum)) + 1;
}

/// string.rep loops also over nothing; what has octets is held by the limit of memory.
lua_Unsigned repetitions(lua_State* state) {
    const bool of_nothing = lua_rawlen(state, 1) + lua_rawlen(state, 3) == 0;
    return of_nothing ? between(1, lua_tointeger(state, 2)) : 1;
}

lua_Unsigned length(lua_State* state) { return lua_istable(state, 1) ? lua_rawlen(state, 1) : 0; }

lua_Unsigned concatenated(lua_State* state) {
    const lua_Integer first = luaL_optinteger(state, 3, 1);
    return between(first, luaL_optinteger(state, 4, static_cast<lua_Integer>(length(state))));
}

/// table.insert at the end moves nothing.
lua_Unsigned moved_up(lua_State* state) {
    return lua_gettop(state) < 3 ? 1
                                 : between(lua_tointeger(state, 2), static_cast<lua_Integer>(length(state)));
}

lua_Unsigned moved_down(lua_State* state) {
    return lua_gettop(state) < 2 ? 1
                                 : between(lua_tointeger(state, 2), static_cast<lua_Integer>(length(state)));
}

lua_Unsigned moved(lua_State* state) { return between(lua_tointeger(state, 2), lua_tointeger(state, 3)); }

lua_Unsigned unpacked(lua_State* state) {
    const lua_Integer first = luaL_optinteger(state, 2, 1);
    return between(first, luaL_optinteger(state, 3, static_cast<lua_Integer>(length(state))));
}

/// About n log n comparisons.
lua_Unsigned sorted(lua_State* state) { return length(state) * 16; }

struct Counted {
    const char* library;
    const char* name;
    Work work;
};

constexpr std::array counted_functions{
    Counted{LUA_STRLIBNAME, "byte", octets},       Counted{LUA_STRLIBNAME, "format", octets},
    Counted{LUA_STRLIBNAME, "lower", octets},      Counted{LUA_STRLIBNAME, "pack", octets},
    Counted{LUA_STRLIBNAME, "rep", repetitions},   Counted{LUA_STRLIBNAME, "reverse", octets},
    Counted{LUA_STRLIBNAME, "sub", octets},        Counted{LUA_STRLIBNAME, "unpack", octets},
    Counted{LUA_STRLIBNAME, "upper", octets},      Counted{LUA_STRLIBNAME, "packsize", octets},
    Counted{LUA_UTF8LIBNAME, "char", octets},      Counted{LUA_UTF8LIBNAME, "codepoint", octets},
    Counted{LUA_UTF8LIBNAME, "codes", octets},     Counted{LUA_UTF8LIBNAME, "len", octets},
    Counted{LUA_UTF8LIBNAME, "offset", octets},    Counted{LUA_TABLIBNAME, "concat", concatenated},
    Counted{LUA_TABLIBNAME, "insert", moved_up},   Counted{LUA_TABLIBNAME, "move", moved},
    Counted{LUA_TABLIBNAME, "remove", moved_down}, Counted{LUA_TABLIBNAME, "sort", sorted},
    Counted{LUA_TABLIBNAME, "unpack", unpacked},
};

/// upvalues: the function, the index of its row.
int counted(lua_State* state) {
    const auto& row = counted_functions[static_cast<std::size_t>(lua_tointeger(state, lua_upvalueindex(2)))];
    if (luaL_getmetafield(state, 1, "__len") != LUA_TNIL) {
        push_error(state, "the functions of table and string take no value with a __len of its own");
        return lua_error(state);
    }
    if (!host_of(state).budget.work(row.work(state))) {
        push_error(state, host_of(state).budget.too_much_work());
        return lua_error(state);
    }
    return lua_tocfunction(state, lua_upvalueindex(1))(state);
}

}  // namespace

void open_counted_functions(lua_State* state) {
    for (std::size_t i = 0; i < counted_functions.size(); ++i) {
        lua_getglobal(state, counted_functions[i].library);
        lua_getfield(state, -1, counted_functions[i].name);
        lua_pushinteger(state, static_cast<lua_Integer>(i));
        lua_pushcclosure(state, counted, 2);
        lua_setfield(state, -2, counted_functions[i].name);
        lua_pop(state, 1);
    }
}

}  // namespace assay::script
