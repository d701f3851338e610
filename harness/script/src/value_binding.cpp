#include "binding.hpp"
#include "case_context.hpp"

namespace assay::script {
namespace {

int refuse_new_key(lua_State* state) {
    throw ScriptError{"t.profile is not to be changed: '" + text_at(state, 2, "key") + "'"};
}

void push_value(lua_State* state, const Value& value);

void protect(lua_State* state) {
    lua_createtable(state, 0, 1);
    lua_pushcfunction(state, bound<refuse_new_key>);
    lua_setfield(state, -2, "__newindex");
    lua_setmetatable(state, -2);
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

void push_value(lua_State* state, const Value& value) {
    reserve(state, 4);
    std::visit(Pusher{state}, value.held);
}

}  // namespace

void open_values(lua_State* state, const Value& profile) {
    if (std::holds_alternative<Table>(profile.held)) {
        push_value(state, profile);
    } else {
        lua_newtable(state);
    }
    lua_setfield(state, -2, "profile");
}

}  // namespace assay::script
