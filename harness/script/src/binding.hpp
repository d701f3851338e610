// How our functions meet Lua: arguments are read here, and C++ objects are gone before Lua jumps.
#pragma once

#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "lua_state.hpp"
#include "section.hpp"

namespace assay::script {

/// What a bound function returns to suspend its case until the ask in the CaseContext is answered.
inline constexpr int suspends = -1;

/// Our own code runs: the script's memory limit does not hold.
class Trusted {
public:
    explicit Trusted(lua_State* state) : budget_{host_of(state).budget} { budget_.trust(); }
    Trusted(const Trusted&) = delete;
    Trusted& operator=(const Trusted&) = delete;
    ~Trusted() { budget_.distrust(); }

private:
    Budget& budget_;
};

/// The script's code runs, called by ours: its limits hold again.
class Distrusted {
public:
    explicit Distrusted(lua_State* state) : budget_{host_of(state).budget} { budget_.distrust(); }
    Distrusted(const Distrusted&) = delete;
    Distrusted& operator=(const Distrusted&) = delete;
    ~Distrusted() { budget_.trust(); }

private:
    Budget& budget_;
};

/// Pushes "file:line: why", with the innermost line of the script's own.
void push_error(lua_State* state, std::string_view why);

/// `function` as Lua calls it. It returns the count of its results or `suspends`, and throws ScriptError.
/// lua_error and lua_yield jump over destructors, so that both happen after the inner scope.
template <int (*function)(lua_State*)>
int bound(lua_State* state) {
    int results = 0;
    bool raises = false;
    {
        const Trusted trusted{state};
        try {
            results = function(state);
        } catch (const std::exception& error) {
            push_error(state, error.what());
            raises = true;
        }
    }
    if (raises) return lua_error(state);
    if (results == suspends) return lua_yield(state, 0);
    return results;
}

/// As bound(), for a function that asks several times: it is called again with what came on top of the stack.
/// `function` gets the step, counted from 0.
template <int (*function)(lua_State*, lua_KContext)>
int resumed(lua_State* state, int /*status*/, lua_KContext step) {
    int results = 0;
    bool raises = false;
    {
        const Trusted trusted{state};
        try {
            results = function(state, step);
        } catch (const std::exception& error) {
            push_error(state, error.what());
            raises = true;
        }
    }
    if (raises) return lua_error(state);
    if (results == suspends) return lua_yieldk(state, 0, step + 1, resumed<function>);
    return results;
}

template <int (*function)(lua_State*, lua_KContext)>
int stepwise(lua_State* state) {
    return resumed<function>(state, LUA_OK, 0);
}

/// The text at `index`. Numbers are text too; nothing else is.
/// @param what names the argument in the message
[[nodiscard]] std::string text_at(lua_State* state, int index, const char* what);
[[nodiscard]] std::optional<std::string> optional_text_at(lua_State* state, int index, const char* what);
[[nodiscard]] lua_Integer integer_at(lua_State* state, int index, const char* what);

/// Is there a table at `index`? Absent and nil are not; anything else is a mistake.
[[nodiscard]] bool has_table(lua_State* state, int index, const char* what);

/// Pushes the field without asking the script's metamethods, whose errors would jump over our destructors.
/// @return its type
int push_field(lua_State* state, int index, const char* name);

/// Fields of the table at `index`, or nothing when they are nil.
[[nodiscard]] std::optional<std::string> text_field(lua_State* state, int index, const char* name);
[[nodiscard]] std::optional<lua_Integer> integer_field(lua_State* state, int index, const char* name);
[[nodiscard]] bool flag_field(lua_State* state, int index, const char* name, bool otherwise = false);

/// Refuses a table that has a key beside `known`, so that a misspelt option is not passed over.
void refuse_unknown_keys(lua_State* state, int index, std::span<const Key> known, const char* what);

/// Makes sure that `slots` more values fit on the stack.
void reserve(lua_State* state, int slots);

/// A scalar as people write it; "nothing" for nil, else the type's name.
[[nodiscard]] std::string shown_at(lua_State* state, int index);

void push_text(lua_State* state, std::string_view text);

/// Compiles the script `file` of the library; leaves the function or the message on the stack.
int load_script(lua_State* state, const Library& library, const std::string& file);

/// The error on top of a stopped coroutine's stack, and where it came from: "file:line: what" and a
/// traceback.
/// @param status why it stopped
[[nodiscard]] std::string error_with_traceback(lua_State* coroutine, int status);

/// C++ values as userdata with the metatable `type`, destroyed when Lua collects them.
template <class T>
void push_object(lua_State* state, const char* type, T value) {
    void* place = lua_newuserdatauv(state, sizeof(T), 0);
    new (place) T(std::move(value));
    luaL_setmetatable(state, type);
}

template <class T>
int destroy_object(lua_State* state) {
    std::destroy_at(static_cast<T*>(lua_touserdata(state, 1)));
    return 0;
}

template <class T>
T& object_at(lua_State* state, int index, const char* type, const char* what) {
    void* found = luaL_testudata(state, index, type);
    if (found == nullptr)
        throw ScriptError{std::string{what} + " expected, got " + luaL_typename(state, index)};
    return *static_cast<T*>(found);
}

/// Makes the metatable `type` with methods reached through __index.
template <class T>
void define_type(lua_State* state, const char* type, const Section& section) {
    luaL_newmetatable(state, type);
    lua_newtable(state);
    set_functions(state, section);
    lua_setfield(state, -2, "__index");
    lua_pushcfunction(state, destroy_object<T>);
    lua_setfield(state, -2, "__gc");
    lua_pushboolean(state, 0);
    lua_setfield(state, -2, "__metatable");
    lua_pop(state, 1);
}

}  // namespace assay::script
