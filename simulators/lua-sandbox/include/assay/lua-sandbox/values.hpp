// Between C++ and Lua values, without Lua's own errors: those jump over destructors.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "assay/lua-sandbox/sandbox.hpp"

namespace assay::lua {

/// Raises what stands on the top of the stack as an error of the script's line. Does not return.
int raise(lua_State* state);
void push_error(lua_State* state, const char* what);

/// A function of ours for lua_pushcfunction: its ScriptErrors become Lua errors when nothing of ours is left
/// to be destroyed.
template <int (*Function)(lua_State*)>
int bound(lua_State* state) {
    {
        const Sandbox::Trust trust{state};
        try {
            return Function(state);
        } catch (const std::exception& error) {
            push_error(state, error.what());
        }
    }
    return raise(state);
}

/// What kind of value stands there, for messages: "nil", "number 1.5", "text".
[[nodiscard]] std::string shown(lua_State* state, int index);

/// @param what  names the value in the ScriptError that is thrown when it is something else
[[nodiscard]] std::int64_t integer_at(lua_State* state, int index, std::int64_t least, std::int64_t most,
                                      const std::string& what);
[[nodiscard]] double number_at(lua_State* state, int index, const std::string& what);
/// Octets; a number does not count as text.
[[nodiscard]] std::string text_at(lua_State* state, int index, const std::string& what);

/// Pushes the table's own field. @return false, with nothing pushed, when it is nil
[[nodiscard]] bool push_field(lua_State* state, int table, const char* key);
void push_text(lua_State* state, std::string_view text);

/// Refuses keys that are none of these, so that a misspelt one does not go unnoticed.
/// @throws ScriptError
void allow_only(lua_State* state, int table, std::initializer_list<std::string_view> keys,
                const std::string& what);

}  // namespace assay::lua
