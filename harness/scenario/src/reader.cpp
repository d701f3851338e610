#include "reader.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "assay/load/load_record.hpp"

namespace assay::scenario {
namespace {

using lua::ScriptError;

constexpr std::int64_t most_weight = 1'000'000;
const char reader_key = 0;  // its address is the key

/// The steps of a flow are its array part.
load::Flow flow_at(lua_State* state, int index, std::string name) {
    const int at = lua_absindex(state, index);
    load::Flow flow{.name = std::move(name)};
    const auto length = static_cast<lua_Integer>(lua_rawlen(state, at));
    for (lua_Integer i = 1; i <= length; ++i) {
        lua_rawgeti(state, at, i);
        if (!lua_istable(state, -1) || !lua::push_field(state, -1, "step")) {
            throw ScriptError{fmt::format("{}[{}]: a step such as get{{…}} is expected, got {}", flow.name, i,
                                          lua::shown(state, -1))};
        }
        flow.steps.push_back(Reader::of(state).step(static_cast<std::size_t>(lua_tointeger(state, -1))));
        lua_pop(state, 2);
    }
    return flow;
}

void refuse_other_keys(lua_State* state, int index, std::initializer_list<std::string_view> keys,
                       const std::string& what) {
    const int at = lua_absindex(state, index);
    lua_pushnil(state);
    while (lua_next(state, at) != 0) {
        lua_pop(state, 1);
        if (lua_isinteger(state, -1) != 0) continue;
        const std::string key = lua::text_at(state, -1, "a key of " + what);
        if (std::ranges::find(keys, key) == keys.end())
            throw ScriptError{fmt::format("{} has no '{}'", what, key)};
    }
}

load::Flow flow_of_mix(lua_State* state, lua_Integer number) {
    const std::string what = fmt::format("mix[{}]", number);
    if (!lua_istable(state, -1))
        throw ScriptError{fmt::format("{}: a table expected, got {}", what, lua::shown(state, -1))};
    refuse_other_keys(state, -1, {"weight", "name"}, what);
    std::string name = what;
    if (lua::push_field(state, -1, "name")) {
        name = lua::text_at(state, -1, what + ".name");
        lua_pop(state, 1);
    }
    load::Flow flow = flow_at(state, -1, name);
    if (flow.steps.empty()) throw ScriptError{name + " has no steps"};
    if (lua::push_field(state, -1, "weight")) {
        flow.weight = static_cast<unsigned>(lua::integer_at(state, -1, 0, most_weight, name + ".weight"));
        lua_pop(state, 1);
    }
    return flow;
}

void take_mix(lua_State* state, load::Program& program) {
    if (!lua::push_field(state, 1, "mix") || !lua_istable(state, -1))
        throw ScriptError{"scenario: mix is missing: an array of flows, each with its steps"};
    const auto length = static_cast<lua_Integer>(lua_rawlen(state, -1));
    unsigned weights = 0;
    for (lua_Integer i = 1; i <= length; ++i) {
        lua_rawgeti(state, -1, i);
        program.mix.push_back(flow_of_mix(state, i));
        weights += program.mix.back().weight;
        lua_pop(state, 1);
    }
    lua_pop(state, 1);
    if (weights == 0) throw ScriptError{"scenario: no flow of the mix has a weight above 0"};
}

void take_once(lua_State* state, const char* key, load::Flow& flow) {
    if (!lua::push_field(state, 1, key)) return;
    if (!lua_istable(state, -1))
        throw ScriptError{fmt::format("{}: an array of steps expected, got {}", key, lua::shown(state, -1))};
    flow = flow_at(state, -1, key);
    lua_pop(state, 1);
}

load::CreationPlace creation_place(lua_State* state) {
    if (!lua_istable(state, -1)) return {lua::text_at(state, -1, "sink.created"), {}};
    refuse_other_keys(state, -1, {"attribute"}, "sink.created");
    load::CreationPlace place;
    lua_rawgeti(state, -1, 1);
    place.element = lua::text_at(state, -1, "the element of sink.created");
    lua_pop(state, 1);
    if (lua::push_field(state, -1, "attribute")) {
        place.attribute = lua::text_at(state, -1, "sink.created.attribute");
        lua_pop(state, 1);
    }
    return place;
}

void take_sessions(lua_State* state, load::Program& program) {
    if (!lua::push_field(state, 1, "sessions")) return;
    const std::string sessions = lua::text_at(state, -1, "sessions");
    lua_pop(state, 1);
    if (sessions != "kept" && sessions != "each")
        throw ScriptError{fmt::format("sessions: \"kept\" or \"each\" is expected, got '{}'", sessions)};
    program.session_each = sessions == "each";
}

/// sink = { subscriptions = 10, created = "IndicationTime" }, or created = { "TimeCreated", attribute =
/// "SystemTime" }
void take_sink(lua_State* state, load::Program& program) {
    constexpr std::int64_t most_subscriptions = 100'000;
    if (!lua::push_field(state, 1, "sink")) return;
    if (!program.sink) throw ScriptError{"sink: no step says sink(), so nothing is delivered"};
    if (!lua_istable(state, -1)) throw ScriptError{"sink: a table expected, got " + lua::shown(state, -1)};
    lua::allow_only(state, -1, {"subscriptions", "created"}, "sink");
    if (lua::push_field(state, -1, "subscriptions")) {
        program.sink->subscriptions =
            static_cast<unsigned>(lua::integer_at(state, -1, 1, most_subscriptions, "sink.subscriptions"));
        lua_pop(state, 1);
    }
    if (lua::push_field(state, -1, "created")) {
        program.sink->created = creation_place(state);
        lua_pop(state, 1);
    }
    lua_pop(state, 1);
    if (program.sink->subscriptions > 1 && program.setup.steps.empty())
        throw ScriptError{"sink.subscriptions: so many times the setup is played, and there is none"};
}

/// As one URL, its addresses joined.
void take_targets(lua_State* state, load::Program& program) {
    constexpr std::string_view scheme = "ipmi://";
    if (!lua::push_field(state, 1, "targets")) return;
    if (!lua_istable(state, -1))
        throw ScriptError{"targets: an array of URLs expected, got " + lua::shown(state, -1)};
    const auto length = static_cast<lua_Integer>(lua_rawlen(state, -1));
    for (lua_Integer i = 1; i <= length; ++i) {
        lua_rawgeti(state, -1, i);
        const std::string url = lua::text_at(state, -1, fmt::format("targets[{}]", i));
        lua_pop(state, 1);
        if (!url.starts_with(scheme) || url.size() == scheme.size())
            throw ScriptError{fmt::format("targets: 'ipmi://HOST' is expected, got '{}'", url)};
        if (url.find('@') != std::string::npos)
            throw ScriptError{fmt::format("targets: who asks is said in ASSAY_USER, not in '{}'", url)};
        program.targets += program.targets.empty() ? url : "," + url.substr(scheme.size());
    }
    lua_pop(state, 1);
}

/// A scenario asks services or BMCs; only services have something to be set up once for all.
void check_kinds(const load::Program& program) {
    const bool of_bmcs = program.is_of_bmcs();
    for (const load::Flow& flow : program.mix) {
        for (const load::Step& step : flow.steps) {
            if (step.bmc.has_value() != of_bmcs)
                throw ScriptError{fmt::format("{}: steps of BMCs and of services do not mix", flow.name)};
        }
    }
    if (of_bmcs && !(program.setup.steps.empty() && program.teardown.steps.empty()))
        throw ScriptError{
            "scenario: BMCs have no setup and no teardown; what an operation needs is in its flow"};
    for (const load::Flow* once : {&program.setup, &program.teardown}) {
        for (const load::Step& step : once->steps) {
            if (step.bmc)
                throw ScriptError{fmt::format("{}: steps of BMCs stand in the mix alone", once->name)};
        }
    }
    if (!of_bmcs && (program.session_each || !program.targets.empty()))
        throw ScriptError{"scenario: sessions and targets are those of BMCs, and there is no ipmi{…} step"};
}

/// Names by which figures are told have to tell them apart.
void check_names(const load::Program& program) {
    std::set<std::string> steps{"scenario", load::delivery_operation};
    for (const load::Flow& flow : program.mix) {
        for (const load::Step& step : flow.steps) {
            if (step.name == "scenario" || step.name == load::delivery_operation)
                throw ScriptError{fmt::format("a step cannot be named '{}': something else is", step.name)};
            steps.insert(step.name);
        }
    }
    if (program.mix.size() == 1) return;  // flows are not counted
    std::set<std::string> flows;
    for (const load::Flow& flow : program.mix) {
        if (steps.contains(flow.name))
            throw ScriptError{fmt::format("a flow cannot be named '{}': something else is", flow.name)};
        if (!flows.insert(flow.name).second)
            throw ScriptError{fmt::format("two flows are named '{}'", flow.name)};
    }
}

int scenario(lua_State* state) {
    load::Program& program = Reader::of(state).program();
    if (!lua_istable(state, 1)) throw ScriptError{"scenario: a table expected, got " + lua::shown(state, 1)};
    if (!program.mix.empty()) throw ScriptError{"scenario is there twice"};
    lua::allow_only(state, 1, {"mix", "setup", "teardown", "sessions", "targets", "sink"}, "scenario");
    take_once(state, "setup", program.setup);
    take_once(state, "teardown", program.teardown);
    take_mix(state, program);
    take_sessions(state, program);
    take_sink(state, program);
    take_targets(state, program);
    check_kinds(program);
    check_names(program);
    return 0;
}

}  // namespace

Reader& Reader::of(lua_State* state) {
    lua_rawgetp(state, LUA_REGISTRYINDEX, &reader_key);
    auto* const reader = static_cast<Reader*>(lua_touserdata(state, -1));
    lua_pop(state, 1);
    return *reader;
}

void Reader::open(lua_State* state) {
    lua_pushlightuserdata(state, this);
    lua_rawsetp(state, LUA_REGISTRYINDEX, &reader_key);
    lua_register(state, "scenario", lua::bound<scenario>);
    open_values(state);
    open_steps(state);
    open_bmc_steps(state);
}

std::size_t Reader::slot(const std::string& name) {
    const auto found = std::ranges::find(program_.slots, name);
    if (found != program_.slots.end()) return static_cast<std::size_t>(found - program_.slots.begin());
    program_.slots.push_back(name);
    saved_.push_back(false);
    return program_.slots.size() - 1;
}

std::size_t Reader::sink_slot() {
    if (!program_.sink) {
        program_.sink.emplace().slot = slot("address of the event sink");
        saves(program_.sink->slot);
    }
    return program_.sink->slot;
}

void Reader::uses(std::size_t slot, int line) { used_.try_emplace(slot, line); }

std::size_t Reader::add(load::Table table) {
    program_.tables.push_back(std::move(table));
    return program_.tables.size() - 1;
}

std::size_t Reader::add(load::Step step) {
    steps_.push_back(std::move(step));
    return steps_.size() - 1;
}

load::Program Reader::finish(std::string_view name) {
    if (program_.mix.empty()) throw ScriptError{fmt::format("{}:1: it never says scenario{{…}}", name)};
    for (const auto& [slot, line] : used_) {
        if (!saved_[slot])
            throw ScriptError{fmt::format("{}:{}: no step saves '{}'", name, line, program_.slots[slot])};
    }
    return std::move(program_);
}

}  // namespace assay::scenario
