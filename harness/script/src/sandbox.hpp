// What of Lua a script may use, so that nothing in it runs or grows uncounted.
#pragma once

#include <cstdint>
#include <string_view>

#include "lua_api.hpp"

namespace assay::script {

/// The name of Lua code that is ours; errors are told at the line of the script that called it.
inline constexpr const char* own_chunk = "=(assay)";

/// Opens what is harmless of Lua's libraries, and `require` and `pairs` of our own.
void open_sandbox(lua_State* state, std::uint64_t seed);

/// Puts counted patterns in the place of string's.
void open_patterns(lua_State* state);

/// Puts functions of string, table and utf8 that work without executing instructions behind a count.
void open_counted_functions(lua_State* state);

/// Does `text` match the Lua pattern?
/// @throws ScriptError for a malformed pattern
[[nodiscard]] bool matches_pattern(lua_State* state, std::string_view text, std::string_view pattern);

}  // namespace assay::script
