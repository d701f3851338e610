#include <algorithm>

#include <fmt/format.h>

#include "assay/vocab/names.hpp"
#include "reader.hpp"

namespace assay::scenario {
namespace {

using load::Role;
using lua::ScriptError;
namespace action = vocab::action;

constexpr std::int64_t most_elements = 1'000'000;

/// Calls `take` with the field on the stack when there is one.
template <class Take>
bool with_field(lua_State* state, const char* key, Take take) {
    if (!lua::push_field(state, 1, key)) return false;
    take();
    lua_pop(state, 1);
    return true;
}

std::string key_at(lua_State* state, const char* of) {
    return lua::text_at(state, -2, fmt::format("a key of {}", of));
}

/// Walks the table on the stack, key and value on top of it.
template <class Take>
void for_each(lua_State* state, const char* of, Take take) {
    if (!lua_istable(state, -1))
        throw ScriptError{fmt::format("{}: a table expected, got {}", of, lua::shown(state, -1))};
    lua_pushnil(state);
    while (lua_next(state, -2) != 0) {
        take(key_at(state, of));
        lua_pop(state, 1);
    }
}

/// save = { shell = "ShellId" }, or { shell = { "Selector", Name = "ShellId" } }
load::Capture capture_from(lua_State* state, const std::string& name) {
    load::Capture capture{.slot = Reader::of(state).slot(name), .element = {}};
    if (!lua_istable(state, -1)) {
        capture.element = lua::text_at(state, -1, "save." + name);
        return capture;
    }
    lua_pushnil(state);
    while (lua_next(state, -2) != 0) {
        std::string value = lua::text_at(state, -1, "save." + name);
        if (lua_isinteger(state, -2) != 0) {
            capture.element = std::move(value);
        } else {
            capture.attribute = lua::text_at(state, -2, "an attribute of save." + name);
            capture.value = std::move(value);
        }
        lua_pop(state, 1);
    }
    if (capture.element.empty()) throw ScriptError{fmt::format("save: no element is named for '{}'", name)};
    return capture;
}

void take_common(lua_State* state, load::Step& step) {
    with_field(state, "name", [&] { step.name = lua::text_at(state, -1, "name"); });
    with_field(state, "resource", [&] { step.resource = text_from(state, -1, "resource", false); });
    with_field(state, "header", [&] { step.header = text_from(state, -1, "header", true); });
    with_field(state, "body", [&] { step.body = text_from(state, -1, "body", true); });
    with_field(state, "expect", [&] { step.expects = lua::text_at(state, -1, "expect"); });
    with_field(state, "selectors", [&] {
        for_each(state, "selectors", [&](const std::string& name) {
            step.selectors.emplace_back(name, text_from(state, -1, "selectors." + name, false));
        });
    });
    std::ranges::sort(step.selectors, {}, [](const auto& selector) { return selector.first; });
    take_saved(state, [&](const std::string& name) {
        step.captures.push_back(capture_from(state, name));
        Reader::of(state).saves(step.captures.back().slot);
    });
}

}  // namespace

void take_saved(lua_State* state, const std::function<void(const std::string& name)>& take) {
    with_field(state, "save", [&] { for_each(state, "save", take); });
}

int give(lua_State* state, load::Step step) {
    const std::size_t number = Reader::of(state).add(std::move(step));
    lua_newtable(state);
    lua_pushinteger(state, static_cast<lua_Integer>(number));
    lua_setfield(state, -2, "step");
    return 1;
}

void expect_table(lua_State* state, const char* name) {
    if (lua_isnoneornil(state, 1)) {
        lua_settop(state, 0);
        lua_newtable(state);
    }
    if (!lua_istable(state, 1))
        throw ScriptError{fmt::format("{}: a table expected, got {}", name, lua::shown(state, 1))};
}

namespace {

/// Of WS-Transfer: no more than its action makes the difference.
int transfer(lua_State* state, const char* name, const char* call, std::string_view request,
             std::string_view answer) {
    expect_table(state, call);
    lua::allow_only(state, 1, {"name", "resource", "selectors", "header", "body", "save"}, call);
    load::Step step{.name = name, .action = std::string{request}, .expects = std::string{answer}};
    take_common(state, step);
    if (step.resource.empty()) throw ScriptError{fmt::format("{}: resource is missing", call)};
    return give(state, std::move(step));
}

int get(lua_State* state) { return transfer(state, "Get", "get", action::Get, action::GetResponse); }
int put(lua_State* state) { return transfer(state, "Put", "put", action::Put, action::PutResponse); }
int create(lua_State* state) {
    return transfer(state, "Create", "create", action::Create, action::CreateResponse);
}
int remove(lua_State* state) {
    return transfer(state, "Delete", "delete", action::Delete, action::DeleteResponse);
}

int identify(lua_State* state) {
    expect_table(state, "identify");
    lua::allow_only(state, 1, {"name", "save"}, "identify");
    load::Step step{.name = "Identify", .action = {}, .body = {"<wsmid:Identify/>"}};
    take_common(state, step);
    return give(state, std::move(step));
}

std::int64_t max_elements(lua_State* state, std::int64_t otherwise) {
    with_field(state, "max_elements",
               [&] { otherwise = lua::integer_at(state, -1, 1, most_elements, "max_elements"); });
    return otherwise;
}

int enumerate(lua_State* state) {
    expect_table(state, "enumerate");
    lua::allow_only(state, 1,
                    {"name", "resource", "selectors", "header", "filter", "optimize", "max_elements", "save"},
                    "enumerate");
    load::Step step{.name = "Enumerate",
                    .action = std::string{action::Enumerate},
                    .expects = std::string{action::EnumerateResponse},
                    .role = Role::opens};
    take_common(state, step);
    if (step.resource.empty()) throw ScriptError{"enumerate: resource is missing"};
    step.body.emplace_back("<wsen:Enumerate>");
    with_field(state, "filter", [&] {
        for (load::Piece& piece : text_from(state, -1, "filter", true)) step.body.push_back(std::move(piece));
    });
    with_field(state, "optimize", [&] {
        if (lua_toboolean(state, -1) == 0) return;
        step.body.emplace_back(
            fmt::format("<wsman:OptimizeEnumeration/><wsman:MaxElements>{}</wsman:MaxElements>",
                        max_elements(state, 20)));
    });
    step.body.emplace_back("</wsen:Enumerate>");
    return give(state, std::move(step));
}

/// Pull and Release name the resource of the enumeration (DSP0226 §8.4, §8.5).
int within(lua_State* state, const char* call, load::Step step, const std::string& begin,
           const std::string& end) {
    take_common(state, step);
    if (step.resource.empty()) throw ScriptError{fmt::format("{}: resource is missing", call)};
    step.body = {begin + "<wsen:EnumerationContext>", load::Captured{load::context_slot},
                 "</wsen:EnumerationContext>" + end};
    return give(state, std::move(step));
}

int pull_with(lua_State* state, const char* call, Role role) {
    expect_table(state, call);
    lua::allow_only(state, 1, {"name", "resource", "selectors", "header", "max_elements", "save"}, call);
    const std::string most =
        fmt::format("<wsen:MaxElements>{}</wsen:MaxElements></wsen:Pull>", max_elements(state, 20));
    return within(state, call,
                  {.name = "Pull",
                   .action = std::string{action::Pull},
                   .expects = std::string{action::PullResponse},
                   .role = role},
                  "<wsen:Pull>", most);
}

int pull(lua_State* state) { return pull_with(state, "pull", Role::pulls); }
int pull_all(lua_State* state) { return pull_with(state, "pull_all", Role::pulls_to_end); }

int release(lua_State* state) {
    expect_table(state, "release");
    lua::allow_only(state, 1, {"name", "resource", "selectors", "header"}, "release");
    return within(state, "release",
                  {.name = "Release",
                   .action = std::string{action::Release},
                   .expects = std::string{action::ReleaseResponse},
                   .role = Role::releases},
                  "<wsen:Release>", "</wsen:Release>");
}

int request(lua_State* state) {
    expect_table(state, "request");
    lua::allow_only(state, 1,
                    {"name", "action", "resource", "selectors", "header", "body", "expect", "save", "opens"},
                    "request");
    load::Step step{};
    if (!with_field(state, "action", [&] { step.action = lua::text_at(state, -1, "action"); }))
        throw ScriptError{"request: action is missing"};
    step.name = step.action.substr(step.action.find_last_of("/:") + 1);
    with_field(state, "opens", [&] {
        if (lua_toboolean(state, -1) != 0) step.role = Role::opens;
    });
    take_common(state, step);
    return give(state, std::move(step));
}

}  // namespace

void open_steps(lua_State* state) {
    lua_register(state, "identify", lua::bound<identify>);
    lua_register(state, "get", lua::bound<get>);
    lua_register(state, "put", lua::bound<put>);
    lua_register(state, "create", lua::bound<create>);
    lua_register(state, "delete", lua::bound<remove>);
    lua_register(state, "enumerate", lua::bound<enumerate>);
    lua_register(state, "pull", lua::bound<pull>);
    lua_register(state, "pull_all", lua::bound<pull_all>);
    lua_register(state, "release", lua::bound<release>);
    lua_register(state, "request", lua::bound<request>);
}

}  // namespace assay::scenario
