// What replaces string.find, match, gmatch and gsub: the same, on a matcher whose steps are counted.
#include <algorithm>
#include <string>

#include "binding.hpp"
#include "pattern.hpp"
#include "sandbox.hpp"

namespace assay::script {
namespace {

/// The text at `index` without a copy; it lives as long as it stands on the stack.
std::string_view view_at(lua_State* state, int index, const char* what) {
    if (lua_isstring(state, index) == 0)
        throw ScriptError{std::string{what} + ": text expected, got " + luaL_typename(state, index)};
    std::size_t length = 0;
    const char* text = lua_tolstring(state, index, &length);
    return {text, length};
}

/// Where to begin, counted from 0; negative positions count from the end (Lua 5.4 manual §6.4).
std::size_t start_at(lua_State* state, int index, std::size_t length) {
    const lua_Integer given = lua_isnoneornil(state, index) ? 1 : integer_at(state, index, "init");
    if (given > 0) return static_cast<std::size_t>(given) - 1;
    const auto back = static_cast<lua_Unsigned>(0) - static_cast<lua_Unsigned>(given);
    return given == 0 || back > length ? 0 : length - static_cast<std::size_t>(back);
}

/// Our own code is not held to the script's limits, so that what it makes for the script is looked at before.
void make_room(lua_State* state, std::size_t octets) {
    Budget& budget = host_of(state).budget;
    if (!budget.work(Budget::for_octets(octets)) || !budget.has_room_for(octets))
        throw ScriptError{budget.too_much_memory()};
}

void push_position(lua_State* state, std::size_t offset) {
    lua_pushinteger(state, static_cast<lua_Integer>(offset) + 1);
}

/// @return how many values were pushed
int push_captures(lua_State* state, std::string_view subject, const PatternMatch& match) {
    reserve(state, static_cast<int>(match.captures.size()) + 4);
    std::size_t octets = 0;
    for (const Capture& capture : match.captures) octets += capture.length;
    make_room(state, octets);
    for (const Capture& capture : match.captures) {
        if (capture.is_position) {
            push_position(state, capture.begin);
        } else {
            push_text(state, subject.substr(capture.begin, capture.length));
        }
    }
    return static_cast<int>(match.captures.size());
}

/// The captures, or the whole match where there are none.
int push_values(lua_State* state, std::string_view subject, const PatternMatch& match) {
    if (!match.captures.empty()) return push_captures(state, subject, match);
    push_text(state, subject.substr(match.begin, match.end - match.begin));
    return 1;
}

/// A pattern, taken apart: "^" at its beginning holds it to one place.
struct Search {
    std::string_view subject;
    std::string_view pattern;
    bool is_anchored = false;
};

Search search_at(lua_State* state) {
    Search search{view_at(state, 1, "text"), view_at(state, 2, "pattern"), false};
    search.is_anchored = search.pattern.starts_with('^');
    if (search.is_anchored) search.pattern.remove_prefix(1);
    return search;
}

std::optional<PatternMatch> first_match(lua_State* state, const Search& search, std::size_t from) {
    PatternMatcher matcher{search.subject, search.pattern, host_of(state).budget};
    for (std::size_t at = from; at <= search.subject.size(); ++at) {
        if (auto match = matcher.match_at(at)) return match;
        if (search.is_anchored) break;
    }
    return std::nullopt;
}

int find_plain(lua_State* state, std::string_view text, std::string_view sought, std::size_t from) {
    Budget& budget = host_of(state).budget;
    const std::size_t found = text.find(sought, from);
    const std::size_t seen = std::min(found, text.size()) - from;
    if (!budget.work(seen + sought.size())) throw ScriptError{budget.too_much_work()};
    if (found == std::string_view::npos) {
        lua_pushnil(state);
        return 1;
    }
    push_position(state, found);
    const std::size_t end = found + sought.size();
    lua_pushinteger(state, static_cast<lua_Integer>(end));
    return 2;
}

int find(lua_State* state) {
    const std::string_view text = view_at(state, 1, "text");
    const std::string_view pattern = view_at(state, 2, "pattern");
    const std::size_t from = start_at(state, 3, text.size());
    if (from > text.size()) {
        lua_pushnil(state);
        return 1;
    }
    const bool is_plain = pattern.find_first_of("^$*+?.([%-") == std::string_view::npos;
    if (is_plain || lua_toboolean(state, 4) != 0) return find_plain(state, text, pattern, from);
    const auto match = first_match(state, search_at(state), from);
    if (!match) {
        lua_pushnil(state);
        return 1;
    }
    push_position(state, match->begin);
    lua_pushinteger(state, static_cast<lua_Integer>(match->end));
    return 2 + push_captures(state, text, *match);
}

int match(lua_State* state) {
    const Search search = search_at(state);
    const std::size_t from = start_at(state, 3, search.subject.size());
    const auto found = from > search.subject.size() ? std::nullopt : first_match(state, search, from);
    if (found) return push_values(state, search.subject, *found);
    lua_pushnil(state);
    return 1;
}

/// scan(text, pattern, from, last[, anchored]): the first match from there on that does not end at `last`, as
/// begin, end and values. What gmatch and gsub are made of.
int scan(lua_State* state) {
    Search search{view_at(state, 1, "text"), view_at(state, 2, "pattern"), lua_toboolean(state, 5) != 0};
    if (search.is_anchored) search.pattern.remove_prefix(1);
    const auto last = static_cast<std::size_t>(integer_at(state, 4, "last"));
    PatternMatcher matcher{search.subject, search.pattern, host_of(state).budget};
    for (auto at = static_cast<std::size_t>(integer_at(state, 3, "from")) - 1; at <= search.subject.size();
         ++at) {
        const auto found = matcher.match_at(at);
        if (found && found->end + 1 != last) {
            push_position(state, found->begin);
            push_position(state, found->end);
            return 2 + push_values(state, search.subject, *found);
        }
        if (search.is_anchored) break;
    }
    return 0;
}

/// fill(replacement, whole, first, …): the replacement with %0 to %9 filled in.
int fill(lua_State* state) {
    const std::string_view replacement = view_at(state, 1, "replacement");
    const int values = lua_gettop(state) - 2;
    std::string filled;
    for (std::size_t i = 0; i < replacement.size(); ++i) {
        if (replacement[i] != '%') {
            filled += replacement[i];
            continue;
        }
        const char name = ++i < replacement.size() ? replacement[i] : '\0';
        if (name == '%') {
            filled += name;
        } else if (name < '0' || name > '9') {
            throw ScriptError{"invalid use of '%' in replacement string"};
        } else if (name - '0' > values) {
            throw ScriptError{std::string{"invalid capture index %"} + name + " in replacement string"};
        } else {
            const std::string_view value = view_at(state, name == '0' ? 2 : 2 + (name - '0'), "capture");
            make_room(state, filled.size() + value.size());
            filled += value;
        }
    }
    push_text(state, filled);
    return 1;
}

/// text(value, what): the value as text, or an error.
int text(lua_State* state) {
    push_text(state, view_at(state, 1, lua_tostring(state, 2)));
    return 1;
}

/// start(text, init): where gmatch begins, from 1.
int start(lua_State* state) {
    push_position(state, start_at(state, 2, view_at(state, 1, "text").size()));
    return 1;
}

/// In Lua, because they call functions of the script: an error in one is then an error like any other.
constexpr std::string_view program = R"lua(
local scan, fill, text, start, type, error, sub, concat = ...

local function replaced(repl, whole, ...)
  local kind, value = type(repl)
  if kind == "function" then value = repl(...)
  elseif kind == "table" then value = repl[(...)]
  else return fill(repl, whole, ...) end
  if not value then return whole end
  if type(value) ~= "string" and type(value) ~= "number" then
    error("invalid replacement value (a " .. type(value) .. ")", 4)
  end
  return value
end

local function gsub(subject, pattern, repl, limit)
  subject, pattern = text(subject, "text"), text(pattern, "pattern")
  if type(repl) ~= "function" and type(repl) ~= "table" then repl = text(repl, "replacement") end
  local anchored = sub(pattern, 1, 1) == "^"
  local parts, from, last, count = {}, 1, 0, 0
  limit = limit or #subject + 1
  local function take(first, behind, ...)
    if not first then return false end
    parts[#parts + 1] = sub(subject, from, first - 1)
    parts[#parts + 1] = replaced(repl, sub(subject, first, behind - 1), ...)
    from, last, count = behind, behind, count + 1
    return not anchored
  end
  while count < limit and take(scan(subject, pattern, from, last, anchored)) do end
  parts[#parts + 1] = sub(subject, from)
  return concat(parts), count
end

local function gmatch(subject, pattern, init)
  subject, pattern = text(subject, "text"), text(pattern, "pattern")
  local from, last = start(subject, init), 0
  local function give(first, behind, ...)
    if not first then from = #subject + 2 return nil end
    from, last = behind, behind
    return ...
  end
  return function() return give(scan(subject, pattern, from, last)) end
end

return gsub, gmatch
)lua";

void set(lua_State* state, int library, const char* name) { lua_setfield(state, library, name); }

}  // namespace

void open_patterns(lua_State* state) {
    lua_getglobal(state, LUA_STRLIBNAME);
    const int library = lua_gettop(state);
    lua_pushcfunction(state, bound<find>);
    set(state, library, "find");
    lua_pushcfunction(state, bound<match>);
    set(state, library, "match");
    luaL_loadbufferx(state, program.data(), program.size(), own_chunk, "t");
    for (const lua_CFunction each : {bound<scan>, bound<fill>, bound<text>, bound<start>})
        lua_pushcfunction(state, each);
    lua_getglobal(state, "type");
    lua_getglobal(state, "error");
    lua_getfield(state, library, "sub");
    lua_getglobal(state, LUA_TABLIBNAME);
    lua_getfield(state, -1, "concat");
    lua_remove(state, -2);
    lua_call(state, 8, 2);
    set(state, library, "gmatch");
    set(state, library, "gsub");
    lua_settop(state, library - 1);
}

bool matches_pattern(lua_State* state, std::string_view text, std::string_view pattern) {
    Search search{text, pattern, pattern.starts_with('^')};
    if (search.is_anchored) search.pattern.remove_prefix(1);
    return first_match(state, search, 0).has_value();
}

}  // namespace assay::script
