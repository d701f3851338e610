#include <array>

#include <fmt/format.h>

#include "binding.hpp"
#include "case_context.hpp"

namespace assay::script {
namespace {

int refuse_new_key(lua_State* state) {
    throw ScriptError{"what a case is given is not to be changed: '" + text_at(state, 2, "key") + "'"};
}

void protect(lua_State* state) {
    lua_createtable(state, 0, 1);
    lua_pushcfunction(state, bound<refuse_new_key>);
    lua_setfield(state, -2, "__newindex");
    lua_setmetatable(state, -2);
}

/// A key that the profile does not have: the case has nothing to work with.
int end_case(lua_State* state) {
    const std::string table = text_at(state, lua_upvalueindex(1), "table");
    context_of(state).end_with(End::not_applicable,
                               fmt::format("the profile does not say {}{}", table, text_at(state, 2, "key")));
    return suspends;
}

/// Makes the table on top of the stack end the case when it is asked for a key that it does not have.
/// @param path how messages name the table: "item.", or "" for the profile itself
void end_where_silent(lua_State* state, const std::string& path) {
    lua_getmetatable(state, -1);
    push_text(state, path);
    lua_pushcclosure(state, bound<end_case>, 1);
    lua_setfield(state, -2, "__index");
    lua_pop(state, 1);
}

/// Does the profile say t:knows("item") or t:knows("item", "array")?
int knows(lua_State* state) {
    lua_settop(state, 3);
    lua_getfield(state, 1, "profile");
    for (int argument = 2; argument <= 3 && !lua_isnil(state, argument); ++argument) {
        if (!lua_istable(state, -1)) break;
        push_text(state, text_at(state, argument, "key"));
        lua_rawget(state, -2);
    }
    lua_pushboolean(state, lua_isnil(state, -1) ? 0 : 1);
    return 1;
}

struct Pusher {
    lua_State* state;

    void operator()(std::monostate) const { lua_pushnil(state); }
    void operator()(bool flag) const { lua_pushboolean(state, flag ? 1 : 0); }
    void operator()(std::int64_t number) const { lua_pushinteger(state, number); }
    void operator()(double number) const { lua_pushnumber(state, number); }
    void operator()(const std::string& text) const { push_text(state, text); }

    void operator()(const Array& array) const {
        lua_createtable(state, static_cast<int>(array.size()), 0);
        lua_Integer position = 0;
        for (const Value& element : array) {
            push_value(state, element);
            lua_rawseti(state, -2, ++position);
        }
        protect(state);
    }

    void operator()(const Table& table) const {
        lua_createtable(state, 0, static_cast<int>(table.size()));
        for (const auto& [key, element] : table) {
            push_text(state, key);
            push_value(state, element);
            lua_rawset(state, -3);
        }
        protect(state);
    }
};

/// A list when it has elements that are numbered, else a table by name.
Value table_at(lua_State* state, int index, const char* what) {
    Array array;
    const auto count = static_cast<lua_Integer>(lua_rawlen(state, index));
    for (lua_Integer i = 1; i <= count; ++i) {
        lua_rawgeti(state, index, i);
        array.push_back(value_at(state, lua_gettop(state), what));
        lua_pop(state, 1);
    }
    if (count > 0) return {std::move(array)};
    Table table;
    lua_pushnil(state);
    while (lua_next(state, index) != 0) {
        lua_pushvalue(state, -2);
        const std::string key = text_at(state, -1, what);
        lua_pop(state, 1);
        table.emplace(key, value_at(state, lua_gettop(state), key.c_str()));
        lua_pop(state, 1);
    }
    return {std::move(table)};
}

}  // namespace

void push_value(lua_State* state, const Value& value) {
    reserve(state, 4);
    std::visit(Pusher{state}, value.held);
}

Value value_at(lua_State* state, int index, const char* what) {
    constexpr int deepest = 64;  // a table may hold itself
    constexpr std::size_t weight = sizeof(Value);
    if (lua_gettop(state) > deepest) throw ScriptError{std::string{what} + ": tables in it nest too deeply"};
    hand_over(state, weight);
    reserve(state, 4);
    switch (lua_type(state, index)) {
        case LUA_TBOOLEAN: return {lua_toboolean(state, index) != 0};
        case LUA_TSTRING: return {text_at(state, index, what)};
        case LUA_TTABLE: return table_at(state, index, what);
        case LUA_TNUMBER:
            if (lua_isinteger(state, index) != 0) return {std::int64_t{lua_tointeger(state, index)}};
            return {static_cast<double>(lua_tonumber(state, index))};
        default:
            throw ScriptError{std::string{what} + ": text, a number, true, false or a table expected, got " +
                              luaL_typename(state, index)};
    }
}

namespace {

constexpr Field fields[] = {
    {"profile", "table",
     "what the profile says beside `[match] [target] [credentials] [features] [namespaces]`: "
     "`t.profile.item.uri`, `t.profile.name`; for a case of clients the `[facts]` of the driver. It cannot "
     "be "
     "changed"}};

constexpr Method functions[] = {
    {"knows",
     bound<knows>,
     {.does = "Asks whether the profile says a key, which ends the case as `not_applicable` when it is only "
              "read.",
      .takes = {{"table", "text", "`item`"}, {"[key]", "text", "in that table: `array`"}},
      .gives = "boolean"}}};

constexpr Section target{.title = "The target",
                         .receiver = "t:",
                         .about =
                             "A case takes what it looks at from the target's profile, and from nowhere "
                             "else. What the profile does not say "
                             "ends the case as `not_applicable`.",
                         .methods = functions,
                         .fields = fields};

}  // namespace

void open_values(lua_State* state, const Value& profile, Silence silence) {
    set_functions(state, target);
    const Value none{Table{}};
    const auto* table = std::get_if<Table>(&profile.held);
    push_value(state, table == nullptr ? none : profile);
    if (table != nullptr && silence == Silence::ends_the_case) {
        for (const auto& [name, value] : *table) {
            if (!std::holds_alternative<Table>(value.held)) continue;
            push_text(state, name);
            lua_rawget(state, -2);
            end_where_silent(state, name + ".");
            lua_pop(state, 1);
        }
    }
    if (silence == Silence::ends_the_case) end_where_silent(state, "");
    lua_setfield(state, -2, "profile");
}

}  // namespace assay::script
