#include "registration.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "assay/base/setup_error.hpp"
#include "binding.hpp"
#include "case_context.hpp"

namespace assay::script {
namespace {

constexpr Key fields[] = {
    {"id", "text",
     "words, never ordinals, the chapter first: `selectors.unknown-name`; unique over all suites"},
    {"title", "text", "one sentence: what a conforming target does"},
    {"proves", "text or list", "ids of rules; findings name the first unless they say otherwise"},
    {"needs", "list", "ids of cases that have to pass first, and features: `feature.transfer.get`"},
    {"provides", "text", "a feature that the target has when this case passes, where the profile is silent"},
    {"hostile", "boolean",
     "it runs alone; an Identify follows it, for a BMC a Get Channel Authentication Capabilities, and "
     "silence "
     "then breaks `service.survives` or `bmc.survives`"},
    {"destructive", "boolean",
     "it changes what other cases look at; it runs alone, and only where the profile or `--destructive` "
     "allows it"},
    {"connections", "integer",
     "how many it holds open at once, where that is more than one; a profile may allow fewer"},
    {"tags", "list", "words, for people and for `--tag`"},
    {"timeout", "seconds", "the case may take, at most 3600; else those of `--case-timeout`"},
    {"run", "function", "the case; it is called with `t`"}};
constexpr lua_Number longest_case_seconds = 3600;

constexpr Key client_fields[] = {
    {"id", "text", "words, never ordinals; unique over all suites"},
    {"title", "text", "one sentence: what a conforming client does"},
    {"proves", "text or list", "ids of rules; findings name the first unless they say otherwise"},
    {"step", "text", "what the client is to do; a driver says how, and `suites/README.md` lists the steps"},
    {"given", "table",
     "what the client is told for it: text, numbers, booleans, lists and tables; `path` changes the path of "
     "the URL"},
    {"tags", "list", "words, for people and for `--tag`"},
    {"serve", "function", "the case; it is called with `t`"}};

/// One text or a list of texts.
std::vector<std::string> texts_field(lua_State* state, int table, const char* name) {
    std::vector<std::string> texts;
    const int type = push_field(state, table, name);
    if (type == LUA_TSTRING) texts.push_back(text_at(state, -1, name));
    if (type == LUA_TTABLE) {
        const auto count = static_cast<lua_Integer>(lua_rawlen(state, -1));
        for (lua_Integer i = 1; i <= count; ++i) {
            lua_rawgeti(state, -1, i);
            texts.push_back(text_at(state, -1, name));
            lua_pop(state, 1);
        }
    } else if (type != LUA_TSTRING && type != LUA_TNIL) {
        throw ScriptError{fmt::format("{}: text or a list of texts expected", name)};
    }
    lua_pop(state, 1);
    return texts;
}

std::string required(lua_State* state, int table, const char* name) {
    auto text = text_field(state, table, name);
    if (!text || text->empty()) throw ScriptError{fmt::format("the case has no {}", name)};
    return *text;
}

/// The case's own time limit, given in seconds.
std::chrono::milliseconds timeout_field(lua_State* state, int table) {
    std::chrono::milliseconds timeout{0};
    if (push_field(state, table, "timeout") != LUA_TNIL) {
        const lua_Number seconds = lua_isnumber(state, -1) != 0 ? lua_tonumber(state, -1) : 0;
        if (!(seconds > 0 && seconds <= longest_case_seconds)) {
            throw ScriptError{
                fmt::format("timeout: more than 0 and at most {} seconds expected", longest_case_seconds)};
        }
        timeout = std::chrono::ceil<std::chrono::milliseconds>(std::chrono::duration<double>{seconds});
    }
    lua_pop(state, 1);
    return timeout;
}

std::size_t connections_field(lua_State* state, int table) {
    const lua_Integer count = integer_field(state, table, "connections").value_or(1);
    if (count < 1) throw ScriptError{"connections: 1 or more expected"};
    return static_cast<std::size_t>(count);
}

unsigned calling_line(lua_State* state) {
    lua_Debug caller{};
    if (lua_getstack(state, 1, &caller) == 0 || lua_getinfo(state, "l", &caller) == 0) return 0;
    return static_cast<unsigned>(std::max(caller.currentline, 0));
}

template <void (Registration::*add)(lua_State*)>
int register_case(lua_State* state) {
    Registration* registration = host_of(state).registration;
    if (registration == nullptr) throw ScriptError{"case{} belongs at the top level of a suite file"};
    if (!has_table(state, 1, "case")) throw ScriptError{"case needs a table"};
    lua_settop(state, 1);
    (registration->*add)(state);
    return 0;
}

constexpr const char* remedy = "correct the suite file";

/// "file:line: message" and a traceback, as one error with its parts in their places.
base::SetupError as_setup_error(const std::string& message, const Library& library, const std::string& file) {
    const std::string first = message.substr(0, message.find("\nstack traceback:"));
    const std::string shown = library.shown(file) + ":";
    const auto line_end = first.find(": ", shown.size());
    if (!first.starts_with(shown) || line_end == std::string::npos) {
        return {first, library.path_of(file) + ":1", remedy};
    }
    const std::string line = first.substr(shown.size(), line_end - shown.size());
    return {first.substr(line_end + 2), library.path_of(file) + ":" + line, remedy};
}

}  // namespace

CaseDefinition Registration::common(lua_State* state) const {
    constexpr int table = 1;
    CaseDefinition definition;
    definition.id = required(state, table, "id");
    definition.title = required(state, table, "title");
    definition.file = file_;
    definition.line = calling_line(state);
    definition.proves = texts_field(state, table, "proves");
    definition.tags = texts_field(state, table, "tags");
    return definition;
}

void Registration::add_of(lua_State* state, Subject subject) {
    constexpr int table = 1;
    refuse_unknown_keys(state, table, fields, "a case");
    CaseDefinition definition = common(state);
    definition.subject = subject;
    definition.needs = texts_field(state, table, "needs");
    definition.provides = text_field(state, table, "provides").value_or("");
    definition.hostile = flag_field(state, table, "hostile");
    definition.destructive = flag_field(state, table, "destructive");
    definition.connections = connections_field(state, table);
    definition.timeout = timeout_field(state, table);
    keep(state, std::move(definition), "run");
}

void Registration::add_of_clients(lua_State* state) {
    constexpr int table = 1;
    refuse_unknown_keys(state, table, client_fields, "a case of clients");
    CaseDefinition definition = common(state);
    definition.subject = Subject::client;
    definition.step = required(state, table, "step");
    push_field(state, table, "given");
    definition.given = lua_isnil(state, -1) ? Value{Table{}} : value_at(state, lua_gettop(state), "given");
    lua_pop(state, 1);
    if (!std::holds_alternative<Table>(definition.given.held)) throw ScriptError{"given: a table expected"};
    keep(state, std::move(definition), "serve");
}

void Registration::keep(lua_State* state, CaseDefinition definition, const char* function) {
    constexpr int table = 1;
    check(definition);
    if (push_field(state, table, function) != LUA_TFUNCTION) {
        throw ScriptError{fmt::format("case '{}' has no {} = function(t) … end", definition.id, function)};
    }
    runs_.push_back(luaL_ref(state, LUA_REGISTRYINDEX));
    cases_.push_back(std::move(definition));
}

void Registration::check(const CaseDefinition& definition) const {
    if (std::ranges::find(cases_, definition.id, &CaseDefinition::id) != cases_.end()) {
        throw ScriptError{fmt::format("case '{}' stands twice in this file", definition.id)};
    }
    if (definition.proves.empty()) throw ScriptError{fmt::format("case '{}' proves no rule", definition.id)};
    if (rules_ == nullptr) return;
    for (const std::string& rule : definition.proves) {
        if (!rules_->contains(rule)) {
            throw ScriptError{
                fmt::format("case '{}' proves '{}', which is no rule of any catalogue", definition.id, rule)};
        }
    }
}

bool Registration::push_run(lua_State* state, const std::string& id) const {
    const auto found = std::ranges::find(cases_, id, &CaseDefinition::id);
    if (found == cases_.end()) return false;
    lua_rawgeti(state, LUA_REGISTRYINDEX, runs_[static_cast<std::size_t>(found - cases_.begin())]);
    return true;
}

namespace {

constexpr Method functions[] = {
    {"case",
     bound<register_case<&Registration::add>>,
     {.does = "Registers a case.",
      .takes = {{"definition", "table", "written as `case { id = …, … }`", fields}},
      .fails =
          "a field is unknown, missing or of the wrong type, a rule is in no catalogue, or the id stands "
          "twice"}},
    {"client_case",
     bound<register_case<&Registration::add_of_clients>>,
     {.does =
          "Registers a case of clients: `assay peer` has a client do a step, and the case answers it as a "
          "service.",
      .takes = {{"definition", "table", "written as `client_case { id = …, … }`", client_fields}},
      .fails = "as for `case`"}},
    {"bmc_case",
     bound<register_case<&Registration::add_of_bmcs>>,
     {.does = "Registers a case of BMCs: `assay run ipmi://…` plays these and no others.",
      .takes = {{"definition", "table", "written as `bmc_case { id = …, … }`", fields}},
      .fails = "as for `case`"}}};

constexpr Section cases{
    .title = "Cases",
    .receiver = "",
    .about =
        "A feature is `true` or `false` in the `[features]` of the target's profile. Where the profile is "
        "silent, the cases that provide it are run first; where there are none, the case is "
        "`not_applicable`.",
    .methods = functions};

}  // namespace

void open_registration(lua_State* state) { set_globals(state, cases); }

std::vector<CaseDefinition> read_cases(const Library& library, const std::string& file,
                                       const record::Rules& rules) {
    LuaState lua{library, Limits{}, 0};
    Registration registration{file, &rules};
    lua.host().registration = &registration;
    open_registration(lua.get());
    const std::string error = lua.run_file(file);
    if (!error.empty()) throw as_setup_error(error, library, file);
    return registration.cases();
}

}  // namespace assay::script
