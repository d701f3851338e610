#include "oem_bindings.hpp"

#include <array>
#include <optional>

#include <fmt/format.h>

#include "assay/bmc/command_table.hpp"
#include "assay/bmc/oem_script.hpp"
#include "assay/lua-sandbox/values.hpp"

extern "C" {
#include <lauxlib.h>
}

namespace assay::bmc {
namespace {

namespace wire = ipmi_wire;
using lua::ScriptError;

/// Names that a script uses, and what they stand for.
template <class T, std::size_t N>
using Words = std::array<std::pair<const char*, T>, N>;

template <class T, std::size_t N>
T word_at(lua_State* state, int index, const Words<T, N>& words, const std::string& what) {
    const std::string text = lua::text_at(state, index, what);
    std::string known;
    for (const auto& [word, value] : words) {
        if (text == word) return value;
        known += (known.empty() ? "" : ", ") + std::string{word};
    }
    throw ScriptError{fmt::format("{}: '{}' is none of {}", what, text, known)};
}

constexpr Words<wire::Privilege, 4> privileges{{{"callback", wire::Privilege::callback},
                                                {"user", wire::Privilege::user},
                                                {"operator", wire::Privilege::operator_},
                                                {"administrator", wire::Privilege::administrator}}};

constexpr Words<PowerAction, 6> power_actions{{{"off", PowerAction::down},
                                               {"on", PowerAction::up},
                                               {"cycle", PowerAction::cycle},
                                               {"reset", PowerAction::reset},
                                               {"interrupt", PowerAction::diagnostic_interrupt},
                                               {"soft", PowerAction::soft_shutdown}}};

/// The command's field as an integer; `fallback` where it is missing.
std::int64_t integer_field(lua_State* state, int table, const char* key, std::int64_t least,
                           std::int64_t most, std::optional<std::int64_t> fallback = std::nullopt) {
    if (!lua::push_field(state, table, key)) {
        if (fallback) return *fallback;
        throw ScriptError{fmt::format("{} is missing", key)};
    }
    const auto value = lua::integer_at(state, -1, least, most, key);
    lua_pop(state, 1);
    return value;
}

/// IPMI 2.0 §5.1 Table 5-1: 2Ch is the bodies' that define groups, 2Eh the makers' by their IANA number, 30h
/// to 3Eh a BMC's own.
base::Octets prefix_of(lua_State* state, std::uint8_t netfn) {
    constexpr std::uint8_t group = 0x2C, maker = 0x2E, own = 0x30;
    base::Octets prefix;
    if (netfn == group) {
        prefix.push_back(static_cast<base::Octet>(integer_field(state, 1, "body", 0, 0xFF)));
    } else if (netfn == maker) {
        const auto number = static_cast<std::uint32_t>(integer_field(state, 1, "iana", 0, 0xFFFFFF));
        wire::Writer{prefix}.u8(number & 0xFFU).u8(number >> 8U & 0xFFU).u8(number >> 16U);
    } else if (netfn < own) {
        throw ScriptError{fmt::format("netfn {:02X}h is IPMI's own; use 2Ch, 2Eh, or 30h to 3Eh", netfn)};
    }
    return prefix;
}

void read_length(lua_State* state, OemCommand& command) {
    constexpr std::int64_t longest = 255;
    if (!lua::push_field(state, 1, "length")) throw ScriptError{"length is missing"};
    if (lua_istable(state, -1)) {
        lua_rawgeti(state, -1, 1);
        lua_rawgeti(state, -2, 2);
        command.least = static_cast<std::size_t>(lua::integer_at(state, -2, 0, longest, "length[1]"));
        command.most = static_cast<std::size_t>(
            lua::integer_at(state, -1, static_cast<std::int64_t>(command.least), longest, "length[2]"));
        lua_pop(state, 2);
    } else {
        command.least = command.most =
            static_cast<std::size_t>(lua::integer_at(state, -1, 0, longest, "length"));
    }
    lua_pop(state, 1);
}

/// oem.command{ netfn, command, body or iana, privilege, length, run }
int register_command(lua_State* state) {
    if (!lua_istable(state, 1))
        throw ScriptError{"oem.command: a table expected, got " + lua::shown(state, 1)};
    lua::allow_only(state, 1, {"netfn", "command", "body", "iana", "privilege", "length", "run"},
                    "oem.command");
    OemCommand command;
    command.netfn = static_cast<std::uint8_t>(integer_field(state, 1, "netfn", 0, 0x3E));
    if (command.netfn % 2 != 0) throw ScriptError{"netfn is odd: those are the answers'"};
    command.number = static_cast<std::uint8_t>(integer_field(state, 1, "command", 0, 0xFF));
    command.prefix = prefix_of(state, command.netfn);
    if (lua::push_field(state, 1, "privilege")) {
        command.privilege = word_at(state, -1, privileges, "privilege");
        lua_pop(state, 1);
    }
    read_length(state, command);
    if (!lua::push_field(state, 1, "run") || !lua_isfunction(state, -1))
        throw ScriptError{"run is missing, or no function"};
    command.function = luaL_ref(state, LUA_REGISTRYINDEX);
    OemScript::of(state).add(std::move(command));
    return 0;
}

Call& current(lua_State* state) { return OemScript::of(state).current(); }

/// The sensor with the name or number at `index`; null when there is none.
Sensor* sensor_at(lua_State* state, int index) {
    constexpr std::uint8_t last_number = 0xFE;
    Chassis& chassis = current(state).chassis;
    if (lua_isinteger(state, index) != 0)
        return chassis.sensor(
            static_cast<std::uint8_t>(lua::integer_at(state, index, 1, last_number, "sensor")));
    const std::string name = lua::text_at(state, index, "sensor (a name or a number)");
    for (unsigned number = 0; number <= last_number; ++number) {
        Sensor* const sensor = chassis.sensor(static_cast<std::uint8_t>(number));
        if (sensor != nullptr && sensor->identity().name == name) return sensor;
    }
    return nullptr;
}

void set_integer(lua_State* state, const char* key, lua_Integer value) {
    lua_pushinteger(state, value);
    lua_setfield(state, -2, key);
}

/// chassis.sensor(name or number): a table of what it is and reads, or nil.
int read_sensor(lua_State* state) {
    const Sensor* const sensor = sensor_at(state, 1);
    if (sensor == nullptr) return 0;
    lua_newtable(state);
    set_integer(state, "number", sensor->identity().number);
    lua::push_text(state, sensor->identity().name);
    lua_setfield(state, -2, "name");
    lua_pushboolean(state, static_cast<int>(sensor->available()));
    lua_setfield(state, -2, "available");
    set_integer(state, "asserted", sensor->asserted());
    if (sensor->is_analog()) {
        set_integer(state, "raw", sensor->raw());
        lua_pushnumber(state, sensor->value());
        lua_setfield(state, -2, "value");
    } else {
        set_integer(state, "states", sensor->states());
    }
    return 1;
}

/// chassis.set_sensor(name or number, value or states): from now on it reads that.
int set_sensor(lua_State* state) {
    constexpr std::int64_t all_states = 0x7FFF;
    Sensor* const sensor = sensor_at(state, 1);
    if (sensor == nullptr) throw ScriptError{"there is no sensor " + lua::shown(state, 1)};
    if (sensor->is_analog()) {
        sensor->set_reading(sensor->raw_of(lua::number_at(state, 2, "value")));
    } else {
        sensor->set_states(static_cast<std::uint16_t>(lua::integer_at(state, 2, 0, all_states, "states")));
    }
    Call& call = current(state);
    call.chassis.sample_now(call.now);
    return 0;
}

void read_event_data(lua_State* state, std::array<std::uint8_t, 3>& data) {
    if (!lua::push_field(state, 1, "data")) return;
    const std::string octets = lua::text_at(state, -1, "data");
    if (octets.size() > data.size()) throw ScriptError{"data: at most 3 octets expected"};
    for (std::size_t i = 0; i < octets.size(); ++i) data[i] = static_cast<std::uint8_t>(octets[i]);
    lua_pop(state, 1);
}

/// chassis.log{ sensor, type, event_type, deassertion, data }: an event that reached the BMC.
int log_event(lua_State* state) {
    if (!lua_istable(state, 1))
        throw ScriptError{"chassis.log: a table expected, got " + lua::shown(state, 1)};
    lua::allow_only(state, 1, {"sensor", "type", "event_type", "deassertion", "data"}, "chassis.log");
    wire::SystemEvent event;
    event.sensor_number = static_cast<std::uint8_t>(integer_field(state, 1, "sensor", 0, 0xFF));
    event.sensor_type = static_cast<std::uint8_t>(integer_field(state, 1, "type", 0, 0xFF));
    event.event_type = static_cast<std::uint8_t>(integer_field(state, 1, "event_type", 0, 0x7F, 0x6F));
    if (lua::push_field(state, 1, "deassertion")) {
        event.deassertion = lua_toboolean(state, -1) != 0;
        lua_pop(state, 1);
    }
    read_event_data(state, event.data);
    Call& call = current(state);
    call.chassis.log_event(event, call.now);
    return 0;
}

/// chassis.power([action]): is the host on, after that? false, too, when the action is not possible now.
int power(lua_State* state) {
    Call& call = current(state);
    bool done = true;
    if (!lua_isnoneornil(state, 1))
        done = call.chassis.control(word_at(state, 1, power_actions, "chassis.power"), call.now,
                                    RestartCause::oem);
    lua_pushboolean(state, static_cast<int>(call.chassis.powered_on()));
    lua_pushboolean(state, static_cast<int>(done));
    return 2;
}

/// chassis.time(): of the SEL's clock, in seconds since 1970.
int time(lua_State* state) {
    const Call& call = current(state);
    lua_pushinteger(state, call.chassis.log_time(call.now));
    return 1;
}

/// chassis.state.NAME
int get_state(lua_State* state) {
    const OemValue* const value =
        current(state).chassis.oem_state().find(lua::text_at(state, 2, "a name of chassis.state"));
    if (value == nullptr) return 0;
    if (const auto* const flag = std::get_if<bool>(value)) lua_pushboolean(state, static_cast<int>(*flag));
    if (const auto* const integer = std::get_if<std::int64_t>(value)) lua_pushinteger(state, *integer);
    if (const auto* const number = std::get_if<double>(value)) lua_pushnumber(state, *number);
    if (const auto* const text = std::get_if<std::string>(value)) lua::push_text(state, *text);
    return 1;
}

OemValue value_at(lua_State* state, int index) {
    switch (lua_type(state, index)) {
        case LUA_TBOOLEAN: return lua_toboolean(state, index) != 0;
        case LUA_TSTRING: return lua::text_at(state, index, "value");
        case LUA_TNUMBER:
            if (lua_isinteger(state, index) != 0) return std::int64_t{lua_tointeger(state, index)};
            return lua_tonumber(state, index);
        default:
            throw ScriptError{"chassis.state holds text, numbers, true and false, no " +
                              lua::shown(state, index)};
    }
}

/// chassis.state.NAME = value; nil forgets it.
int set_state(lua_State* state) {
    Chassis& chassis = current(state).chassis;
    OemState& held = chassis.oem_state();
    const std::string name = lua::text_at(state, 2, "a name of chassis.state");
    if (lua_isnil(state, 3)) {
        held.forget(name);
    } else if (!held.set(name, value_at(state, 3))) {
        throw ScriptError{fmt::format("chassis.state holds at most {} octets", OemState::most_octets)};
    }
    chassis.note_kept_change();
    return 0;
}

void add_function(lua_State* state, const char* name, lua_CFunction function) {
    lua_pushcfunction(state, function);
    lua_setfield(state, -2, name);
}

/// A table that is always empty: every access to it goes to the BMC's own state.
void add_state(lua_State* state) {
    lua_newtable(state);
    lua_newtable(state);
    add_function(state, "__index", lua::bound<get_state>);
    add_function(state, "__newindex", lua::bound<set_state>);
    lua_setmetatable(state, -2);
    lua_setfield(state, -2, "state");
}

}  // namespace

void open_oem(lua_State* state) {
    lua_newtable(state);
    add_function(state, "command", lua::bound<register_command>);
    lua_setglobal(state, "oem");
    lua_newtable(state);
    add_function(state, "sensor", lua::bound<read_sensor>);
    add_function(state, "set_sensor", lua::bound<set_sensor>);
    add_function(state, "log", lua::bound<log_event>);
    add_function(state, "power", lua::bound<power>);
    add_function(state, "time", lua::bound<time>);
    add_state(state);
    lua_setglobal(state, "chassis");
}

}  // namespace assay::bmc
