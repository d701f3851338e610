#include <fmt/format.h>

#include "reader.hpp"

namespace assay::scenario {
namespace {

using lua::ScriptError;

constexpr std::int64_t most_netfn = 0x3E;  // IPMI 2.0 §5.1: six bits, of a request even
constexpr std::int64_t most_lun = 3;       // §5.2
constexpr std::int64_t longest_answer = 255;

std::uint8_t number_of(lua_State* state, const char* key, std::int64_t most) {
    if (!lua::push_field(state, 1, key)) throw ScriptError{fmt::format("ipmi: {} is missing", key)};
    const auto number = static_cast<std::uint8_t>(lua::integer_at(state, -1, 0, most, key));
    lua_pop(state, 1);
    return number;
}

std::size_t octet_number(lua_State* state, int index, const std::string& what) {
    return static_cast<std::size_t>(lua::integer_at(state, index, 1, longest_answer, what));
}

/// save = { reading = 2 }, or { reservation = { 2, 3 } }: from the first to the last, both included
load::OctetCapture capture_from(lua_State* state, const std::string& name) {
    load::OctetCapture capture{.slot = Reader::of(state).slot(name)};
    const std::string what = "save." + name;
    if (!lua_istable(state, -1)) {
        capture.first = capture.last = octet_number(state, -1, what);
        return capture;
    }
    if (lua_rawlen(state, -1) != 2) throw ScriptError{what + ": the first and the last octet are expected"};
    lua_rawgeti(state, -1, 1);
    lua_rawgeti(state, -2, 2);
    capture.first = octet_number(state, -2, what);
    capture.last = octet_number(state, -1, what);
    lua_pop(state, 2);
    if (capture.last < capture.first) throw ScriptError{what + ": the last octet stands before the first"};
    return capture;
}

int ipmi(lua_State* state) {
    expect_table(state, "ipmi");
    lua::allow_only(state, 1, {"name", "netfn", "command", "lun", "data", "save"}, "ipmi");
    load::BmcCommand command{.netfn = number_of(state, "netfn", most_netfn),
                             .number = number_of(state, "command", 255)};
    if (command.netfn % 2 != 0)
        throw ScriptError{fmt::format("ipmi: the netfn of a request is even, got '{}'", command.netfn)};
    if (lua::push_field(state, 1, "lun")) {
        command.lun = static_cast<std::uint8_t>(lua::integer_at(state, -1, 0, most_lun, "lun"));
        lua_pop(state, 1);
    }
    if (lua::push_field(state, 1, "data")) {
        command.data = octets_from(state, -1, "data");
        lua_pop(state, 1);
    }
    take_saved(state, [&](const std::string& name) {
        command.captures.push_back(capture_from(state, name));
        Reader::of(state).saves(command.captures.back().slot);
    });
    load::Step step{.name = fmt::format("{:02X}h/{:02X}h", command.netfn, command.number), .action = {}};
    if (lua::push_field(state, 1, "name")) {
        step.name = lua::text_at(state, -1, "name");
        lua_pop(state, 1);
    }
    step.bmc = std::move(command);
    return give(state, std::move(step));
}

}  // namespace

void open_bmc_steps(lua_State* state) { lua_register(state, "ipmi", lua::bound<ipmi>); }

}  // namespace assay::scenario
