#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "assay/base/home.hpp"
#include "assay/base/setup_error.hpp"
#include "assay/base/text.hpp"
#include "data_file.hpp"
#include "reader.hpp"

extern "C" {
#include <lauxlib.h>
}

namespace assay::scenario {
namespace {

using lua::ScriptError;

constexpr const char* table_key = "table of values";
constexpr const char* column_key = "column of values";
constexpr const char* slot_key = "something saved";

void set_integer(lua_State* state, const char* key, std::size_t value) {
    lua_pushinteger(state, static_cast<lua_Integer>(value));
    lua_setfield(state, -2, key);
}

std::size_t integer_field(lua_State* state, int table, const char* key) {
    static_cast<void>(lua::push_field(state, table, key));
    const auto value = static_cast<std::size_t>(lua_tointeger(state, -1));
    lua_pop(state, 1);
    return value;
}

bool has_field(lua_State* state, int table, const char* key) {
    if (!lua::push_field(state, table, key)) return false;
    lua_pop(state, 1);
    return true;
}

/// items.name: the value of the column in the row that an operation has.
int index_table(lua_State* state) {
    Reader& reader = Reader::of(state);
    const std::size_t number = integer_field(state, 1, table_key);
    const std::string name = lua::text_at(state, 2, "the name of a column");
    const load::Table& table = reader.table(number);
    const auto found = std::ranges::find(table.columns, name);
    if (found == table.columns.end()) {
        throw ScriptError{fmt::format("{} has the columns {}, and no '{}'", table.name,
                                      fmt::join(table.columns, ", "), name)};
    }
    lua_newtable(state);
    set_integer(state, table_key, number);
    set_integer(state, column_key, static_cast<std::size_t>(found - table.columns.begin()));
    return 1;
}

int push_table(lua_State* state, load::Table (*read)(const std::string&, std::string_view)) {
    Reader& reader = Reader::of(state);
    const auto file = reader.beside(lua::text_at(state, 1, "the data file"));
    std::string text;
    try {
        text = base::read_file(file);
    } catch (const base::SetupError&) {
        throw ScriptError{fmt::format("the data file cannot be read: '{}'", lua::text_at(state, 1, "file"))};
    }
    std::size_t number = 0;
    try {
        number = reader.add(read(file.string(), text));
    } catch (const base::SetupError& error) {
        reader.fails(error);
        throw ScriptError{error.what()};
    }
    lua_newtable(state);
    set_integer(state, table_key, number);
    lua_newtable(state);
    lua_pushcfunction(state, lua::bound<index_table>);
    lua_setfield(state, -2, "__index");
    lua_setmetatable(state, -2);
    return 1;
}

int csv(lua_State* state) { return push_table(state, read_csv); }
int json_lines(lua_State* state) { return push_table(state, read_json_lines); }

int saved(lua_State* state) {
    Reader& reader = Reader::of(state);
    const std::size_t slot = reader.slot(lua::text_at(state, 1, "what was saved"));
    reader.uses(slot, line_of_caller(state));
    lua_newtable(state);
    set_integer(state, slot_key, slot);
    return 1;
}

int unique(lua_State* state) {
    lua_newtable(state);
    set_integer(state, slot_key, load::unique_slot);
    return 1;
}

int sink(lua_State* state) {
    lua_newtable(state);
    set_integer(state, slot_key, Reader::of(state).sink_slot());
    return 1;
}

int escape(lua_State* state) {
    lua::push_text(state, base::xml_escaped(lua::text_at(state, 1, "the text")));
    return 1;
}

/// A column of a data file or something saved; nothing where a table is neither.
std::optional<load::Piece> reference_at(lua_State* state, int at, const std::string& what) {
    if (has_field(state, at, slot_key)) return load::Captured{integer_field(state, at, slot_key)};
    if (has_field(state, at, column_key))
        return load::Field{integer_field(state, at, table_key), integer_field(state, at, column_key)};
    if (has_field(state, at, table_key))
        throw ScriptError{what + ": this is a whole data file; name one of its columns"};
    return std::nullopt;
}

/// Calls `take` with each element of the array on the stack.
template <class Take>
void for_each_element(lua_State* state, int at, Take take) {
    const auto length = static_cast<lua_Integer>(lua_rawlen(state, at));
    for (lua_Integer i = 1; i <= length; ++i) {
        lua_rawgeti(state, at, i);
        take();
        lua_pop(state, 1);
    }
}

void add_text(load::Text& into, lua_State* state, int index, const std::string& what, bool is_xml) {
    const int at = lua_absindex(state, index);
    if (lua_type(state, at) == LUA_TNUMBER) {
        into.emplace_back(lua::shown(state, at));
    } else if (lua_type(state, at) == LUA_TSTRING) {
        const std::string text = lua::text_at(state, at, what);
        into.emplace_back(is_xml ? text : base::xml_escaped(text));
    } else if (lua_type(state, at) != LUA_TTABLE) {
        throw ScriptError{
            fmt::format("{}: text, a field, saved \"…\" or an array of them is expected, got {}", what,
                        lua::shown(state, at))};
    } else if (auto reference = reference_at(state, at, what)) {
        into.push_back(std::move(*reference));
    } else {
        for_each_element(state, at, [&] { add_text(into, state, -1, what, is_xml); });
    }
}

void check_octets(const load::Table& table, std::size_t column, const std::string& what) {
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const std::string& value = table.rows[i][column];
        if (!load::parse_octet(value))
            throw ScriptError{
                fmt::format("{}: row {} of {} says '{}' where a number from 0 to 255 is expected", what,
                            i + 1, table.name, value)};
    }
}

bool is_sink(lua_State* state, const load::Captured& slot) {
    const auto& plan = Reader::of(state).program().sink;
    return plan && plan->slot == slot.number;
}

void add_octets(load::Text& into, lua_State* state, int index, const std::string& what) {
    const int at = lua_absindex(state, index);
    if (lua_type(state, at) == LUA_TNUMBER) {
        const auto octet = lua::integer_at(state, at, 0, 255, what);
        into.emplace_back(std::string(1, static_cast<char>(octet)));
    } else if (lua_type(state, at) == LUA_TSTRING) {
        into.emplace_back(lua::text_at(state, at, what));
    } else if (lua_type(state, at) != LUA_TTABLE) {
        throw ScriptError{fmt::format(
            "{}: numbers from 0 to 255, text, a field, saved \"…\" or an array of them is expected, "
            "got {}",
            what, lua::shown(state, at))};
    } else if (auto reference = reference_at(state, at, what)) {
        if (const auto* slot = std::get_if<load::Captured>(&*reference);
            slot != nullptr && (slot->number == load::unique_slot || is_sink(state, *slot)))
            throw ScriptError{what + ": unique() and sink() are text of services"};
        if (const auto* field = std::get_if<load::Field>(&*reference))
            check_octets(Reader::of(state).table(field->table), field->column, what);
        into.push_back(std::move(*reference));
    } else {
        for_each_element(state, at, [&] { add_octets(into, state, -1, what); });
    }
}

}  // namespace

load::Text text_from(lua_State* state, int index, const std::string& what, bool is_xml) {
    load::Text text;
    add_text(text, state, index, what, is_xml);
    return text;
}

load::Text octets_from(lua_State* state, int index, const std::string& what) {
    load::Text octets;
    add_octets(octets, state, index, what);
    return octets;
}

int line_of_caller(lua_State* state) {
    lua_Debug where{};
    if (lua_getstack(state, 1, &where) == 0 || lua_getinfo(state, "l", &where) == 0) return 1;
    return std::max(where.currentline, 1);
}

void open_values(lua_State* state) {
    lua_register(state, "csv", lua::bound<csv>);
    lua_register(state, "jsonl", lua::bound<json_lines>);
    lua_register(state, "saved", lua::bound<saved>);
    lua_register(state, "unique", lua::bound<unique>);
    lua_register(state, "sink", lua::bound<sink>);
    lua_register(state, "escape", lua::bound<escape>);
}

}  // namespace assay::scenario
