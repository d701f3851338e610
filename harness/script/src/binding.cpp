#include "binding.hpp"

#include <algorithm>
#include <cctype>
#include <vector>

#include <fmt/format.h>

#include "sandbox.hpp"

namespace assay::script {
namespace {

std::string shown(lua_State* state, int index) {
    return lua_isnoneornil(state, index) ? "nothing" : luaL_typename(state, index);
}

/// "file:line: " of the innermost line of the script's own; "" when nothing of it runs.
std::string place_in(lua_State* state) {
    lua_Debug frame{};
    for (int level = 0; lua_getstack(state, level, &frame) != 0; ++level) {
        lua_getinfo(state, "Sl", &frame);
        if (frame.currentline > 0 && std::string_view{frame.source} != own_chunk)
            return fmt::format("{}:{}: ", frame.short_src, frame.currentline);
    }
    return {};
}

/// Does it begin with "file.lua:line:"?
bool has_place(std::string_view message) {
    const auto extension = message.substr(0, message.find('\n')).find(".lua:");
    return extension != std::string_view::npos && extension + 5 < message.size() &&
           std::isdigit(static_cast<unsigned char>(message[extension + 5])) != 0;
}

/// A script may raise an error of any length.
std::string clipped(std::string_view message, std::size_t most) {
    if (message.size() <= most) return std::string{message};
    return fmt::format("{} … ({} octets)", message.substr(0, most), message.size());
}

}  // namespace

void set_functions(lua_State* state, const Section& section) {
    for (const Method& method : section.methods) {
        lua_pushcfunction(state, method.function());
        lua_setfield(state, -2, method.name());
    }
    // What both kinds of cases have is told once.
    auto& told = host_of(state).sections;
    if (std::ranges::find(told, &section) == told.end()) told.push_back(&section);
}

void set_globals(lua_State* state, const Section& section) {
    lua_rawgeti(state, LUA_REGISTRYINDEX, LUA_RIDX_GLOBALS);
    set_functions(state, section);
    lua_pop(state, 1);
}

std::string text_at(lua_State* state, int index, const char* what) {
    if (lua_isstring(state, index) == 0)
        throw ScriptError{fmt::format("{}: text expected, got {}", what, shown(state, index))};
    lua_pushvalue(state, index);  // lua_tolstring changes a number in its place
    std::size_t length = 0;
    const char* text = lua_tolstring(state, -1, &length);
    Budget& budget = host_of(state).budget;
    if (!budget.hand_over(length)) throw ScriptError{budget.too_much_handed_over()};
    std::string copy{text, length};
    lua_pop(state, 1);
    return copy;
}

std::optional<std::string> optional_text_at(lua_State* state, int index, const char* what) {
    if (lua_isnoneornil(state, index)) return std::nullopt;
    return text_at(state, index, what);
}

lua_Integer integer_at(lua_State* state, int index, const char* what) {
    int is_integer = 0;
    const lua_Integer value = lua_tointegerx(state, index, &is_integer);
    if (is_integer == 0)
        throw ScriptError{fmt::format("{}: whole number expected, got {}", what, shown(state, index))};
    return value;
}

bool has_table(lua_State* state, int index, const char* what) {
    if (lua_isnoneornil(state, index)) return false;
    if (!lua_istable(state, index))
        throw ScriptError{fmt::format("{}: table expected, got {}", what, shown(state, index))};
    return true;
}

int push_field(lua_State* state, int index, const char* name) {
    index = lua_absindex(state, index);
    lua_pushstring(state, name);
    return lua_rawget(state, index);
}

std::optional<std::string> text_field(lua_State* state, int index, const char* name) {
    push_field(state, index, name);
    auto text = optional_text_at(state, -1, name);
    lua_pop(state, 1);
    return text;
}

std::optional<lua_Integer> integer_field(lua_State* state, int index, const char* name) {
    push_field(state, index, name);
    std::optional<lua_Integer> value;
    if (!lua_isnil(state, -1)) value = integer_at(state, -1, name);
    lua_pop(state, 1);
    return value;
}

bool flag_field(lua_State* state, int index, const char* name, bool otherwise) {
    const int type = push_field(state, index, name);
    const bool value = type == LUA_TNIL ? otherwise : lua_toboolean(state, -1) != 0;
    lua_pop(state, 1);
    if (type != LUA_TNIL && type != LUA_TBOOLEAN)
        throw ScriptError{fmt::format("{}: true or false expected", name)};
    return value;
}

void refuse_unknown_keys(lua_State* state, int index, std::span<const Key> known, const char* what) {
    index = lua_absindex(state, index);
    lua_pushnil(state);
    while (lua_next(state, index) != 0) {
        lua_pop(state, 1);
        const bool is_text = lua_type(state, -1) == LUA_TSTRING;
        const std::string key = is_text ? lua_tostring(state, -1) : "[" + text_at(state, -1, "key") + "]";
        if (!is_text || std::ranges::find(known, key, &Key::name) == known.end()) {
            std::vector<std::string_view> names;
            for (const Key& each : known) names.push_back(each.name);
            throw ScriptError{
                fmt::format("{} has no field '{}'; it knows {}", what, key, fmt::join(names, ", "))};
        }
    }
}

void reserve(lua_State* state, int slots) {
    if (lua_checkstack(state, slots) == 0) throw ScriptError{"the script's stack is full"};
}

std::string shown_at(lua_State* state, int index) {
    if (lua_isstring(state, index) != 0) return text_at(state, index, "value");
    if (lua_isboolean(state, index)) return lua_toboolean(state, index) != 0 ? "true" : "false";
    return shown(state, index);
}

void push_text(lua_State* state, std::string_view text) { lua_pushlstring(state, text.data(), text.size()); }

int load_script(lua_State* state, const Library& library, const std::string& file) {
    const auto found = library.texts.find(file);
    if (found == library.texts.end()) throw ScriptError{"no script " + library.shown(file)};
    const std::string chunk = "@" + library.shown(file);
    return luaL_loadbufferx(state, found->second.data(), found->second.size(), chunk.c_str(), "t");
}

void push_error(lua_State* state, std::string_view why) {
    const Trusted trusted{state};
    lua_checkstack(state, 4);
    push_text(state, place_in(state) + std::string{why});
}

std::string error_with_traceback(lua_State* coroutine, int status) {
    std::string message;
    if (status == LUA_ERRMEM) {
        message = place_in(coroutine) + host_of(coroutine).budget.too_much_memory();
    } else if (lua_type(coroutine, -1) != LUA_TSTRING) {
        message = place_in(coroutine) + "an error that is a " + luaL_typename(coroutine, -1);
    } else {
        message = clipped(lua_tostring(coroutine, -1), 4000);
        if (!has_place(message)) message = place_in(coroutine) + message;
    }
    lua_checkstack(coroutine, LUA_MINSTACK);
    luaL_traceback(coroutine, coroutine, message.c_str(), 0);
    return clipped(lua_tostring(coroutine, -1), 8000);
}

}  // namespace assay::script
